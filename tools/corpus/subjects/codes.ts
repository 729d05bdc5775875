/** Languages, currencies, constellations and programming languages: small tables of codes and names. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { list, plain, questionsFor } from '../subject';
import type { Attribute, EntityRecord, Subject } from '../subject';
import { countryInSentence, countryNames } from './countries';

const require = createRequire(import.meta.url);
/** Of the type string, so that types do not depend on the data packages. */
const ISO_639: string = 'iso-639-3';

function attribute(
  id: string,
  noun: string,
  valueKind: Attribute['valueKind'],
  heading: string,
  sentence: string,
  own: string[],
  heldOut: [string, string, string],
): Attribute {
  return {
    id,
    noun,
    valueKind,
    heading,
    sentence: [sentence],
    questions: questionsFor(noun, own, heldOut),
  };
}

export const languages: Subject = {
  id: 'languages',
  attributes: [
    attribute(
      'native-name',
      'native name',
      'name',
      'Name',
      'The native name of {e} is {v}.',
      [
        'What do its speakers call {e}?',
        'What is {e} called in the language itself?',
        'By what native name is {e} known?',
      ],
      [
        'Which native name does {e} have?',
        "What is {e}'s native name?",
        'How do native speakers name {e}?',
      ],
    ),
    attribute(
      'code2',
      'two-letter code',
      'word',
      'Codes',
      'The two-letter ISO 639-1 code of {e} is {v}.',
      [
        'What is the ISO 639-1 code of {e}?',
        'Which two letters are the code of {e}?',
        'Which two-letter code stands for {e}?',
      ],
      [
        'What two-letter ISO code does {e} have?',
        "What is {e}'s two-letter language code?",
        'How is {e} abbreviated in a two-letter code?',
      ],
    ),
    attribute(
      'code3',
      'three-letter code',
      'word',
      'Codes',
      'The three-letter ISO 639-3 code of {e} is {v}.',
      [
        'What is the ISO 639-3 code of {e}?',
        'Which three letters are the code of {e}?',
        'Which three-letter code stands for {e}?',
      ],
      [
        'What three-letter ISO code does {e} have?',
        "What is {e}'s three-letter language code?",
        'How is {e} abbreviated in a three-letter code?',
      ],
    ),
    attribute(
      'type',
      'language type',
      'word',
      'Kind',
      'The language type of {e} is {v}.',
      [
        'Is {e} a living, an extinct or a constructed language?',
        'What type of language is {e}?',
        'Which type of language is {e}?',
      ],
      [
        'What language type does {e} have?',
        'To which type of languages does {e} belong?',
        'Which language type is given for {e}?',
      ],
    ),
    attribute(
      'countries',
      'countries of use',
      'list',
      'Where it is spoken',
      'The countries in which {e} is spoken include {v}.',
      ['In which countries is {e} spoken?', 'Where is {e} spoken?', 'Where do people speak {e}?'],
      [
        'Which countries speak {e}?',
        'In what countries do people speak {e}?',
        'Name some countries in which {e} is spoken.',
      ],
    ),
  ],
};

