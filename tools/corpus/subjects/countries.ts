import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { list, questionsFor } from '../subject';
import type { EntityRecord, Subject } from '../subject';

export const countries: Subject = {
  id: 'countries',
  attributes: [
    {
      id: 'capital',
      noun: 'capital',
      valueKind: 'place',
      heading: 'Overview',
      sentence: ['The capital of {e} is {v}.'],
      questions: questionsFor(
        'capital',
        [
          'Which city is the capital of {e}?',
          "What is {e}'s capital?",
          'Which city is the seat of government and capital of {e}?',
          'What is the capital city of {e}?',
        ],
        [
          'I need to know which city serves as the capital of {e}.',
          '{e}: what is its capital city?',
          'Do you know the capital of {e}?',
        ],
      ),
    },
    {
      id: 'continent',
      noun: 'continent',
      valueKind: 'place',
      heading: 'Overview',
      sentence: ['{e} belongs to the continent of {v}.', 'The continent of {e} is {v}.'],
      questions: questionsFor(
        'continent',
        [
          'On which continent is {e}?',
          'Which continent does {e} belong to?',
          'In which continent does {e} lie?',
        ],
        [
          'What continent is {e} in?',
          '{e} is part of which continent?',
          'Tell me on what continent {e} is located.',
        ],
      ),
    },
    {
      id: 'currency',
      noun: 'currency',
      valueKind: 'name',
      heading: 'Money',
      sentence: ['The currency of {e} is the {v}.', 'The currency used in {e} is the {v}.'],
      questions: questionsFor(
        'currency',
        [
          'Which currency is used in {e}?',
          'What money do people use in {e}?',
          'What currency does {e} use?',
          'In which currency do you pay in {e}?',
        ],
        [
          'What currency would I need for a trip to {e}?',
          "What is {e}'s currency called?",
          'Which currency do they use in {e}?',
        ],
      ),
    },
    {
      id: 'currency-code',
      noun: 'currency code',
      valueKind: 'word',
      heading: 'Money',
      sentence: ['The ISO 4217 currency code of {e} is {v}.'],
      questions: questionsFor(
        'currency code',
        [
          'Which ISO 4217 code stands for the currency of {e}?',
          'What is the three-letter currency code of {e}?',
          'What currency code is used for {e}?',
        ],
        [
          'Under which ISO currency code is the money of {e} traded?',
          "What is the ISO code of {e}'s currency?",
          'Which three letters are the currency code of {e}?',
        ],
      ),
    },
    {
      id: 'languages',
      noun: 'languages',
      valueKind: 'list',
      heading: 'Language',
      sentence: [
        'The languages spoken in {e} include {v}.',
        'People in {e} speak these languages: {v}.',
      ],
      questions: [
        'Which languages are spoken in {e}?',
        'What languages do people speak in {e}?',
        'What language is spoken in {e}?',
        'Name the languages of {e}.',
        'What are the languages of {e}?',
        'Can you tell me which languages are spoken in {e}?',
        'languages of {e}',
        '{e}: which languages do people speak there?',
        'Which language do they speak in {e}?',
        'What do people speak in {e}?',
        'I want to learn a language spoken in {e}. Which one?',
      ],
    },
    {
      id: 'native-name',
      noun: 'native name',
      valueKind: 'name',
      heading: 'Names and codes',
      sentence: ['The native name of {e} is {v}.'],
      questions: questionsFor(
        'native name',
        [
          'What is {e} called by its own people?',
          'What name does {e} have in its own language?',
          "What is {e}'s native name?",
        ],
        [
          'By what native name do the people of {e} call it?',
          'What is the local, native name for {e}?',
          'How is {e} named in its native language?',
        ],
      ),
    },
    {
      id: 'calling-code',
      noun: 'calling code',
      valueKind: 'number',
      heading: 'Names and codes',
      sentence: [
        'The international calling code of {e} is {v}.',
        'The telephone calling code of {e} is {v}.',
      ],
      questions: questionsFor(
        'calling code',
        [
          'Which calling code do I dial for {e}?',
          'What is the international telephone code of {e}?',
          'What is the phone code of {e}?',
          'Which international calling code does {e} have?',
        ],
        [
          'What calling code do I need to phone someone in {e}?',
          "What is {e}'s dialling code for international calls?",
          'With which calling code do telephone numbers of {e} begin?',
        ],
      ),
    },
    {
      id: 'country-code',
      noun: 'country code',
      valueKind: 'word',
      heading: 'Names and codes',
      sentence: ['The two-letter ISO country code of {e} is {v}.'],
      questions: questionsFor(
        'two-letter country code',
        [
          'What is the ISO country code of {e}?',
          'Which two letters are the country code of {e}?',
          'What is the two-letter ISO code of {e}?',
        ],
        [
          'Which ISO country code stands for {e}?',
          "What is {e}'s two-letter code?",
          'How is {e} abbreviated in two-letter ISO country codes?',
        ],
      ),
    },
    {
      id: 'alpha3',
      noun: 'three-letter country code',
      valueKind: 'word',
      heading: 'Names and codes',
      sentence: ['The three-letter ISO country code of {e} is {v}.'],
      questions: questionsFor(
        'three-letter country code',
        [
          'Which three letters are the country code of {e}?',
          'What is the three-letter ISO code of {e}?',
          'What is the alpha-3 code, the three-letter code, of {e}?',
        ],
        [
          'Which three-letter ISO country code stands for {e}?',
          "What is {e}'s three-letter code?",
          'How is {e} abbreviated in three-letter ISO country codes?',
        ],
      ),
    },
  ],
};

