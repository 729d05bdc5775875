/** Programming languages: file extensions, names and colours. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { list } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { attribute } from './attribute';

const require = createRequire(import.meta.url);

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
