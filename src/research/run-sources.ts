/** The sources of a run as its page and its exports list them. */
import { claimsOf } from '../agent/claims';
import type { Source } from '../contracts';
import { sourceOf, type RunView } from './fold';

export interface CitedSource {
  n: number;
  source: Source | undefined;
  /** Numbers of the report's sections that cite it, from 1; empty where there are none. */
  sections: number[];
  /** Of its checks, how many found the words. */
  found: number;
  total: number;
}

/** The sources that the answer cites, each once, by number. */
export function citedSources(run: RunView): CitedSource[] {
  const claims = sectionsOf(run).map((answer) => new Set(claimsOf(answer).map((one) => one.claim)));
  return [...new Set(run.citations.map(({ n }) => n))]
    .sort((a, b) => a - b)
    .map((n) => {
      const own = run.citations.filter((citation) => citation.n === n);
      const sections = claims.flatMap((said, at) =>
        own.some(({ claim }) => said.has(claim)) ? [at + 1] : [],
      );
      const found = own.filter(({ verified }) => verified).length;
      return { n, source: sourceOf(run, n), sections, found, total: own.length };
    });
}

/** Whether the answer is a report of several sections, whose sources stand in a table. */
export function isReport(run: RunView): boolean {
  return run.depth === 'deep' && (run.plan?.questions.length ?? 0) > 1;
}

function sectionsOf(run: RunView): string[] {
  if (!isReport(run)) return [];
  const sections = run.steps.filter((step) => step.kind === 'section');
  return sections.map(({ answer }) => answer ?? run.answer);
}

/** A source of which the prompt does not hold all that was read. */
export interface LeftOut {
  source: Source;
  tokens: number;
  /** It is a page, of which the library keeps the whole text. */
  page: boolean;
}

/** What did not fit the context window, or made room in it, by source. */
export function leftOut(run: RunView): LeftOut[] {
  const byNumber = new Map<number, LeftOut>();
  for (const step of run.steps) {
    if (step.kind !== 'tool') continue;
    const isPage = typeof step.arguments['url'] === 'string';
    // Of a search, what did not fit are whole results: they never became sources.
    const dropped = isPage ? step.droppedTokens : 0;
    if (dropped === 0 && !step.shrunk) continue;
    for (const source of step.sources) {
      const known = byNumber.get(source.n);
      const page = isPage || known?.page === true;
      byNumber.set(source.n, { source, tokens: (known?.tokens ?? 0) + dropped, page });
    }
  }
  return [...byNumber.values()].sort((a, b) => a.source.n - b.source.n);
}