const WITH_ARTICLE =
  /^(United |Bahamas|Gambia|Netherlands$|Philippines|Maldives|Seychelles|Comoros|Dominican Republic|Central African Republic|Democratic Republic|Republic of|Vatican|Czech Republic|Faroe|U\.S\.|British |Aland|Holy See)|Islands$|Territor(y|ies)/;

/** A country's name as it stands inside a sentence. */
export function countryInSentence(name: string): string {
  return WITH_ARTICLE.test(name) ? `the ${name}` : name;
}

interface Country {
  name: string;
  native: string;
  phone: number[];
  continent: string;
  capital: string;
  currency: string[];
  languages: string[];
}

function readJson<T>(specifier: string): T {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(specifier), 'utf8')) as T;
}

const latin = (text: string) => /^[\p{Script=Latin}\p{P}\s]+$/u.test(text);

const commonName = (name: string) => (name === 'Türkiye' ? 'Turkey' : name);

/** Country code to name, for other subjects that refer to countries. */
export function countryNames(): Map<string, string> {
  const codes = readJson<Record<string, string>>('countries-list/minimal/countries.en.min.json');
  return new Map(Object.entries(codes).map(([code, name]) => [code, commonName(name)]));
}

export function countryRecords(): EntityRecord[] {
  const root = createRequire(import.meta.url).resolve(
    'countries-list/minimal/countries.en.min.json',
  );
  const data = <T>(name: string) =>
    JSON.parse(readFileSync(new URL(`../${name}`, `file://${root}`), 'utf8')) as T;
  const all = data<Record<string, Country>>('countries.min.json');
  const continents = data<Record<string, string>>('continents.min.json');
  const languages = data<Record<string, { name: string }>>('languages.all.min.json');
  const currencies = data<Record<string, { name: string }>>('currencies.all.min.json');
  const alpha3 = readJson<Record<string, string>>('countries-list/minimal/countries.2to3.min.json');
  return Object.entries(all).map(([code, country]) => ({
    title: commonName(country.name),
    entity: countryInSentence(commonName(country.name)),
    asOf: '2026',
    source: 'countries-list',
    values: {
      capital: country.capital,
      continent: continents[country.continent] ?? '',
      currency: country.currency.map((c) => currencies[c]?.name ?? c).join(' and the '),
      'currency-code': list(country.currency),
      languages: list(country.languages.map((l) => languages[l]?.name ?? '').filter(Boolean)),
      'native-name': latin(country.native) && country.native !== country.name ? country.native : '',
      'calling-code': list(country.phone.slice(0, 3).map((n) => `+${n}`)),
      'country-code': code,
      alpha3: alpha3[code] ?? '',
    },
  }));
}
