/** Cuts a page into passages and keeps those that matter for a question, within a budget of tokens. */

/** Longest passage in characters; cut at the end of a sentence where there is one. */
const PASSAGE_CHARS = 480;

export interface Passage {
  /** Place in the page, from 0. */
  index: number;
  text: string;
}

export interface Chosen {
  /** In the page's order. */
  kept: Passage[];
  /** How many passages the page has. */
  count: number;
  keptTokens: number;
  droppedTokens: number;
}

/** Paragraphs (a heading stays with the paragraph after it), long ones cut at sentence ends. */
export function splitPassages(text: string): Passage[] {
  const out: string[] = [];
  let heading = '';
  for (const block of text.split(/\n\s*\n/)) {
    for (const line of block.split(/\n(?=#)|(?<=^#.*)\n/)) {
      const trimmed = line.trim();
      if (!trimmed) continue;
      if (trimmed.startsWith('#')) {
        heading = trimmed;
        continue;
      }
      for (const [at, piece] of cut(trimmed).entries())
        out.push(heading && at === 0 ? `${heading}\n${piece}` : piece);
      heading = '';
    }
  }
  if (heading) out.push(heading);
  return out.map((passage, index) => ({ index, text: passage }));
}

function cut(paragraph: string): string[] {
  if (paragraph.length <= PASSAGE_CHARS) return [paragraph];
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of paragraph.split(/(?<=[.!?])\s+/)) {
    if (piece && piece.length + sentence.length > PASSAGE_CHARS) {
      pieces.push(piece);
      piece = '';
    }
    piece = piece ? `${piece} ${sentence}` : sentence;
    while (piece.length > PASSAGE_CHARS) {
      const space = piece.lastIndexOf(' ', PASSAGE_CHARS);
      const end = space > 0 ? space : PASSAGE_CHARS;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end).trimStart();
    }
  }
  if (piece) pieces.push(piece);
  return pieces;
}

/** Best passages by BM25 over this page, as many as fit; at least one. */
export async function choosePassages(
  passages: Passage[],
  question: string,
  maxTokens: number,
  count: (text: string) => number | Promise<number>,
): Promise<Chosen> {
  const scores = bm25(
    passages.map((passage) => words(passage.text)),
    words(question),
  );
  const ranked = passages
    .map((passage, at) => ({ passage, score: scores[at] ?? 0 }))
    .sort((a, b) => b.score - a.score || a.passage.index - b.passage.index);
  const kept: Passage[] = [];
  let keptTokens = 0;
  let droppedTokens = 0;
  for (const { passage } of ranked) {
    const tokens = await count(passage.text);
    if (kept.length > 0 && keptTokens + tokens > maxTokens) {
      droppedTokens += tokens;
      continue;
    }
    kept.push(passage);
    keptTokens += tokens;
  }
  kept.sort((a, b) => a.index - b.index);
  return { kept, count: passages.length, keptTokens, droppedTokens };
}

/** Lower-case words without the commonest endings, so that `borders` meets `border`. */
export function words(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.length > 4 ? word.replace(/(?:ies|es|ed|ing|s)$/, '') : word,
  );
}

/** Okapi BM25 (k1 = 1.2, b = 0.75) of each document for a query. */
function bm25(documents: string[][], query: string[]): number[] {
  const average =
    documents.reduce((sum, words) => sum + words.length, 0) / Math.max(1, documents.length);
  const scores = documents.map(() => 0);
  for (const term of new Set(query)) {
    const counts = documents.map((document) => document.filter((word) => word === term).length);
    const containing = counts.filter((n) => n > 0).length;
    const idf = Math.log(1 + (documents.length - containing + 0.5) / (containing + 0.5));
    for (const [at, n] of counts.entries()) {
      const length = (documents[at]?.length ?? 0) / Math.max(1, average);
      scores[at] = (scores[at] ?? 0) + (idf * n * 2.2) / (n + 1.2 * (0.25 + 0.75 * length));
    }
  }
  return scores;
}
