/** The sets of questions that `npm run eval:pocket` asks, and corpora in which the facts are changed. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OfflineBackend } from '../server/search/offline';
import type { CorpusPage } from '../server/search/types';
import type { EvalQuestion } from './scoring';

export const SETS = [
  'one-hop',
  'page',
  'two-hops',
  'corpus',
  'unanswerable',
  'talk',
  'swapped',
  'removed',
] as const;
export type SetName = (typeof SETS)[number];

/** `before`: what the page said, where it says something else now or nothing. */
export type SetQuestion = EvalQuestion & { set: SetName; before?: string };

const folder = join(import.meta.dirname, '../tests/eval');
const corpusFolder = join(import.meta.dirname, '../public/corpus');

function readLines<T>(name: string): T[] {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as T);
}

/** All questions of a set in a fixed order; those of changed corpora are made by `changeCorpus`. */
export function readSet(set: Exclude<SetName, 'swapped' | 'removed'>): SetQuestion[] {
  switch (set) {
    case 'one-hop':
      return readLines<EvalQuestion>('pocket-heldout.jsonl').map((one) => ({ ...one, set }));
    case 'corpus':
      return readLines<Pick<EvalQuestion, 'question' | 'expected' | 'url'>>(
        'corpus-questions.jsonl',
      ).map((one) => {
        const [, attribute = ''] = /^corpus:\/\/([^/]+)/.exec(one.url) ?? [];
        return { ...one, set, attribute, entity: '', kind: 'by hand' };
      });
    case 'talk':
      return readFileSync(join(folder, 'small-talk.txt'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((question) => ({
          set,
          question,
          expected: [],
          attribute: 'talk',
          entity: '',
          url: '',
          kind: 'by hand',
        }));
    default:
      return readLines<SetQuestion>('pocket-sets.jsonl').filter((one) => one.set === set);
  }
}

/** The pages with each question's fact giving another value, or with no sentence that gives it. */
export function changePages(
  pages: readonly CorpusPage[],
  questions: readonly EvalQuestion[],
  how: 'swapped' | 'removed',
): { pages: CorpusPage[]; questions: SetQuestion[] } {
  const byUrl = new Map(pages.map((page) => [page.url, page]));
  const asked: SetQuestion[] = [];
  const touched = new Set<string>();
  for (const [at, question] of questions.entries()) {
    const before = [question.expected].flat()[0] ?? '';
    const page = byUrl.get(question.url);
    const says = page?.sections.filter(({ text }) => text.includes(before)) ?? [];
    // Short values stand in other words as well; one change a page keeps the changes apart.
    if (!page || says.length !== 1 || before.length < 3 || touched.has(page.url)) continue;
    const other = questions.find(
      (one, i) => i !== at && one.attribute === question.attribute && one.expected !== before,
    );
    const after = other && [other.expected].flat()[0];
    if (how === 'swapped' && (!after || after.includes(before))) continue;
    touched.add(page.url);
    byUrl.set(page.url, {
      ...page,
      sections: page.sections.map((section) => ({
        ...section,
        text:
          how === 'swapped'
            ? section.text.replaceAll(before, () => after ?? '')
            : section.text
                .split(/(?<=[.!?)])\s+(?=\p{Lu})/u)
                .filter((sentence) => !sentence.includes(before))
                .join(' ') || 'Nothing more is known.',
      })),
    });
    asked.push({ ...question, set: how, before, expected: how === 'swapped' ? (after ?? '') : [] });
  }
  return { pages: pages.map(({ url }) => byUrl.get(url)!), questions: asked };
}

/** Writes a corpus with changed facts to a new folder of the system's temporary ones. */
export async function changeCorpus(
  how: 'swapped' | 'removed',
): Promise<{ dir: string; questions: SetQuestion[] }> {
  const { pages } = await OfflineBackend.load(corpusFolder);
  const changed = changePages(pages, readSet('one-hop'), how);
  const dir = mkdtempSync(join(tmpdir(), 'pocket-corpus-'));
  const index = OfflineBackend.fromPages(changed.pages).indexJson();
  writeFileSync(join(dir, 'pages.json.gz'), gzipSync(JSON.stringify(changed.pages)));
  writeFileSync(join(dir, 'index.json.gz'), gzipSync(index));
  return { dir, questions: changed.questions };
}
