import { describe, expect, it } from 'vitest';
import { parseContentRange, retryAfter } from '../../src/models/range-request';

describe('headers', () => {
  it.each([
    ['bytes 0-9/100', { start: 0, total: 100 }],
    ['bytes 5-9/*', { start: 5 }],
    ['bytes */77', { total: 77 }],
    ['items 0-9/100', undefined],
    ['', undefined],
    [null, undefined],
  ])('Content-Range %s', (text, expected) => {
    expect(parseContentRange(text)).toEqual(expected);
  });

  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    ['7', 7000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['99999999', 300_000],
    ['soon', undefined],
  ])('Retry-After %s', (text, expected) => {
    expect(retryAfter(new Headers({ 'Retry-After': text }), now)).toBe(expected);
  });
});
