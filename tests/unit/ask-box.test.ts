/** What the question box keeps, and what it puts beside the question. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepDraft, keptDraft } from '../../src/ui/draft';
import { pastedFiles } from '../../src/ui/pasted-files';

afterEach(() => vi.unstubAllGlobals());

describe('a draft', () => {
  const stored = new Map<string, string>();
  beforeEach(() => {
    stored.clear();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    });
  });

  it('is kept as it was written, until it is asked or emptied', () => {
    expect(keptDraft()).toBe('');
    keepDraft('Half a\n question ');
    expect(keptDraft()).toBe('Half a\n question ');
    keepDraft('');
    expect([keptDraft(), stored.size]).toEqual(['', 0]);
    keepDraft(' \n');
    expect(stored.size).toBe(0);
  });

  it.each([
    ['refuses', () => ({ getItem: refuse, setItem: refuse, removeItem: refuse })],
    ['is not to be had', refuse],
  ])('is none where the storage %s, and nothing breaks', (_, storage) => {
    vi.unstubAllGlobals();
    Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get: storage });
    keepDraft('text');
    keepDraft('');
    expect(keptDraft()).toBe('');
    Reflect.deleteProperty(globalThis, 'sessionStorage');
  });
});

function refuse(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}

describe('what is pasted', () => {
  const picture = new File(['x'], 'picture.png');
  /** A clipboard with a text, a picture, or both. */
  const clipboard = (text?: string, ...files: File[]) => ({
    types: [...(text === undefined ? [] : ['text/plain']), ...(files.length ? ['Files'] : [])],
    files: files as unknown as FileList,
    getData: () => text ?? '',
  });

  it.each([
    ['nothing', clipboard(), []],
    ['a text that fits', clipboard('12345'), []],
    ['a text that fits as its line breaks are counted', clipboard('1\r\n2\r\n3'), []],
    ['a text with a picture of it', clipboard('12345', picture), []],
    ['a picture', clipboard(undefined, picture), ['picture.png']],
    ['a text that would be cut', clipboard('123456'), ['Pasted text.txt']],
  ])('is %s: what goes beside the question', (_, data, names) => {
    expect(pastedFiles(data, 5).map(({ name }) => name)).toEqual(names);
  });

  it('is whole in its file', async () => {
    const text = `${'A long text.\r\n'.repeat(400)}Its end.`;
    const [file] = pastedFiles(clipboard(text), 4000);
    expect(await file!.text()).toBe(text);
    expect(file!.type).toBe('text/plain');
  });
});
