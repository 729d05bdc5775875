/** Keeps those passages of a page that matter for a question, within a budget of tokens. */
import MiniSearch from 'minisearch';
import type { Passage } from './chunks';
import { relatedTo } from './related-words';

export { splitPassages, type Passage } from './chunks';

export interface Chosen {
  /** In the page's order. */
  kept: Passage[];
  /** How many passages the page has. */
  count: number;
  keptTokens: number;
  droppedTokens: number;
}

/** Words that a question is made of and no passage is found by. */
const STOP = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have how i if in into is it its me ' +
    'of on or so than that the their them there these they this those to was were what when where which who whom ' +
    'whose why will with would you'
  ).split(' '),
);
/** How much a related word counts beside one that was asked for. */
const RELATED = 0.3;
/** So many passages that did not fit are counted; what comes after is estimated. */
const MISSES = 24;
/** How much a passage that repeats a better one counts less, at most. */
const REPEATED = 0.5;

/**
 * Best passages for the question and the search under way, as many as fit; at least one. Ranked by
 * MiniSearch over this page (BM25+, headings counted), and each the less the more of it was chosen before.
 */
export async function choosePassages(
  passages: Passage[],
  question: string,
  maxTokens: number,
  count: (text: string) => number | Promise<number>,
  query = '',
): Promise<Chosen> {
  const ranked = diverse(passages, scoresOf(passages, question, query));
  const kept: Passage[] = [];
  let keptTokens = 0;
  let droppedTokens = 0;
  let keptChars = 0;
  let missed = 0;
  for (const { text, ...passage } of ranked) {
    // Once nothing fits any more, the rest of a huge page is not worth counting exactly.
    if (missed > MISSES) {
      droppedTokens += Math.round((text.length * keptTokens) / keptChars);
      continue;
    }
    const tokens = await count(text);
    if (kept.length > 0 && keptTokens + tokens > maxTokens) {
      droppedTokens += tokens;
      missed += 1;
      continue;
    }
    kept.push({ ...passage, text });
    keptTokens += tokens;
    keptChars += text.length;
  }
  kept.sort((a, b) => a.index - b.index);
  return { kept, count: passages.length, keptTokens, droppedTokens };
}

/** By index. */
function scoresOf(passages: Passage[], question: string, query: string): number[] {
  const search = new MiniSearch<Passage>({
    idField: 'index',
    fields: ['text', 'under'],
    tokenize: words,
    processTerm: (word) => word,
  });
  search.addAll(passages);
  const scores = passages.map(() => 0);
  const asked = [...new Set(words(`${question} ${query}`))].filter((word) => !STOP.has(word));
  if (asked.length === 0) return scores;
  const also = new Set(asked.flatMap((word) => [...relatedTo(word)]).flatMap(words));
  const weight = { prefix: 0.4, fuzzy: 0 };
  const found = search.search({
    combineWith: 'OR',
    queries: [
      { queries: asked, prefix: (term) => term.length > 3, weights: weight },
      { queries: [...also].filter((word) => !asked.includes(word)), boostTerm: () => RELATED },
    ],
    boost: { under: 0.5 },
  });
  for (const { id, score } of found) scores[id as number] = score;
  return scores;
}

/** Best first. A passage that repeats what a better one says stands further back. */
function diverse(passages: Passage[], scores: number[]): Passage[] {
  const left = passages
    .map((passage, at) => ({
      passage,
      score: scores[at] ?? 0,
      words: new Set(words(passage.text)),
    }))
    .sort((a, b) => b.score - a.score || a.passage.index - b.passage.index);
  const seen = new Set<string>();
  return left
    .map((one) => {
      const known = [...one.words].filter((word) => seen.has(word)).length;
      for (const word of one.words) seen.add(word);
      const share = one.words.size === 0 ? 0 : known / one.words.size;
      return { ...one, score: share > 0.9 ? one.score * REPEATED : one.score };
    })
    .sort((a, b) => b.score - a.score || a.passage.index - b.passage.index)
    .map(({ passage }) => passage);
}

/** Lower-case words without accents and the commonest endings, so that `borders` meets `border`. */
export function words(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFKD')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  ).map((word) => {
    const bare = word.replace(/\p{M}/gu, '');
    return bare.length > 4 ? bare.replace(/(?:ies|es|ed|ing|s)$/, '') : bare;
  });
}
