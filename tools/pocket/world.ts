/** Small invented encyclopedias: pages in the corpus's form, and the facts they state. */
import type { CorpusPage } from '../../server/search/types';
import { unheardOf, type Attribute } from './attributes';
import { checkCitation } from '../../src/agent/citations';
import {
  accented,
  commonNoun,
  foreignWord,
  inventedName,
  inventedValue,
  nearMiss,
  personName,
  type Random,
} from './names';

export interface Fact {
  url: string;
  entity: string;
  attribute: string;
  value: string;
  /** As it stands on the page. */
  sentence: string;
  /** As it is answered: word for word, or plainly where the app's own check finds that in a line of a list or the like. */
  said: string;
  /** How the plainest statement of it begins, without its verb where that is `is`: `The capital of Peru`. */
  start: string;
  questions: readonly string[];
}

export interface World {
  pages: CorpusPage[];
  facts: Fact[];
  entities: { name: string; url: string; attributes: Set<string> }[];
}

const SUBJECTS =
  'countries cities people elements animals plants books films stars languages rivers peaks tools ships games foods songs firms'.split(
    ' ',
  );
const HEADINGS =
  'Overview,Geography,History,Economy,Properties,Life,People,Government,Facts,Details,Description,Origins,Uses,Work,Nature'.split(
    ',',
  );
const FILLER = [
  '{e} is often compared with {o}.',
  'Little is known about the early days of {e}.',
  '{o} and {e} are sometimes confused.',
  'Many visitors of {o} also see {e}.',
  '{e} appears in several old records.',
  'The name {e} is older than the name {o}.',
  'Reports from {o} mention {e} more than once.',
  '{e} has changed a good deal over time.',
];

/** Fills {e}, {E} (capitalised, with an article for common nouns), {v} and {o}. */
export function fill(template: string, values: { e: string; v?: string; o?: string }): string {
  const { e, v = '', o = '' } = values;
  const common = e === e.toLowerCase();
  const withArticle = common ? `${/^[aeiou]/.test(e) ? 'an' : 'a'} ${e}` : e;
  const text = template
    .replaceAll('{E}', () => withArticle)
    .replaceAll('{e}', () =>
      common && /\b(What is|What does|Define|meant by|meaning of|what) \{e\}/.test(template)
        ? withArticle
        : e,
    )
    .replaceAll('{v}', () => v)
    .replaceAll('{o}', () => o);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How an attribute of an entity is stated plainly, up to the value; see `Fact.start`. */
export function startOf(
  { id, sentence, start }: Pick<Attribute, 'id' | 'sentence' | 'start'>,
  entity: string,
): string {
  const plain = plainestOf({ id, sentence });
  return fill(start ?? plain.slice(0, plain.indexOf('{v}')), { e: entity })
    .trimEnd()
    .replace(/ (?:is|are|was|were)$/, '');
}

function plainestOf({ id, sentence }: Pick<Attribute, 'id' | 'sentence'>): string {
  return (
    sentence.find((one) => /\{e\}.*\{v\}/i.test(one)) ??
    `The ${id.replaceAll('-', ' ')} of {e} is {v}.`
  );
}

/** See `Fact.said`: words that were decided on at their first one are more often the wrong ones. */
export function saidOf(
  attribute: Pick<Attribute, 'id' | 'sentence' | 'start'>,
  { entity, value, sentence }: Pick<Fact, 'entity' | 'value' | 'sentence'>,
): string {
  // Word for word it also keeps what stands behind the value: the year of an estimate.
  if (sentence.startsWith(startOf(attribute, entity))) return sentence;
  const plain = fill(plainestOf(attribute), { e: entity, v: value });
  const source = { title: entity, passages: [sentence] };
  return plain === sentence || checkCitation(plain, source).verified ? plain : sentence;
}

export function slug(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** `prose`: sentences to fill long pages with; without them every page is short. */
export function makeWorld(
  attributes: readonly Attribute[],
  r: Random,
  prose: readonly string[] = [],
): World {
  const world: World = { pages: [], facts: [], entities: [] };
  const size = r.int(12, 60);
  const used = new Set<string>();
  const theme = r
    .shuffle(attributes)
    .slice(0, r.int(6, 24))
    .map((known) => (r.chance(0.35) ? unheardOf(r) : known));
  for (let i = 0; i < size; i += 1) {
    const previous = world.entities.at(-1)?.name;
    const name =
      previous && r.chance(0.25)
        ? nearMiss(previous, r)
        : r.chance(0.12)
          ? commonNoun(r)
          : r.chance(0.2)
            ? personName(r)
            : inventedName(r);
    if (used.has(name)) continue;
    used.add(name);
    addPage(
      world,
      r.chance(0.08) ? accented(name, r) : name,
      r.shuffle(theme).slice(0, r.int(1, r.chance(0.15) ? 24 : 7)),
      r,
      prose,
    );
  }
  return world;
}

function addPage(
  world: World,
  name: string,
  attributes: Attribute[],
  r: Random,
  prose: readonly string[],
): void {
  const subject = r.pick(SUBJECTS);
  const url = `corpus://${subject}/${slug(name)}`;
  const other = world.entities.length > 0 ? r.pick(world.entities).name : inventedName(r);
  const sentences: string[] = [];
  const asList = prose.length > 0 && attributes.length > 2 && r.chance(0.12);
  const long = prose.length > 0 && !asList && r.chance(0.15);
  for (const attribute of attributes) {
    let value = inventedValue(attribute.valueKind, r);
    if (r.chance(0.06)) value = accented(value, r);
    if (attribute.valueKind === 'word' && r.chance(0.15)) value = foreignWord(r);
    if (attribute.id === 'definition') value = `${/^[aeiou]/.test(value) ? 'an' : 'a'} ${value}`;
    const noun = attribute.id.replaceAll('-', ' ');
    const sentence = asList
      ? `- ${noun.charAt(0).toUpperCase()}${noun.slice(1)}: ${value}`
      : fill(r.pick(attribute.sentence), { e: name, v: value });
    sentences.push(sentence);
    const entity = name;
    world.facts.push({
      url,
      entity,
      attribute: attribute.id,
      value,
      sentence,
      said: asList ? saidOf(attribute, { entity, value, sentence }) : sentence,
      start: startOf(attribute, name),
      questions: attribute.questions,
    });
    while (!asList && r.chance(0.3)) sentences.push(fill(r.pick(FILLER), { e: name, o: other }));
  }
  const sections: CorpusPage['sections'] = [];
  while (sentences.length > 0) {
    const text = sentences.splice(0, asList ? 24 : r.int(1, 5)).join(asList ? '\n' : ' ');
    sections.push({ heading: r.pick(HEADINGS), text });
  }
  // Parts of a page are 4,000 characters; a section of prose here is about 500.
  for (let more = long ? r.int(4, 20) : 0; more > 0; more -= 1) {
    const text = Array.from({ length: r.int(2, 6) }, () => r.pick(prose)).join(' ');
    sections.splice(r.int(0, sections.length), 0, { heading: r.pick(HEADINGS), text });
  }
  world.pages.push({
    url,
    title: name,
    subject,
    asOf: String(r.int(1995, 2025)),
    source: 'invented',
    sections,
  });
  world.entities.push({ name, url, attributes: new Set(attributes.map((a) => a.id)) });
}
