/**
 * How often a question, or its keywords, finds the page that answers it first, and with the answer in the snippet:
 * `npx tsx tools/corpus/measure.ts [number of facts] [subject]`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OfflineBackend } from '../../server/search/offline';
import { hash } from './subject';
import type { Fact } from './subject';
import { subjects } from './subjects/all';

const attributes = new Map(
  subjects.flatMap((s) => s.attributes.map((a) => [`${s.id}/${a.id}`, a] as const)),
);
const wanted = Number(process.argv[2] ?? 600);
const signal = new AbortController().signal;
const backend = await OfflineBackend.load(join(import.meta.dirname, '../../public/corpus'));
const facts = readFileSync(join(import.meta.dirname, 'out/facts.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Fact)
  .filter((fact) => !process.argv[3] || fact.subject === process.argv[3])
  .sort((a, b) => hash(a.url + a.attribute) - hash(b.url + b.attribute))
  .slice(0, wanted);

const counts = new Map<string, number[]>();
for (const fact of facts) {
  const { noun, questions } = attributes.get(`${fact.subject}/${fact.attribute}`)!;
  const asked = questions[hash(fact.url) % questions.length]!.replaceAll('{e}', fact.entity);
  const keywords = `${noun} ${fact.entity}`;
  const tally = counts.get(fact.subject) ?? [0, 0, 0, 0, 0];
  counts.set(fact.subject, tally);
  tally[0]! += 1;
  for (const [i, q] of [asked, keywords].entries()) {
    const [first] = (await backend.search({ q, num: 3 }, signal)).organic;
    const page = first?.link === fact.url;
    const answer = first?.snippet.includes(fact.value) ?? false;
    if (page) tally[1 + 2 * i]! += 1;
    if (answer) tally[2 + 2 * i]! += 1;
    if (process.env['VERBOSE'] && (!page || !answer)) {
      console.log(
        `${q}\n   wanted ${fact.url}: ${fact.sentence}\n   got    ${first?.link}: ${first?.snippet}`,
      );
    }
  }
}
console.log('subject: facts | question: page first, answer in snippet | keywords: the same');
for (const [subject, [n, a, b, c, d]] of counts)
  console.log(`${subject}: ${n} | ${a} ${b} | ${c} ${d}`);
