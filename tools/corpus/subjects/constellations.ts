/** Constellations: names, meanings and abbreviations. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { plain } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { attribute } from './attribute';

const require = createRequire(import.meta.url);

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
