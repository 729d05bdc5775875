/** Which entities of the real corpus never occur in training, and how their mention is found. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { hash, type Fact as CorpusFact } from '../corpus/subject';
import type { CorpusPage } from '../../server/search/types';

/** One entity in so many is held out. */
const ONE_IN = 16;
/** Names on more pages than this are too much part of the language to be held out. */
const MOST_PAGES = 120;

export function corpusFacts(): CorpusFact[] {
  const file = join(import.meta.dirname, '../corpus/facts.jsonl.gz');
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CorpusFact);
}

/** `an abalone` → `abalone`: the entity without its article. */
export function bareName(entity: string): string {
  return entity.replace(/^(?:the|an?) /i, '').trim();
}

/** A test for the mention of any of the names, as whole words; names in small letters in any case. */
export function mentionOf(names: ReadonlySet<string>): (text: string) => boolean {
  const escaped = [...names].sort().map((name) =>
    name
      .toLowerCase()
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/[\s-]+/g, '[\\s-]+'),
  );
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})s?(?![\\p{L}\\p{N}])`,
    'u',
  );
  return (text) => names.size > 0 && pattern.test(text.toLowerCase());
}

/** The held-out names: chosen by their hash, unless they are everywhere in the corpus. */
export function heldOutNames(
  facts: readonly CorpusFact[],
  pages: readonly CorpusPage[],
): Set<string> {
  const candidates = new Set(
    facts
      .map((fact) => bareName(fact.entity))
      .filter((name) => name.length > 3 && hash(name) % ONE_IN === 0),
  );
  const counts = new Map<string, number>();
  for (const page of pages) {
    const text = ` ${[page.title, ...page.sections.map((s) => s.text)]
      .join(' ')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
    for (const name of candidates) {
      if (text.includes(` ${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `))
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return new Set([...candidates].filter((name) => (counts.get(name) ?? 0) <= MOST_PAGES));
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}{}]+/gu, ' ')
    .trim();

/** Whether something is in the small talk that was written by hand for measuring. */
export function saidByHand(): (said: string) => boolean {
  const file = join(import.meta.dirname, '../../tests/eval/small-talk.txt');
  const said = new Set(readFileSync(file, 'utf8').trimEnd().split('\n').map(plain));
  return (text) => said.has(plain(text));
}

/** Whether a form with {e} could give one of the questions that were written by hand for measuring. */
export function askedByHand(): (form: string) => boolean {
  const file = join(import.meta.dirname, '../../tests/eval/corpus-questions.jsonl');
  const asked = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => plain((JSON.parse(line) as { question: string }).question));
  return (form) => {
    const pattern = new RegExp(`^${plain(form).replaceAll('{e}', '.+')}$`, 'u');
    return asked.some((question) => pattern.test(question));
  };
}
