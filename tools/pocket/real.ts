/** The shipped corpus as training material, without the held-out entities. */
import { join } from 'node:path';
import { subjects } from '../corpus/subjects/all';
import { OfflineBackend } from '../../server/search/offline';
import type { Attribute } from './attributes';
import { freeForms } from './forms';
import { askedByHand, bareName, corpusFacts, heldOutNames, mentionOf } from './heldout';
import { saidOf, startOf, type World } from './world';

/** Longest sentence that is worth copying, in characters. */
const LONGEST = 240;

/** The corpus's attributes with free forms of questions before their own; their last three stay the held-out ones. */
export function corpusAttributes(): Attribute[] {
  return [...attributes().values()];
}

let made: Map<string, Attribute> | undefined;

/** By subject and id. */
function attributes(): Map<string, Attribute> {
  made ??= new Map(
    subjects.flatMap((s) => s.attributes.map((a) => [`${s.id}/${a.id}`, freely(a)] as const)),
  );
  return made;
}

const byHand = askedByHand();

function freely<A extends Attribute & { noun: string }>(attribute: A): A {
  const { noun, questions } = attribute;
  const own = questions.slice(0, -3);
  const free = freeForms(noun, questions.slice(-3), byHand);
  // The corpus's own forms as often as all the others together: they are what most people say.
  const often = Math.max(1, Math.round(free.length / own.length));
  const all = [...free, ...Array.from({ length: often }, () => own).flat(), ...questions.slice(-3)];
  return { ...attribute, questions: all };
}

export interface RealWorld {
  world: World;
  backend: OfflineBackend;
  /** True where a text names a held-out entity. */
  forbidden: (text: string) => boolean;
}

export async function realWorld(): Promise<RealWorld> {
  const whole = await OfflineBackend.load(join(import.meta.dirname, '../../public/corpus'));
  const all = corpusFacts();
  const names = heldOutNames(all, whole.pages);
  const forbidden = mentionOf(names);
  const heldOutUrls = new Set(
    all.filter((fact) => names.has(bareName(fact.entity))).map((fact) => fact.url),
  );
  const pages = whole.pages.filter((page) => !heldOutUrls.has(page.url) && !forbidden(page.title));
  const kept = new Set(pages.map((page) => page.url));
  const world: World = { pages: [...pages], facts: [], entities: [] };
  const entities = new Map<string, World['entities'][number]>();
  // What another page about the same says is not missing: a country has seven pages.
  const stated = new Map<string, Set<string>>();
  for (const fact of all) {
    if (!kept.has(fact.url)) continue;
    const attributesOf = stated.get(fact.entity) ?? new Set<string>();
    stated.set(fact.entity, attributesOf.add(fact.attribute));
    entities.set(fact.url, { name: fact.entity, url: fact.url, attributes: attributesOf });
    if (fact.sentence.length > LONGEST || forbidden(fact.sentence)) continue;
    const attribute = attributes().get(`${fact.subject}/${fact.attribute}`);
    if (!attribute) throw new Error(`No attribute ${fact.subject}/${fact.attribute}`);
    const start = startOf(attribute, fact.entity);
    const said = saidOf(attribute, fact);
    world.facts.push({ ...fact, said, start, questions: attribute.questions });
  }
  world.entities = [...entities.values()];
  return { world, backend: OfflineBackend.fromPages(world.pages), forbidden };
}
