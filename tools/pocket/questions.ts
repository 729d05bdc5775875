/**
 * Writes tests/eval/pocket-heldout.jsonl: questions about entities that no training example names.
 * Short facts only (value of at most 100 characters), spread evenly over subjects and attributes, question
 * forms never trained included. Nothing here may be used to choose or tune a model.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OfflineBackend } from '../../server/search/offline';
import { subjects } from '../corpus/subjects/all';
import { hash } from '../corpus/subject';
import { bareName, corpusFacts, heldOutNames } from './heldout';

const HOW_MANY = 400;
const LONGEST_VALUE = 100;

const root = join(import.meta.dirname, '../..');
const { pages } = await OfflineBackend.load(join(root, 'public/corpus'));
const facts = corpusFacts();
const names = heldOutNames(facts, pages);
const forms = new Map<string, string[]>(
  subjects.flatMap((s) => s.attributes.map((a) => [`${s.id}/${a.id}`, a.questions] as const)),
);

const groups = new Map<string, typeof facts>();
for (const fact of facts) {
  if (!names.has(bareName(fact.entity)) || fact.value.length > LONGEST_VALUE) continue;
  const key = `${fact.subject}/${fact.attribute}`;
  groups.set(key, [...(groups.get(key) ?? []), fact]);
}
for (const group of groups.values())
  group.sort((a, b) => hash(a.url + a.attribute) - hash(b.url + b.attribute));
const order = [...groups].sort(([a], [b]) => hash(a) - hash(b));

const lines: string[] = [];
for (
  let round = 0;
  lines.length < HOW_MANY && order.some(([, group]) => group[round]);
  round += 1
) {
  for (const [key, group] of order) {
    const fact = group[round];
    const questions = forms.get(key) ?? [];
    if (!fact || lines.length >= HOW_MANY) continue;
    const at = hash(`${fact.url} ${fact.attribute} question`) % questions.length;
    const question = (questions[at] ?? '').replaceAll('{e}', () => fact.entity);
    lines.push(
      JSON.stringify({
        question: question.charAt(0).toUpperCase() + question.slice(1),
        expected: fact.value,
        entity: fact.entity,
        attribute: key,
        url: fact.url,
        kind: at >= questions.length - 3 ? 'held-out form' : 'trained form',
      }),
    );
  }
}
writeFileSync(join(root, 'tests/eval/pocket-heldout.jsonl'), `${lines.join('\n')}\n`);
console.log(
  `${lines.length} questions on ${names.size} held-out entities, ${groups.size} attributes`,
);
