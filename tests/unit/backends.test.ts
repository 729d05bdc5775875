import { describe, expect, it } from 'vitest';
import { backendName } from '../../src/ui/backends';
import { date, day } from '../../src/ui/format';

describe('what a relay searches', () => {
  it.each([
    ['offline', 'Offline corpus'],
    ['serper', 'Google by Serper'],
    ['another', 'another'],
    [undefined, undefined],
  ])('%s is called %s', (search, name) => {
    expect(backendName(search)).toBe(name);
  });
});

describe('a day as a source writes it', () => {
  it('is that day here, whatever the clock', () => {
    expect(day('2026-01-31')).toBe(date(new Date(2026, 0, 31, 12).getTime()));
  });

  it.each(['2013', 'July 2013', '', '2013-07'])('%s stays as it is', (written) => {
    expect(day(written)).toBe(written);
  });
});
