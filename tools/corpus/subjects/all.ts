import type { EntityRecord, Subject } from '../subject';
import { biography, biographyRecords } from './biography';
import { cities, cityRecords } from './cities';
import { constellationRecords, constellations } from './constellations';
import { countries, countryRecords } from './countries';
import { currencies, currencyRecords } from './currencies';
import { dictionaryRecords, dictionarySubjects } from './dictionary';
import { elementRecords, elements } from './elements';
import {
  economy,
  economyRecords,
  geography,
  geographyRecords,
  government,
  governmentRecords,
  people,
  peopleRecords,
} from './factbook';
import { languageRecords, languages } from './languages';
import { programming, programmingRecords } from './programming';

/** Every subject with its attributes; needs none of the data packages to be read. */
export const subjects: Subject[] = [
  countries,
  elements,
  geography,
  people,
  government,
  economy,
  languages,
  currencies,
  constellations,
  programming,
  cities,
  biography,
  ...dictionarySubjects,
];

/** Every subject with what is known of its entities. */
export async function collect(): Promise<[Subject, EntityRecord[]][]> {
  const entries = dictionaryRecords();
  return [
    [countries, countryRecords()],
    [elements, elementRecords()],
    [geography, geographyRecords()],
    [people, peopleRecords()],
    [government, governmentRecords()],
    [economy, economyRecords()],
    [languages, await languageRecords()],
    [currencies, currencyRecords()],
    [constellations, constellationRecords()],
    [programming, await programmingRecords()],
    [cities, cityRecords()],
    [biography, biographyRecords(500)],
    ...dictionarySubjects.map((subject): [Subject, EntityRecord[]] => [
      subject,
      entries.get(subject.id) ?? [],
    ]),
  ];
}
