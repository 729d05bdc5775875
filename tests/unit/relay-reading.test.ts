/** How well the main text of a page is found: token F1 against text marked by hand. */
import { describe, expect, it } from 'vitest';
import { readHtml } from '../../server/scrape/html';
import { firstPages } from '../fixtures/reading-pages-1';
import type { ReadingPage } from '../fixtures/reading-pages-1';
import { secondPages } from '../fixtures/reading-pages-2';
import { thirdPages } from '../fixtures/reading-pages-3';

const pages = [...firstPages, ...secondPages];

/** Words; of scripts without spaces, characters. */
function tokens(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

function markedText(html: string): string {
  const marked = [...html.matchAll(/⟦([^⟧]*)⟧/g)].map(([, part]) => part!);
  return marked
    .join(' ')
    .replace(/<\/?(?:b|i|em|strong|code)>/gi, '')
    .replace(/<[^>]*>/g, ' ');
}

function f1(found: string[], wanted: string[]): number {
  const left = new Map<string, number>();
  for (const token of wanted) left.set(token, (left.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of found) {
    const count = left.get(token) ?? 0;
    if (count > 0) common += 1;
    left.set(token, count - 1);
  }
  return (2 * common) / (found.length + wanted.length);
}

function scoreOf({ name, html }: ReadingPage) {
  const { text } = readHtml(html.replace(/[⟦⟧]/g, ''), 'https://example.org/page', false);
  return { name, text, score: f1(tokens(text), tokens(markedText(html))) };
}

const meanOf = (scored: { score: number }[]) =>
  scored.reduce((sum, { score }) => sum + score, 0) / scored.length;

const scores = pages.map(scoreOf);

describe('40 pages of different kinds', () => {
  it('are 40, each with marked text', () => {
    expect(new Set(pages.map(({ name }) => name)).size).toBe(40);
    for (const { html } of pages) expect(tokens(markedText(html)).length).toBeGreaterThan(30);
  });

  it('reach an F1 of 0.95 on average', () => {
    const mean = meanOf(scores);
    const worst = [...scores].sort((a, b) => a.score - b.score).slice(0, 5);
    const report = worst.map(({ name, score }) => `${score.toFixed(3)} ${name}`).join('\n');
    expect(mean, `mean ${mean.toFixed(4)}; the worst:\n${report}`).toBeGreaterThanOrEqual(0.95);
  });

  it.each(scores.map(({ name, score }) => [name, score] as const))(
    'loses no more than a part: %s',
    (_, score) => expect(score).toBeGreaterThan(0.8),
  );

  it('never shows notices, advertisements and menus of the news pages', () => {
    for (const { text } of scores.slice(0, 4)) {
      expect(text).not.toMatch(
        /partners use cookies|Fly to the islands|evening briefing|Most read/,
      );
    }
  });
});

describe('20 pages that the extractor was not tuned on', () => {
  it('reach 0.95 too: 0.954 when they were first read', () => {
    expect(new Set(thirdPages.map(({ name }) => name)).size).toBe(20);
    expect(meanOf(thirdPages.map(scoreOf))).toBeGreaterThanOrEqual(0.95);
  });
});
