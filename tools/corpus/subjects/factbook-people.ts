import { field, type FactbookAttribute } from './factbook-fields';

const P = 'People and Society/';

export const PEOPLE: FactbookAttribute[] = [
  field(
    P + 'Population',
    'population',
    'number',
    'The population of {e} is {v} inhabitants.',
    [
      'How many people live in {e}?',
      'How large is the population of {e}?',
      'How many inhabitants does {e} have?',
      "What is {e}'s population?",
    ],
    [
      'What population does {e} have?',
      'How big is the population of {e}?',
      'How many people make up the population of {e}?',
    ],
  ),
  field(
    P + 'Nationality/adjective',
    'nationality',
    'word',
    'The adjective for the nationality of {e} is {v}.',
    [
      'Which adjective is used for the nationality of {e}?',
      'What nationality do people from {e} have?',
      'What is the adjective of nationality for {e}?',
    ],
    [
      'What is the nationality of someone from {e}?',
      'What nationality are the people of {e}?',
      'Which nationality goes with {e}?',
    ],
  ),
  field(
    P + 'Ethnic groups',
    'ethnic groups',
    'list',
    'The ethnic groups of {e} are {v}.',
    [
      'Which ethnic groups live in {e}?',
      'What are the ethnic groups of {e}?',
      'What ethnic groups are there in {e}?',
    ],
    [
      'Which ethnic groups make up {e}?',
      "What are {e}'s ethnic groups?",
      'Of which ethnic groups do the people of {e} consist?',
    ],
  ),
  field(
    P + 'Religions',
    'religions',
    'list',
    'The religions of {e} are {v}.',
    [
      'Which religions are practised in {e}?',
      'What are the religions of {e}?',
      'What religions do people in {e} follow?',
    ],
    [
      'Which religions are there in {e}?',
      "What are {e}'s religions?",
      'To which religions do the people of {e} belong?',
    ],
  ),
  field(
    P + 'Median age/total',
    'median age',
    'number',
    'The median age in {e} is {v}.',
    [
      'How old is the median person in {e}?',
      'What is the median age in {e}?',
      'What is the median age of people in {e}?',
    ],
    [
      "What is {e}'s median age?",
      'How high is the median age in {e}?',
      'Which median age does {e} have?',
    ],
  ),
  field(
    P + 'Population growth rate',
    'population growth rate',
    'number',
    'The population growth rate of {e} is {v} a year.',
    [
      'How fast does the population of {e} grow?',
      'At what rate does the population of {e} grow?',
      'What is the growth rate of the population of {e}?',
    ],
    [
      "What is {e}'s population growth rate?",
      'How high is the population growth rate of {e}?',
      'By how much does the population of {e} grow each year?',
    ],
  ),
  field(
    P + 'Life expectancy at birth/total population',
    'life expectancy',
    'number',
    'The life expectancy at birth in {e} is {v}.',
    [
      'How long do people live in {e}?',
      'What is the life expectancy in {e}?',
      'How high is the life expectancy in {e}?',
    ],
    [
      "What is {e}'s life expectancy?",
      'Which life expectancy do people have in {e}?',
      'What is the life expectancy at birth of people in {e}?',
    ],
  ),
  field(
    P + 'Literacy/total population',
    'literacy rate',
    'number',
    'The literacy rate of {e} is {v}.',
    [
      'How many people in {e} can read and write?',
      'What is the literacy rate in {e}?',
      'How high is literacy in {e}?',
    ],
    [
      "What is {e}'s literacy rate?",
      'How high is the literacy rate of {e}?',
      'Which literacy rate does {e} have?',
    ],
  ),
  field(
    P + 'Total fertility rate',
    'fertility rate',
    'number',
    'The total fertility rate of {e} is {v}.',
    [
      'How many children are born to a woman in {e}, that is, what is the fertility rate?',
      'What is the total fertility rate of {e}?',
      'What is the fertility rate in {e}?',
    ],
    [
      "What is {e}'s fertility rate?",
      'How high is the fertility rate of {e}?',
      'Which fertility rate does {e} have?',
    ],
  ),
  field(
    P + 'Urbanization/urban population',
    'urban population',
    'phrase',
    'The urban population of {e} is {v}.',
    [
      'How much of the population of {e} is urban?',
      'How many people in {e} live in cities, as urban population?',
      'What share is the urban population of {e}?',
    ],
    [
      "How large is {e}'s urban population?",
      'What part of the population of {e} is urban?',
      'How big is the urban population in {e}?',
    ],
  ),
  field(
    P + 'Major urban areas - population',
    'major urban areas',
    'list',
    'The major urban areas of {e} are {v}.',
    [
      'Which are the major urban areas of {e}?',
      'What are the major cities and urban areas in {e}?',
      'Which major cities does {e} have?',
    ],
    [
      "What are {e}'s major urban areas?",
      'Which urban areas of {e} are the largest?',
      'List the major urban areas in {e}.',
    ],
  ),
];
