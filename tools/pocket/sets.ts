/**
 * Writes tests/eval/pocket-sets.jsonl: questions on held-out entities that one search does not settle. Facts that the
 * results of the search leave out (`page`), chains of two facts (`two-hops`) and questions that no page answers
 * (`unanswerable`). Nothing here may be used to choose or tune a model.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OfflineBackend } from '../../server/search/offline';
import { hash, type Attribute } from '../corpus/subject';
import { subjects } from '../corpus/subjects/all';
import { isRight } from '../../src/evaluate/words';
import { bareName, corpusFacts, heldOutNames } from './heldout';
import { inventedName, Random } from './names';
import { queryOf } from './query';

const HOW_MANY = 100;
const LONGEST_VALUE = 100;

const root = join(import.meta.dirname, '../..');
const corpus = await OfflineBackend.load(join(root, 'public/corpus'));
const facts = corpusFacts();
const names = heldOutNames(facts, corpus.pages);
const attributes = new Map<string, Attribute>(
  subjects.flatMap((s) => s.attributes.map((a) => [`${s.id}/${a.id}`, a] as const)),
);
const signal = new AbortController().signal;
const lines: Record<string, unknown>[] = [];
const known = new Set(facts.map((fact) => `${fact.entity} ${fact.attribute}`));
const heldOut = facts
  .filter((fact) => names.has(bareName(fact.entity)) && fact.value.length <= LONGEST_VALUE)
  .sort((a, b) => hash(a.url + a.attribute + 'sets') - hash(b.url + b.attribute + 'sets'));

function ask(key: string, entity: string, salt: string) {
  const questions = attributes.get(key)?.questions ?? [];
  const at = hash(`${entity} ${key} ${salt}`) % questions.length;
  const text = (questions[at] ?? '').replaceAll('{e}', () => entity);
  const form = at >= questions.length - 3 ? 'held-out form' : 'trained form';
  return { question: text.charAt(0).toUpperCase() + text.slice(1), kind: form };
}

let many = 0;
// There are fewer such facts than questions wanted: the first of them are asked a second time, in another form.
for (const salt of ['page', 'page again', 'page once more']) {
  for (const { subject, attribute, entity, value, url } of heldOut) {
    if (many >= HOW_MANY) break;
    // A value of signs alone, such as $, cannot be judged.
    if (!isRight(value, value)) continue;
    const key = `${subject}/${attribute}`;
    const asked = ask(key, entity, salt);
    if (lines.some(({ question }) => question === asked.question)) continue;
    const { organic } = await corpus.search({ q: queryOf(asked.question) }, signal);
    const shown = organic.slice(0, 5);
    if (!shown.some(({ link }) => link === url)) continue;
    if (shown.some(({ snippet }) => isRight(snippet, value))) continue;
    many += 1;
    lines.push({ set: 'page', ...asked, expected: value, entity, attribute: key, url });
  }
}

many = 0;
const about = new Map<string, typeof facts>();
for (const fact of facts) about.set(fact.entity, [...(about.get(fact.entity) ?? []), fact]);
/** Whose value has a page of its own and reads well as `the … of`. */
const leads = ['capital', 'country', 'birthplace', 'currency'];
const links = facts
  .filter(({ attribute }) => leads.includes(attribute))
  .filter((first) => /^\p{Lu}/u.test(first.value) && first.value !== first.entity)
  .flatMap((first) => (about.get(first.value) ?? []).map((second) => ({ first, second })))
  .filter(({ first, second }) => first.url !== second.url)
  .filter(({ first, second }) => [first, second].some(({ entity }) => names.has(bareName(entity))))
  .filter(({ second }) => second.value.length <= LONGEST_VALUE)
  .sort((a, b) => hash(a.first.url + a.second.attribute) - hash(b.first.url + b.second.attribute));
/** How many questions a first fact is the way to: one of each before any has another. */
const chained = new Map<string, number>();
const rounds = [0, 1, 2].flatMap((round) => links.map((link) => ({ ...link, round })));
const used = new Set<string>();
for (const { first, second, round } of rounds) {
  if (many >= HOW_MANY) break;
  const way = `${first.url} ${first.attribute}`;
  const whole = `${way} ${second.url} ${second.attribute}`;
  if (used.has(whole) || (chained.get(way) ?? 0) > round) continue;
  used.add(whole);
  chained.set(way, round + 1);
  const key = `${second.subject}/${second.attribute}`;
  const asked = ask(key, `the ${first.attribute.replaceAll('-', ' ')} of ${first.entity}`, 'hop');
  many += 1;
  lines.push({
    set: 'two-hops',
    ...asked,
    expected: second.value,
    entity: first.entity,
    attribute: key,
    url: second.url,
  });
}

many = 0;
const r = new Random(88_001);
for (const fact of heldOut) {
  if (many >= HOW_MANY) break;
  const other = r.pick(facts.filter(({ subject }) => subject === fact.subject)).attribute;
  const invented = many % 2 === 0;
  const entity = invented ? inventedName(r) : fact.entity;
  if (!invented && known.has(`${entity} ${other}`)) continue;
  many += 1;
  const key = `${fact.subject}/${other}`;
  const kind = invented ? 'unknown entity' : 'unknown attribute';
  const { question } = ask(key, entity, 'none');
  lines.push({
    set: 'unanswerable',
    question,
    kind,
    expected: [],
    entity,
    attribute: key,
    url: '',
  });
}

writeFileSync(
  join(root, 'tests/eval/pocket-sets.jsonl'),
  lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
);
console.log(`${lines.length} questions`);
