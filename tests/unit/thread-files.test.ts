// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { printThreads } from '../../src/ui/print-threads';
import * as saving from '../../src/ui/save-file';
import { saveThread, saveThreads, shareThread } from '../../src/ui/thread-files';
import { recorded } from '../fixtures/run-events';

const thread = {
  id: 'a',
  at: 1,
  changed: 1,
  title: 'Of Peru',
  runs: [{ question: 'What is the capital of Peru?', events: recorded() }],
};
const save = vi.spyOn(saving, 'saveFile').mockImplementation(() => undefined);
const system = (
  canShare?: (data: ShareData) => boolean,
  share = vi.fn(() => Promise.resolve()),
) => {
  const has = canShare ? { canShare, share } : {};
  vi.stubGlobal('navigator', has);
  return share as unknown as ReturnType<typeof vi.fn<(data: ShareData) => Promise<void>>>;
};
const ofType = (type: string) => (data: ShareData) => data.files?.[0]?.type === type;

beforeEach(() => save.mockClear());

describe('a thread as a file', () => {
  it.each([
    ['md', 'Of-Peru.md', '# Of Peru'],
    ['json', 'Of-Peru.json', '"jan-nano-threads"'],
  ] as const)('is saved as %s', (ending, name, words) => {
    saveThread(thread, ending);
    expect(save).toHaveBeenCalledWith(name, expect.stringContaining(words), expect.any(String));
  });

  it.each([
    ['md', '# Of Peru'],
    ['json', '"jan-nano-threads"'],
  ] as const)('is saved with all others as %s', (ending, words) => {
    saveThreads([thread, { ...thread, id: 'b', title: 'Again' }], ending);
    const [name, text] = save.mock.calls[0]!;
    expect(name).toMatch(new RegExp(`^jan-nano-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
    expect(text).toContain(words);
    expect(text).toContain('Again');
  });

  it.each([
    ['text/markdown', 'Of-Peru.md'],
    ['text/plain', 'Of-Peru.txt'],
  ])('is shared as %s where that is taken', async (type, name) => {
    const share = system(ofType(type));
    await shareThread(thread);
    const [file] = share.mock.calls[0]?.[0].files ?? [];
    expect(file?.name).toBe(name);
    expect(file?.size).toBeGreaterThan(50);
    expect(save).not.toHaveBeenCalled();
  });

  it.each<[string, DOMException | undefined, number]>([
    ['nothing takes a file', undefined, 1],
    ['the system refuses', new DOMException('no', 'NotAllowedError'), 1],
    ['the person puts it away: not', new DOMException('no', 'AbortError'), 0],
  ])('is saved where %s', async (_, error, times) => {
    if (error)
      system(
        () => true,
        vi.fn(() => Promise.reject(error)),
      );
    else system();
    await shareThread(thread);
    expect(save).toHaveBeenCalledTimes(times);
  });
});

describe('all threads on paper', () => {
  it('stand in the page while it is printed, and what they say is no HTML', () => {
    const print = vi.fn(() => document.querySelectorAll('body > .printed > h3').length);
    vi.stubGlobal('print', print);
    printThreads([thread, { ...thread, id: 'b', title: '<img src=x onerror=alert(1)>' }]);
    expect(print).toHaveReturnedWith(2);
    expect(document.querySelector('.printed img')).toBeNull();
    expect(document.querySelector('.printed')?.textContent).toContain('<img src=x');
    dispatchEvent(new Event('afterprint'));
    expect(document.querySelector('.printed')).toBeNull();
  });
});
