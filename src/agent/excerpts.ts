/** What stands in for an answer that the model did not give. The page does without: what ranks passages is large. */
import type { Source } from '../contracts';
import { words } from './passages';
import { sentenceSpans } from './sentences';

/** The sentences that were read which share most words with the question, each with its mark; '' where none does. */
export function excerpts(question: string, sources: readonly Source[], most = 2): string {
  const asked = new Set(words(question).filter((word) => word.length > 2));
  const found = sources.flatMap(({ n, passages }) =>
    passages.flatMap((passage) =>
      sentenceSpans(passage).map(({ start, end }) => {
        const text = passage.slice(start, end);
        const shared = new Set(words(text).filter((word) => asked.has(word))).size;
        return { text, n, shared };
      }),
    ),
  );
  const best = found.filter(({ shared }) => shared > 0).sort((a, b) => b.shared - a.shared);
  const unique = best.filter(({ text }, at) => best.findIndex((one) => one.text === text) === at);
  return unique
    .slice(0, most)
    .map(({ text, n }) => `${text} [${n}]`)
    .join(' ');
}
