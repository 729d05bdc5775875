/**
 * Writes training examples as JSON lines: `npx tsx tools/pocket/transcripts.ts --out FILE --worlds N --seed S`.
 * Options: --real N (examples on the shipped corpus without its held-out entities as well), --tokenizer FILE
 * (exact budgets), --repeats N (plain copying), --easy (one or two results, for the start of the curriculum), --drills SHARE (of all),
 * --lessons SHARE (of the conversations: lessons in deciding, two hops and follow-ups; see decisions.ts), of which
 * --pages SHARE are met with the fact in the page alone as well, --hops SHARE have two hops beside them, and --errors
 * SHARE begin with a search that fails,
 * --prefix FILE (writes the system block that begins every prompt).
 */
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Tokenizer } from '@huggingface/tokenizers';
import { OfflineBackend } from '../../server/search/offline';
import { sentences } from '../../src/library/terms';
import { ask, trained, wrapped } from './asking';
import { INVENTED, type Attribute } from './attributes';
import {
  decide,
  foundLinks,
  linkValues,
  PLACES,
  pronounOf,
  twoHops,
  type Place,
} from './decisions';
import {
  askFact,
  Conversation,
  copyDrill,
  PREFIX,
  queryDrill,
  readingDrill,
  type Asked,
  type Example,
  type Limits,
} from './examples';
import { corpusAttributes, realWorld } from './real';
import { corpusFacts, heldOutNames, mentionOf } from './heldout';
import { queryOf } from './query';
import { senselessQuestion } from './forms';
import { repetitions } from './repeats';
import { plan, smallTalk, type PlanSubject } from './talk';
import { inventedName, inventedValue, Random, type ValueKind } from './names';
import { fill, makeWorld, startOf, type Fact, type World } from './world';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    worlds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    drills: { type: 'string', default: '0.5' },
    tokenizer: { type: 'string' },
    easy: { type: 'boolean', default: false },
    real: { type: 'string', default: '0' },
    lessons: { type: 'string', default: '0' },
    pages: { type: 'string', default: '0.5' },
    hops: { type: 'string', default: '0.5' },
    errors: { type: 'string', default: '0.05' },
    repeats: { type: 'string', default: '0' },
    prefix: { type: 'string' },
  },
});
if (!values.out) throw new Error('Say where to write: --out FILE');
const r = new Random(Number(values.seed));
const drills = Number(values.drills);
const errors = Number(values.errors);
if (values.prefix) writeFileSync(values.prefix, PREFIX);
const out = createWriteStream(values.out);
const counts: Record<string, number> = {};

const count = values.tokenizer
  ? exactCounter(values.tokenizer)
  : (text: string) => Math.ceil(text.length / 3);

function exactCounter(file: string): (text: string) => number {
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(file, 'utf8')) as object, {});
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
}

function limits(): Limits {
  return {
    count,
    maxTokens: 420,
    maxResults: values.easy ? r.int(1, 2) : r.pick([2, 3, 4, 5, 5, 5, 5]),
  };
}

const shipped = await OfflineBackend.load(join(import.meta.dirname, '../../public/corpus'));
/** No example may name a held-out entity, not even by accident. */
const forbidden = mentionOf(heldOutNames(corpusFacts(), shipped.pages));

function write(example: Example): void {
  if (forbidden(example.pieces.map(([text]) => text).join(''))) {
    counts.dropped = (counts.dropped ?? 0) + 1;
    return;
  }
  counts[example.kind] = (counts[example.kind] ?? 0) + 1;
  out.write(`${JSON.stringify(example)}\n`);
}

