import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HistoryState } from '../../src/research/history.svelte';
import { clearAll } from '../../src/research/settings-store';
import { ThreadFinder } from '../../src/research/thread-finder.svelte';
import { pieceAround } from '../../src/research/thread-search';
import { saveThread, type SavedRun, type Thread } from '../../src/research/thread-store';
import { recorded, runUsage } from '../fixtures/run-events';

/** With what is marked in brackets. */
const shown = (text: string, query: string) =>
  pieceAround(text, query)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join('');

describe('the piece of a text around what was found', () => {
  it.each([
    ['The capital is Lima.', 'lima', 'The capital is [Lima].'],
    ['Zoë and ZOE', 'zoe', '[Zoë] and [ZOE]'],
    ['Zoe\u0308 and others', 'zoe', '[Zoe\u0308] and others'],
    ['ﬁne, and fine', 'fi', '[ﬁ]ne, and [fi]ne'],
    ['秘鲁的首都是利马', '首都', '秘鲁的[首都]是利马'],
    ['한국의 수도', '수', '한국의 [수]도'],
    ['ΟΔΟΣ και άλλα', 'οδός', '[ΟΔΟΣ] και άλλα'],
    ['a capital apital', 'apital', 'a capital [apital]'],
    ['Lima, limas', 'lima limas', '[Lima], [limas]'],
    ['<b>Lima</b> & <img src=x>', 'lima', '<b>[Lima]</b> & <img src=x>'],
    ['two   blanks\tLima', 'lima', 'two blanks [Lima]'],
    ['nothing of it', 'zebra', ''],
    ['', 'zebra', ''],
    ['anything', '?!', ''],
  ])('%j, searched for %j', (text, query, expected) => {
    expect(shown(text, query)).toBe(expected);
  });

  it('is of the line that holds most of the words', () => {
    expect(shown('Peru?\nLima is in Peru.\nPeru and Lima', 'peru lima')).toBe(
      '[Lima] is in [Peru].',
    );
  });

  it('begins and ends with whole words, and says that it goes on', () => {
    const text = `${'before '.repeat(40)}Lima ${'after '.repeat(40)}`;
    const piece = shown(text, 'lima');
    expect(piece).toMatch(/^…(?:before )+\[Lima\](?: after)+…$/);
    expect(piece.length).toBeLessThan(130);
  });

  it('cuts no character in two', () => {
    for (let blanks = 0; blanks < 2; blanks += 1) {
      const text = `${'x'.repeat(blanks)}${'𠮷'.repeat(80)}首都${'𠮷'.repeat(80)}`;
      expect(shown(text, '首都').isWellFormed()).toBe(true);
    }
  });
});

const answered = (question: string, answer: string): SavedRun => ({
  question,
  events: [
    ...recorded(question).slice(0, -1),
    { type: 'run-finished', answer, citations: [], usage: runUsage, finish: 'answered' },
  ],
});
const thread = (id: string, ...runs: SavedRun[]): Thread => ({ id, at: 1, changed: 2, runs });

describe('ThreadFinder', () => {
  beforeEach(() => clearAll());

  async function setUp() {
    const chat = [answered('Rivers?', 'The Rhine.'), answered('Birds?', 'The Wren is small.')];
    await saveThread(thread('a', ...chat));
    await saveThread(thread('b', answered('Wrens?', 'Birds.')));
    const history = new HistoryState();
    await history.load();
    const finder = new ThreadFinder(history);
    return { history, finder, find: (query: string) => finder.find(history.threads, query) };
  }

  it('knows names alone until it has read, then the run and its words', async () => {
    const { finder, find } = await setUp();
    expect(finder.ready).toBe(false);
    expect(find('wren').map((one) => one.thread.id)).toEqual(['b']);
    await finder.load();
    expect(finder.ready).toBe(true);
    const [byName, byText] = find('wren');
    expect(byName).toMatchObject({ thread: { id: 'b' } });
    expect(finder.piece(byName!, 'wren')).toBeUndefined();
    expect(byText).toMatchObject({ thread: { id: 'a' }, run: 1 });
    expect(finder.piece(byText!, 'wren')).toEqual([]);
    await vi.waitFor(() =>
      expect(finder.piece(byText!, 'wren')).toEqual([
        { text: 'The ', marked: false },
        { text: 'Wren', marked: true },
        { text: ' is small.', marked: false },
      ]),
    );
  });

  it('finds what was answered since, once it has read anew', async () => {
    const { history, finder, find } = await setUp();
    await finder.load();
    const first = find('wren small')[0]!;
    finder.piece(first, 'small');
    // It is not written yet.
    const runs = [answered('Rivers?', 'The Danube.'), answered('Birds?', 'A small Finch.')];
    history.save({ ...thread('a', ...runs), changed: 3 });
    expect(find('finch')).toEqual([]);
    await finder.load();
    const found = find('finch')[0]!;
    expect(found.run).toBe(1);
    await vi.waitFor(() =>
      expect(finder.piece(found, 'finch')).toContainEqual({ text: 'Finch', marked: true }),
    );
    expect(find('wren')).toHaveLength(1);
  });
});
