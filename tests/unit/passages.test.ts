import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePassages, splitPassages, words } from '../../src/agent/passages';

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

  it('takes an empty page', async () => {
    expect(await choosePassages([], 'x', 10, byLength)).toMatchObject({ kept: [], count: 0 });
  });
});

describe('words', () => {
  it('lets forms of a word meet', () => {
    expect(words('Borders border, BORDERED')).toEqual(['border', 'border', 'border']);
  });
});
