/** Languages: their names and codes, and where they are spoken. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { list } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { attribute } from './attribute';
import { countryInSentence, countryNames } from './countries';

const require = createRequire(import.meta.url);
/** Of the type string, so that types do not depend on the data packages. */
const ISO_639: string = 'iso-639-3';

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
