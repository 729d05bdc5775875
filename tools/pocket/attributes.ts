/** Facts that invented pages state, and how people ask for them. The real corpus brings its own (tools/corpus). */
import { freeForms } from './forms';
import { commonNoun, inventedWord, type Random, type ValueKind } from './names';

export interface Attribute {
  id: string;
  valueKind: ValueKind;
  /** With {e} for the entity and {v} for the value. */
  sentence: readonly string[];
  /** With {e}. */
  questions: readonly string[];
  /** How `startOf` begins, with {e}, where that is not as the first sentence does. */
  start?: string;
}

/** Mostly the plain one: where another stands, a model has to decide with its first word whether it was read. */
const NOUN_SENTENCES = [
  ...Array.from({ length: 9 }, () => 'The {n} of {e} is {v}.'),
  '{e} has {v} as its {n}.',
  "{e}'s {n} is {v}.",
  'In {e} the {n} is {v}.',
];
const NOUN_QUESTIONS = [
  'What is the {n} of {e}?',
  "What's the {n} of {e}?",
  "What is {e}'s {n}?",
  'Tell me the {n} of {e}.',
  '{e}: {n}?',
  'Which {n} does {e} have?',
  'Name the {n} of {e}.',
  'Can you tell me the {n} of {e}?',
  'I want to know the {n} of {e}.',
  'Do you know the {n} of {e}?',
  'What does {e} have as its {n}?',
  'Give me the {n} of {e}, please.',
  'Find the {n} of {e}',
  '{n} of {e}',
  'In {e}, what is the {n}?',
  'Please look up the {n} of {e}.',
  'Could you find out what the {n} of {e} is?',
  'For {e}, what would be the {n}?',
];

const NOUNS: Record<ValueKind, string> = {
  name: 'founder,mayor,leader,owner,director,author,composer,architect,discoverer,inventor,editor,chief,patron saint,first president,namesake,main character,publisher,sponsor,captain,head coach',
  place:
    'capital,largest city,birthplace,home town,main port,headquarters,highest point,main river,nearest town,burial place,country of origin,main airport,type locality',
  number:
    'population,area,length,height,depth,atomic number,melting point,boiling point,density,mass,diameter,speed,price,elevation,number of pages,number of members,distance from the sun,orbital period,age,lifespan,capacity,wingspan,atomic weight,literacy rate,coastline',
  year: 'founding year,year of birth,year of discovery,opening year,completion date,year of independence,release year',
  word: 'currency,symbol,official language,colour,main export,religion,genre,material,family,nickname,national bird,motto,code,type,category,class,rank,demonym,root word,favourite food,calling code,national anthem',
  phrase:
    'main use,climate,terrain,purpose,habitat,shape,legal system,diet,meaning,economy,appearance,best known work,government type',
  list: 'main exports,neighbours,natural resources,official languages,members,ingredients,industries,main crops,tributaries,ethnic groups,religions,parts,works',
};