function planSubject(world: World): PlanSubject {
  const { name } = r.pick(world.entities);
  const own = world.facts.filter((fact) => fact.entity === name);
  const facts = own.length > 0 ? own : [r.pick(world.facts)];
  const nouns = facts.map((fact) => fact.attribute.replace(/^.*\//, '').replaceAll('-', ' '));
  const entity = facts[0]?.entity ?? name;
  while (nouns.length < 3) nouns.push(r.pick(INVENTED).id.replaceAll('-', ' '));
  return {
    entity,
    nouns: [...new Set(nouns)],
    questions: facts.slice(0, 6).map((fact) => ask(fact, r)),
  };
}

async function conversations(
  world: World,
  backend: OfflineBackend,
  attributes: readonly Attribute[],
  howMany: number,
  hidden: readonly Asked[] = [],
): Promise<void> {
  for (let i = 0; i < howMany; i += 1) {
    if (r.chance(0.35)) {
      const search = new Conversation(limits());
      search.look(senselessQuestion(prose, r));
      search.examples.forEach(write);
    }
    const talk = new Conversation(limits());
    const turns = r.chance(0.06) ? 2 : 1;
    for (let turn = 0; turn < turns; turn += 1) {
      const u = r.next();
      if (u < (hidden.length > 0 ? 0.65 : 0.8)) {
        const fact = r.pick(world.facts);
        await askFact(talk, { question: ask(fact, r), fact, start: fact.start }, backend, r);
      } else if (u < 0.9 && hidden.length > 0) {
        const asked = r.pick(hidden);
        await askFact(talk, { ...asked, start: asked.fact.start }, backend, r);
      } else if (u < 0.98) {
        const attribute = r.pick(attributes);
        const entity = r.chance(0.5)
          ? r.pick(world.entities)
          : { name: inventedName(r), url: undefined, attributes: new Set<string>() };
        if (entity.attributes.has(attribute.id)) continue;
        const question = ask({ entity: entity.name, questions: attribute.questions }, r);
        const start = startOf(attribute, entity.name);
        await askFact(talk, { question, start, entityUrl: entity.url }, backend, r);
      } else smallTalk(talk, r);
    }
    talk.examples.forEach(write);
  }
}

/** Questions whose page is found without the answer in any snippet, as the search itself leaves it out. */
async function leftOut({ facts }: World, backend: OfflineBackend, tries: number): Promise<Asked[]> {
  const hidden: Asked[] = [];
  for (let i = 0; i < tries; i += 1) {
    const fact = r.pick(facts);
    const question = ask(fact, r);
    const { organic } = await backend.search(
      { q: queryOf(question) },
      new AbortController().signal,
    );
    const shown = organic.slice(0, 5);
    if (!shown.some(({ link }) => link === fact.url)) continue;
    if (!shown.some(({ snippet }) => snippet.includes(fact.value))) hidden.push({ question, fact });
  }
  return hidden;
}

/** How often a question is met with its fact in each place. */
const SHARE: Record<Place, number> = {
  snippet: 1,
  page: Number(values.pages),
  gone: 0.3,
  absent: 0.3,
};

/** The same question with its fact in every place, some with a follow-up; and chains of two facts. */
async function lessons(
  world: World,
  backend: OfflineBackend,
  links: ReturnType<typeof linkValues>,
  howMany: number,
): Promise<void> {
  for (let i = 0; i < howMany; i += 1) {
    if (r.chance(0.5)) {
      const talk = new Conversation(limits());
      for (let turns = r.int(1, 3); turns > 0; turns -= 1) smallTalk(talk, r);
      talk.examples.forEach(write);
    }
    if (r.chance(0.4)) {
      const talk = new Conversation(limits());
      plan(talk, planSubject(world), planSubject(world), r);
      talk.examples.forEach(write);
    }
    if (links.length > 0 && r.chance(Number(values.hops))) {
      const { first, second } = r.pick(links);
      const talk = new Conversation(limits());
      if (await twoHops(talk, first, second, r.pick(trained(second.questions)), backend, r))
        talk.examples.forEach(write);
    }
    const fact = r.pick(world.facts);
    const question = ask(fact, r);
    const limit = limits();
    // Most facts stand in a snippet: a model that opens pages too readily misses them.
    for (const place of PLACES.filter((one) => r.chance(SHARE[one]))) {
      const talk = new Conversation(limit);
      if (r.chance(0.06)) smallTalk(talk, r);
      const lesson = {
        question: wrapped(question, r),
        query: queryOf(question),
        fact,
        place,
        errors,
      };
      if (!(await decide(talk, lesson, backend, r))) break;
      if (r.chance(0.08)) smallTalk(talk, r);
      const next = world.facts.find((other) => other.url === fact.url && other !== fact);
      if (next && place === 'snippet' && r.chance(0.3)) {
        const template = r.pick(trained(next.questions));
        const query = queryOf(fill(template, { e: next.entity }));
        const follow = {
          question: pronounOf(template),
          query,
          fact: next,
          place: r.pick(PLACES),
          errors,
        };
        await decide(talk, follow, backend, r);
      } else if (place === 'snippet' && r.chance(0.2)) {
        // `And Chad?`: the same thing of another entity.
        const other = r.pick(world.facts.filter(({ attribute }) => attribute === fact.attribute));
        const form = r.pick(['And {e}?', 'What about {e}?', 'How about {e}?', 'And for {e}?']);
        const query = queryOf(question).replace(fact.entity, () => other.entity);
        const said = form.replace('{e}', () => other.entity);
        if (other.entity !== fact.entity && query.includes(other.entity))
          await decide(
            talk,
            { question: said, query, fact: other, place: r.pick(PLACES), errors },
            backend,
            r,
          );
      }
      talk.examples.forEach(write);
    }
  }
}

async function drill(
  world: World,
  backend: OfflineBackend,
  attributes: readonly Attribute[],
  howMany: number,
): Promise<void> {
  const asked = (fact: Fact) => ({ question: ask(fact, r), fact });
  for (let i = 0; i < howMany; i += 1) {
    const fact = r.pick(world.facts);
    const others = (urls: ReadonlySet<string>) => [
      ...r.shuffle(world.facts.filter(({ url }) => urls.has(url))).slice(0, 24),
      ...r.shuffle(world.facts.filter((one) => one.attribute === fact.attribute)).slice(0, 4),
    ];
    const unknown = (urls: ReadonlySet<string>) => {
      const entities = world.entities.filter(({ url }) => urls.has(url));
      return Array.from({ length: entities.length > 0 ? 5 : 0 }, () => {
        const { name, url, attributes: own } = r.pick(entities);
        const attribute = r.pick(attributes.filter((one) => !own.has(one.id)));
        const { id, questions } = attribute;
        const start = startOf(attribute, name);
        return asked({
          url,
          entity: name,
          attribute: id,
          value: '\0',
          sentence: '\0',
          said: '\0',
          start,
          questions,
        });
      });
    };
    const example = await readingDrill(
      asked(fact),
      (urls) => [...others(urls).map(asked), ...unknown(urls)],
      backend,
      limits(),
      r,
    );
    if (example) write(example);
    if (r.chance(0.35)) {
      write(
        queryDrill(
          Array.from({ length: r.int(3, 10) }, () =>
            r.chance(0.6)
              ? senselessQuestion(prose, r)
              : ask(
                  {
                    entity: r.chance(0.5) ? r.pick(world.entities).name : inventedName(r),
                    questions: r.pick(attributes).questions,
                  },
                  r,
                ),
          ),
        ),
      );
    }
    if (r.chance(values.easy ? 0.8 : 0.15)) {
      const kinds: ValueKind[] = ['name', 'place', 'number', 'year', 'word', 'phrase', 'list'];
      write(
        copyDrill(
          Array.from({ length: r.int(2, 8) }, () => [
            inventedName(r),
            inventedValue(r.pick(kinds), r),
          ]),
          r,
        ),
      );
    }
  }
}

const attributes = [...INVENTED, ...corpusAttributes()];
const corpus = await realWorld();
const prose = corpus.world.pages
  .flatMap((page) => page.sections.flatMap((section) => sentences(section.text)))
  .filter((sentence) => sentence.length < 240 && !forbidden(sentence));
const perWorld = 40;
for (let i = 0; i < Number(values.worlds); i += 1) {
  const world = makeWorld(attributes, r, prose);
  const share = Number(values.lessons);
  const links = share > 0 ? linkValues(world, r) : [];
  const backend = OfflineBackend.fromPages(world.pages);
  // A question of lessons makes about three conversations.
  await lessons(world, backend, links, Math.round((perWorld * share) / 3));
  await drill(world, backend, attributes, Math.round(perWorld * drills));
  await conversations(
    world,
    backend,
    attributes,
    Math.round(perWorld * (1 - drills) * (1 - share)),
  );
}
if (Number(values.real) > 0) {
  const { world, backend } = corpus;
  const share = Number(values.lessons);
  await lessons(world, backend, foundLinks(world), Math.round((Number(values.real) * share) / 3));
  await drill(world, backend, corpusAttributes(), Math.round(Number(values.real) * drills));
  await conversations(
    world,
    backend,
    corpusAttributes(),
    Math.round(Number(values.real) * (1 - drills) * (1 - share)),
    await leftOut(world, backend, Number(values.real)),
  );
}
const text = corpus.world.pages.flatMap((page) =>
  page.sections.flatMap((section) => sentences(section.text)),
);
for (const example of repetitions(Number(values.repeats), text, attributes, r)) write(example);
await new Promise((resolve) => out.end(resolve));
console.log(JSON.stringify(counts), `prefix: ${PREFIX.length} characters, ${count(PREFIX)} tokens`);
