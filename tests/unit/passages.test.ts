import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePassages, splitPassages, words } from '../../src/agent/passages';
import { longPages } from '../fixtures/long-pages';

const texts = (text: string): string[] => splitPassages(text).map((passage) => passage.text);
const byLength = (text: string): number => text.length;

describe('splitPassages', () => {
  it('keeps a heading with the paragraph after it', () => {
    expect(texts('# Peru\n\nOne.\n\n## Land\nTwo.\n\nThree.')).toEqual([
      '# Peru\nOne.',
      '## Land\nTwo.',
      'Three.',
    ]);
  });

  it('cuts long paragraphs at the ends of sentences', () => {
    const sentence = `${'word '.repeat(39)}end.`;
    const pieces = texts(Array.from({ length: 5 }, () => sentence).join(' '));
    expect(pieces).toHaveLength(3);
    expect(pieces.every((piece) => piece.endsWith('end.') && piece.length <= 480)).toBe(true);
  });

  it('begins each piece of a table with its header row', () => {
    const head = '| City | People |\n| --- | --- |';
    const rows = Array.from({ length: 40 }, (_, n) => `| City ${n} of the list | ${n} million |`);
    const pieces = texts(`## Cities\n\n${head}\n${rows.join('\n')}`);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces[0]?.startsWith(`## Cities\n${head}\n`)).toBe(true);
    expect(pieces.slice(1).every((piece) => piece.startsWith(head))).toBe(true);
    expect(pieces.flatMap((piece) => piece.match(/^\| City \d.*/gm))).toEqual(rows);
  });

  it('begins each piece of a list with the line that leads it in, and cuts between items', () => {
    const items = Array.from({ length: 12 }, (_, n) => `- item ${n}: ${'word '.repeat(12)}end`);
    const pieces = texts(`Before.\n\nThe tools are:\n\n${items.join('\n')}\n\nAfter.`);
    expect(pieces[0]).toBe('Before.');
    expect(pieces.at(-1)).toBe('After.');
    const list = pieces.slice(1, -1);
    expect(list.length).toBeGreaterThan(1);
    expect(list.every((piece) => piece.startsWith('The tools are:\n- item'))).toBe(true);
    expect(list.every((piece) => piece.endsWith('end') && piece.length <= 500)).toBe(true);
  });

  it('knows the headings that a passage stands under', () => {
    expect(splitPassages('# A\n\nOne.\n\n## B\n\nTwo.\n\nThree.\n\n# C\n\nFour.')).toMatchObject([
      { text: '# A\nOne.', under: 'A' },
      { text: '## B\nTwo.', under: 'A B' },
      { text: 'Three.', under: 'A B' },
      { text: '# C\nFour.', under: 'C' },
    ]);
  });

  it('numbers passages in order, loses no word, and makes none too long', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Lima', 'is. ', '\n', '\n\n', ' ', 'x'.repeat(300))),
        (parts) => {
          const passages = splitPassages(parts.join(''));
          expect(passages.map(({ index }) => index)).toEqual(passages.map((_, at) => at));
          const bare = (text: string): string => text.replace(/\s/g, '');
          expect(bare(passages.map(({ text }) => text).join(''))).toBe(bare(parts.join('')));
          expect(passages.every(({ text }) => text.length <= 480)).toBe(true);
        },
      ),
    );
  });
});

describe('choosePassages', () => {
  const page = splitPassages(
    'Cats sleep.\n\nThe capital is Lima.\n\nDogs bark.\n\nLima has a port.',
  );

  it('keeps what answers the question, in the order of the page', async () => {
    const chosen = await choosePassages(page, 'Which port has the capital Lima?', 40, byLength);
    expect(chosen.kept.map(({ index }) => index)).toEqual([1, 3]);
    expect(chosen).toMatchObject({ count: 4, keptTokens: 36, droppedTokens: 21 });
  });

  it('keeps one passage even if it is too long', async () => {
    const chosen = await choosePassages(page, 'capital', 1, byLength);
    expect(chosen.kept.map(({ text }) => text)).toEqual(['The capital is Lima.']);
  });

  it('keeps everything that fits', async () => {
    const chosen = await choosePassages(page, 'nothing of this', 1000, byLength);
    expect(chosen.kept).toEqual(page);
    expect(chosen.droppedTokens).toBe(0);
  });

  it('is led by the search as well, by headings, and by words that say the same', async () => {
    const text =
      '## Chile\n\nIt borders Peru.\n\n## Peru\n\nIt has fish.\n\nIt borders Chile.\n\nIt is dry.';
    const first = async (question: string, query?: string) =>
      (await choosePassages(splitPassages(text), question, 1, byLength, query)).kept[0]?.text;
    expect(await first('What is there?', 'dry')).toBe('It is dry.');
    expect(await first('Which neighbours has Peru?', 'Peru neighbours')).toMatch(/borders/);
    expect(await first('Fish of Peru')).toContain('fish');
  });

  it('does not spend its room on the same words twice', async () => {
    const repeated = 'Lima has a large port. Lima has a large port.';
    const twice = splitPassages(`${repeated}\n\n${repeated}\n\nA port lies near Lima in Callao.`);
    const chosen = await choosePassages(twice, 'Lima port', 80, byLength);
    expect(chosen.kept.map(({ index }) => index)).toEqual([0, 2]);
  });

  it('counts a huge page only as far as it must', async () => {
    const huge = splitPassages(Array.from({ length: 500 }, (_, n) => `Lima ${n}.`).join('\n\n'));
    let counted = 0;
    const chosen = await choosePassages(huge, 'Lima', 40, (text) => ((counted += 1), text.length));
    expect(counted).toBeLessThan(50);
    const all = huge.reduce((sum, { text }) => sum + text.length, 0);
    expect(Math.abs(chosen.keptTokens + chosen.droppedTokens - all)).toBeLessThan(all * 0.2);
  });

  it('takes an empty page', async () => {
    expect(await choosePassages([], 'x', 10, byLength)).toMatchObject({ kept: [], count: 0 });
  });
});

describe.each(['dev', 'heldout'] as const)('sixty long pages, %s half', (half) => {
  const tokens = (text: string): number => Math.ceil(text.length / 4);
  const pages = longPages.filter((page) => page.half === half);

  it('are thirty, each many times longer than a selection', () => {
    expect(pages).toHaveLength(30);
    for (const page of pages) {
      expect(tokens(page.text), page.question).toBeGreaterThan(10_000);
      expect(page.text).toContain(page.answer);
    }
  });

  it('keep the passage that answers at 2,000 tokens in at least 95 %', async () => {
    const missed: string[] = [];
    for (const { text, question, query, answer, needs = '' } of pages) {
      const passages = splitPassages(text);
      const { kept, keptTokens } = await choosePassages(passages, question, 2000, tokens, query);
      expect(keptTokens).toBeLessThanOrEqual(2000);
      const answers = kept.some((one) => one.text.includes(answer) && one.text.includes(needs));
      if (!answers) missed.push(question);
    }
    expect(missed.length / pages.length, missed.join()).toBeLessThanOrEqual(0.05);
  });
});

describe('words', () => {
  it('lets forms of a word meet', () => {
    expect(words('Borders border, BORDERED')).toEqual(['border', 'border', 'border']);
  });
});