const VERBS: Attribute[] = [
  [
    'founded',
    'year',
    ['{e} was founded in {v}.', 'Settlers founded {e} in {v}.'],
    [
      'When was {e} founded?',
      'In which year was {e} founded?',
      'What year was {e} founded?',
      'Do you know when {e} was founded?',
      '{e} was founded when?',
      'Tell me when {e} was founded.',
    ],
  ],
  [
    'discovered-year',
    'year',
    ['{e} was discovered in {v}.', '{e} was first discovered in the year {v}.'],
    [
      'When was {e} discovered?',
      'In what year was {e} discovered?',
      'What is the year {e} was discovered?',
      'Since when is {e} known? When was it discovered?',
    ],
  ],
  [
    'discovered-by',
    'name',
    ['{e} was discovered by {v}.', '{v} discovered {e}.'],
    [
      'Who discovered {e}?',
      'Who was {e} discovered by?',
      'Which person discovered {e}?',
      'Name the person who discovered {e}.',
      'By whom was {e} discovered?',
    ],
  ],
  [
    'written-by',
    'name',
    ['{e} was written by {v}.', '{v} wrote {e}.'],
    [
      'Who wrote {e}?',
      'Who is the person that wrote {e}?',
      'By whom was {e} written?',
      'Which writer wrote {e}?',
    ],
  ],
  [
    'invented-by',
    'name',
    ['{e} was invented by {v}.', 'It was {v} who invented {e}.'],
    ['Who invented {e}?', 'Which inventor invented {e}?', 'Do you know who invented {e}?'],
  ],
  [
    'born-in',
    'place',
    ['{e} was born in {v}.'],
    [
      'Where was {e} born?',
      'In which town was {e} born?',
      'Which place was {e} born in?',
      'Tell me where {e} was born.',
    ],
  ],
  [
    'born-on',
    'year',
    ['{e} was born in {v}.'],
    ['When was {e} born?', 'In which year was {e} born?', 'What year was {e} born in?'],
  ],
  [
    'died',
    'year',
    ['{e} died in {v}.'],
    ['When did {e} die?', 'What year did {e} die?', 'In which year did {e} die?'],
  ],
  [
    'located',
    'place',
    ['{e} is located in {v}.', '{e} lies in {v}.'],
    [
      'Where is {e}?',
      'Where is {e} located?',
      'In which place is {e} located?',
      'Where can I find {e}?',
      'In what country does {e} lie?',
    ],
  ],
  [
    'borders',
    'list',
    ['{e} borders {v}.', '{e} shares borders with {v}.'],
    [
      'Which countries border {e}?',
      'What does {e} border?',
      'Who are the neighbours that border {e}?',
      'With which countries does {e} share borders?',
    ],
  ],
  [
    'flows-into',
    'place',
    ['{e} flows into {v}.'],
    ['Into what does {e} flow?', 'Where does {e} flow?', 'What does {e} flow into?'],
  ],
  [
    'made-of',
    'phrase',
    ['{e} is made of {v}.'],
    ['What is {e} made of?', 'Of what is {e} made?', 'Tell me what {e} is made of.'],
  ],
  [
    'used-for',
    'phrase',
    ['{e} is used for {v}.'],
    ['What is {e} used for?', 'How is {e} used?', 'For what is {e} used?'],
  ],
  [
    'spoken',
    'list',
    ['People in {e} speak {v}.', 'The languages spoken in {e} are {v}.'],
    [
      'What languages are spoken in {e}?',
      'Which languages do people speak in {e}?',
      'What do people in {e} speak?',
    ],
  ],
  [
    'population-how-many',
    'number',
    ['{e} has a population of {v}.', 'About {v} people live in {e}.'],
    [
      'How many people live in {e}?',
      'What is the population of {e}?',
      'How large is the population of {e}?',
      'How many inhabitants does {e} have?',
    ],
  ],
  [
    'definition',
    'phrase',
    ['{E} is {v}.', '{E} means {v}.', '{E} is a kind of {v}.'],
    [
      'What is {e}?',
      'What does {e} mean?',
      'Define {e}.',
      'What is meant by {e}?',
      'What is the meaning of {e}?',
      'Explain what {e} is.',
    ],
  ],
  [
    'elected',
    'year',
    ['{e} was elected in {v}.'],
    ['When was {e} elected?', 'What year was {e} elected?'],
  ],
  [
    'awarded',
    'word',
    ['{e} won the {v} prize.'],
    ['Which prize did {e} win?', 'What prize was won by {e}?', 'What did {e} win?'],
  ],
  ['long', 'number', ['{e} is {v} long.'], ['How long is {e}?', 'What is the length of {e}?']],
  [
    'tall',
    'number',
    ['{e} is {v} high.', '{e} rises to {v}.'],
    ['How high is {e}?', 'How tall is {e}?', 'What is the height of {e}?'],
  ],
].map(
  ([id, valueKind, sentence, questions]) => ({ id, valueKind, sentence, questions }) as Attribute,
);

/** Every noun becomes an attribute with all the ways to state it and to ask for it. */
export const INVENTED: Attribute[] = [
  ...VERBS,
  ...Object.entries(NOUNS).flatMap(([kind, nouns]) =>
    nouns.split(',').map((noun) => ({
      id: noun.replaceAll(' ', '-'),
      valueKind: kind as ValueKind,
      sentence: NOUN_SENTENCES.map((s) => s.replace('{n}', noun)),
      questions: [
        ...freeForms(
          noun,
          NOUN_QUESTIONS.slice(-3).map((q) => q.replace('{n}', noun)),
        ),
        ...[...NOUN_QUESTIONS.slice(0, -3), ...NOUN_QUESTIONS].map((q) => q.replace('{n}', noun)),
      ],
    })),
  ),
];

/**
 * An attribute that no other world has: what it is called can only be read. A quarter of them is asked for by its last
 * word alone, as the chemical symbol is in `What is the symbol of gold?`.
 */
export function unheardOf(r: Random): Attribute {
  const noun = r.chance(0.6) ? `${inventedWord(r).toLowerCase()} ${commonNoun(r)}` : commonNoun(r);
  const asked = r.chance(0.25) ? (noun.split(' ').at(-1) ?? noun) : noun;
  return {
    id: asked.replaceAll(' ', '-'),
    valueKind: r.pick(Object.keys(NOUNS) as ValueKind[]),
    sentence: NOUN_SENTENCES.map((s) => s.replace('{n}', noun)),
    questions: [...freeForms(asked, []), ...NOUN_QUESTIONS.map((q) => q.replace('{n}', asked))],
    start: `The ${asked} of {e}`,
  };
}