export async function languageRecords(): Promise<EntityRecord[]> {
  const { iso6393 } = (await import(ISO_639)) as {
    iso6393: { name: string; type: string; iso6393: string; iso6391?: string }[];
  };
  const root = dirname(dirname(require.resolve('countries-list/minimal/countries.en.min.json')));
  const read = <T>(name: string) => JSON.parse(readFileSync(join(root, name), 'utf8')) as T;
  const spoken = read<Record<string, { languages: string[] }>>('countries.min.json');
  const names = countryNames();
  const natives = read<Record<string, { name: string; native: string }>>('languages.all.min.json');
  const where = (code: string) =>
    Object.entries(spoken)
      .filter(([, country]) => country.languages.includes(code))
      .map(([country]) => countryInSentence(names.get(country) ?? country))
      .slice(0, 8);
  return iso6393
    .filter((language) => language.iso6391)
    .map((language) => {
      const code = language.iso6391!;
      const name = (natives[code]?.name ?? language.name)
        .replace(/ ?\(.*\)$/, '')
        .split(/[;,]/)[0]!;
      const native = natives[code]?.native ?? '';
      const entity = /language$/i.test(name) ? name : `the ${name} language`;
      return {
        title: /language$/i.test(name) ? name : `${name} language`,
        entity,
        asOf: '2024',
        source: 'iso-639-3',
        values: {
          'native-name': native === name ? '' : native.split(/[,/(]/)[0]!.trim(),
          code2: code,
          code3: language.iso6393,
          type: language.type,
          countries: list(where(code)),
        },
      };
    });
}

export const currencies: Subject = {
  id: 'currencies',
  attributes: [
    attribute(
      'code',
      'ISO code',
      'word',
      'Codes',
      'The ISO code of {e} is {v}.',
      [
        'Which ISO 4217 code stands for {e}?',
        'Which three letters are the ISO code of {e}?',
        'How is {e} abbreviated as an ISO code?',
      ],
      [
        'What ISO code does {e} have?',
        'Under which ISO code is {e} traded?',
        'By which three-letter ISO code is {e} known?',
      ],
    ),
    attribute(
      'number',
      'numeric code',
      'number',
      'Codes',
      'The numeric code of {e} is {v}.',
      [
        'Which numeric ISO 4217 code does {e} have?',
        'Which number is the code of {e}?',
        'What numeric code stands for {e}?',
      ],
      [
        'What is the three-digit numeric code of {e}?',
        'By which numeric code is {e} known?',
        'Which numeric code belongs to {e}?',
      ],
    ),
    attribute(
      'symbol',
      'currency symbol',
      'word',
      'Codes',
      'The currency symbol of {e} is {v}.',
      [
        'Which symbol is used for {e}?',
        'What is the symbol of {e}?',
        'What sign or symbol stands for {e}?',
      ],
      [
        'What currency symbol does {e} have?',
        'With which symbol are prices in {e} written?',
        'By which symbol is {e} shown?',
      ],
    ),
    attribute(
      'digits',
      'number of decimal digits',
      'number',
      'Codes',
      'The number of decimal digits of {e} is {v}.',
      [
        'How many decimal digits does {e} have?',
        'How many decimals are used with {e}?',
        'What number of decimal digits does {e} use?',
      ],
      [
        'With how many decimal digits is {e} written?',
        'How many digits after the decimal point does {e} have?',
        'Which number of decimal digits is set for {e}?',
      ],
    ),
    attribute(
      'countries',
      'countries of use',
      'list',
      'Where it is used',
      'The countries that use {e} include {v}.',
      [
        'In which countries is {e} used?',
        'Which countries use {e}?',
        'Where is {e} used as money?',
      ],
      [
        'Where can I pay with {e}, that is, which countries use it?',
        'What countries use {e}?',
        'Name some countries that use {e}.',
      ],
    ),
  ],
};

interface Currency {
  code: string;
  number: string;
  digits: number;
  currency: string;
  countries: string[];
}

export function currencyRecords(): EntityRecord[] {
  const all = require('currency-codes/data.js') as Currency[];
  const root = dirname(dirname(require.resolve('countries-list/minimal/countries.en.min.json')));
  const symbols = JSON.parse(readFileSync(join(root, 'currencies.all.min.json'), 'utf8')) as Record<
    string,
    { symbol: string; symbolNative: string }
  >;
  const country = (name: string) => name.replace(/ \((The|the)\)/, '').replace(/ \(.*\)$/, '');
  return (
    all
      .filter(
        (c) =>
          c.countries.length > 0 && !/^X|^ZZ/.test(c.code) && !/fund|unidad|code/i.test(c.currency),
      )
      // A currency that was revalued keeps its name under a second code; the first is the one in use.
      .filter((c, i, used) => used.findIndex((other) => other.currency === c.currency) === i)
      .map((c) => ({
        title: c.currency,
        entity: `the ${c.currency}`,
        asOf: '2024',
        source: 'currency-codes',
        values: {
          code: c.code,
          number: c.number,
          symbol: (symbols[c.code]?.symbolNative ?? '').replace(/^[A-Z]{3}$/, ''),
          digits: String(c.digits),
          countries: list(c.countries.slice(0, 8).map((name) => countryInSentence(country(name)))),
        },
      }))
  );
}

export const constellations: Subject = {
  id: 'constellations',
  attributes: [
    attribute(
      'meaning',
      'meaning of the name',
      'phrase',
      'Name',
      'The meaning of the name of {e} is {v}.',
      [
        'What does the name of {e} mean?',
        'After what is {e} named?',
        'What does {e} stand for, what is the meaning of its name?',
      ],
      [
        'Which meaning does the name of {e} have?',
        'What is meant by the name of {e}?',
        'What is the English meaning of the name of {e}?',
      ],
    ),
    attribute(
      'abbreviation',
      'abbreviation',
      'word',
      'Name',
      'The abbreviation of {e} is {v}.',
      [
        'How is {e} abbreviated?',
        'Which abbreviation do astronomers use for {e}?',
        'What abbreviation stands for {e}?',
      ],
      [
        'What short abbreviation does {e} have?',
        'Which letters are the abbreviation of {e}?',
        'By which abbreviation is {e} known?',
      ],
    ),
    attribute(
      'genitive',
      'genitive',
      'word',
      'Name',
      'The genitive of {e} is {v}.',
      [
        'What is the Latin genitive of {e}?',
        'Which genitive is used for stars of {e}?',
        'What genitive form does {e} have?',
      ],
      [
        'Which Latin genitive belongs to {e}?',
        'How does the genitive of {e} read?',
        'What is the genitive form of {e}?',
      ],
    ),
  ],
};

interface Constellation {
  abbr: string;
  name: string;
  genitive: string;
  en: string;
}

export function constellationRecords(): EntityRecord[] {
  const all = JSON.parse(
    readFileSync(
      join(dirname(require.resolve('constellations/package.json')), 'constellations.json'),
      'utf8',
    ),
  ) as Constellation[];
  return all.map((c) => ({
    title: `${c.name} (constellation)`,
    entity: `the constellation ${c.name}`,
    asOf: '2017',
    source: 'constellations',
    values: { meaning: plain(c.en), abbreviation: c.abbr, genitive: c.genitive },
    prose: [
      {
        heading: 'Overview',
        text: `The constellation ${c.name} is one of the 88 constellations into which astronomers divide the sky. Stars of the constellation ${c.name} carry the genitive ${c.genitive} in their names, as in Alpha ${c.genitive}.`,
      },
    ],
  }));
}

export const programming: Subject = {
  id: 'programming',
  attributes: [
    attribute(
      'extension',
      'file extension',
      'word',
      'Files',
      'The main file extension of {e} is {v}.',
      [
        'Which file extension do programs in {e} have?',
        'With which extension do files of {e} end?',
        'What extension do files written in {e} use?',
      ],
      [
        'What is the usual file extension for {e}?',
        'Which file extension belongs to {e}?',
        'How do file names of {e} end, with which extension?',
      ],
    ),
    attribute(
      'extensions',
      'further file extensions',
      'list',
      'Files',
      'Further file extensions of {e} are {v}.',
      [
        'Which other file extensions does {e} use?',
        'What further extensions do files of {e} have?',
        'Which further file extensions are known for {e}?',
      ],
      [
        'Besides the main one, which further file extensions belong to {e}?',
        'What other file extensions exist for {e}?',
        'List further file extensions of {e}.',
      ],
    ),
    attribute(
      'aliases',
      'aliases',
      'list',
      'Names',
      'The aliases of {e} are {v}.',
      [
        'By which aliases is {e} known?',
        'Which other names, or aliases, does {e} have?',
        'What are the aliases of {e}?',
      ],
      [
        'Under which aliases can {e} be named?',
        'Which aliases exist for {e}?',
        'List the aliases of {e}.',
      ],
    ),
    attribute(
      'interpreters',
      'interpreters',
      'list',
      'Tools',
      'The interpreters of {e} are {v}.',
      [
        'Which interpreters run {e}?',
        'What are the interpreters of {e}?',
        'With which interpreters does {e} run?',
      ],
      [
        'Which interpreters exist for {e}?',
        'What interpreters can run programs in {e}?',
        'List the interpreters of {e}.',
      ],
    ),
    attribute(
      'colour',
      'colour',
      'word',
      'Tools',
      'The colour that stands for {e} in language statistics is {v}.',
      [
        'Which colour stands for {e}?',
        'What colour does {e} have in language statistics?',
        'By which colour is {e} shown?',
      ],
      [
        'In which colour do language statistics show {e}?',
        'What is the hex code of the colour of {e}?',
        'Which colour is used for {e}?',
      ],
    ),
    attribute(
      'identifier',
      'language number',
      'number',
      'Tools',
      'The language number of {e} in the Linguist library is {v}.',
      [
        'Which language number does {e} have in Linguist?',
        'Under which number does Linguist list {e}?',
        'What number identifies {e} in Linguist?',
      ],
      [
        'What language number does the Linguist library give {e}?',
        'By which language number is {e} known in Linguist?',
        'Which number is the language number of {e}?',
      ],
    ),
  ],
};

interface Linguist {
  name: string;
  type: string;
  extensions?: string[];
  aliases?: string[];
  interpreters?: string[];
  filenames?: string[];
  color?: string;
  group?: string;
  languageId: number;
}

export async function programmingRecords(): Promise<EntityRecord[]> {
  const dir = join(dirname(require.resolve('linguist-languages')), 'data');
  const found: EntityRecord[] = [];
  for (const file of readdirSync(dir)
    .filter((name) => /\.m?js$/.test(name))
    .sort()) {
    const language = ((await import(join(dir, file))) as { default: Linguist }).default;
    const {
      name,
      extensions = [],
      aliases = [],
      interpreters = [],
      filenames = [],
      color,
    } = language;
    if (language.type !== 'programming' || extensions.length === 0 || !color) continue;
    const entity = `the programming language ${name}`;
    found.push({
      title: `${name} (programming language)`,
      entity,
      asOf: '2026',
      source: 'linguist-languages',
      values: {
        extension: extensions[0]!,
        extensions: list(extensions.slice(1, 9)),
        aliases: list(aliases.slice(0, 6)),
        interpreters: list(interpreters),
        colour: color,
        identifier: String(language.languageId),
      },
      prose: [
        ...(filenames.length > 0
          ? [
              {
                heading: 'Files',
                text: `Files with these names also belong to ${entity}: ${list(filenames.slice(0, 8))}.`,
              },
            ]
          : []),
        ...(language.group && language.group !== name
          ? [
              {
                heading: 'Names',
                text: `In language statistics ${entity} is counted with ${language.group}.`,
              },
            ]
          : []),
      ],
    });
  }
  return found;
}
