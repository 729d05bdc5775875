import { field, type FactbookAttribute } from './factbook-fields';

const E = 'Economy/';

export const ECONOMY: FactbookAttribute[] = [
  field(
    E + 'GDP (purchasing power parity)',
    'gross domestic product',
    'number',
    'The gross domestic product of {e} is {v} at purchasing power parity.',
    [
      'How large is the gross domestic product of {e}?',
      "What is {e}'s gross domestic product?",
      'What is the GDP, the gross domestic product, of {e}?',
    ],
    [
      'How high is the gross domestic product of {e}?',
      'What does the gross domestic product of {e} amount to?',
      'Which gross domestic product does {e} have?',
    ],
  ),
  field(
    E + 'GDP - per capita (PPP)',
    'gross domestic product per person',
    'number',
    'The gross domestic product per person in {e} is {v}.',
    [
      'How large is the gross domestic product per person in {e}?',
      'What is the gross domestic product per person in {e}?',
      'What is the GDP per person in {e}?',
    ],
    [
      "What is {e}'s gross domestic product per person?",
      'How high is the gross domestic product for each person in {e}?',
      'Per person, what is the gross domestic product of {e}?',
    ],
  ),
  field(
    E + 'Industries',
    'industries',
    'list',
    'The industries of {e} are {v}.',
    [
      'Which industries does {e} have?',
      'What are the industries of {e}?',
      'What are the main industries in {e}?',
    ],
    [
      "What are {e}'s industries?",
      'Which industries are found in {e}?',
      'In which industries do people of {e} work?',
    ],
  ),
  field(
    E + 'Agriculture - products',
    'agricultural products',
    'list',
    'The agricultural products of {e} are {v}.',
    [
      'Which agricultural products come from {e}?',
      'What are the agricultural products of {e}?',
      'What products does agriculture in {e} yield?',
    ],
    [
      "What are {e}'s agricultural products?",
      'Which products do the farmers of {e} grow?',
      'List the agricultural products of {e}.',
    ],
  ),
  field(
    E + 'Unemployment rate',
    'unemployment rate',
    'number',
    'The unemployment rate of {e} is {v}.',
    [
      'How high is unemployment in {e}?',
      'What is the unemployment rate in {e}?',
      'How many people in {e} are out of work, that is, what is the unemployment rate?',
    ],
    [
      "What is {e}'s unemployment rate?",
      'How high is the unemployment rate in {e}?',
      'Which unemployment rate does {e} have?',
    ],
  ),
  field(
    E + 'Inflation rate (consumer prices)',
    'inflation rate',
    'number',
    'The inflation rate of {e} is {v}.',
    [
      'How high is inflation in {e}?',
      'What is the inflation rate in {e}?',
      'How fast do prices rise in {e}, that is, what is the inflation rate?',
    ],
    [
      "What is {e}'s inflation rate?",
      'How high is the inflation rate of {e}?',
      'Which inflation rate does {e} have?',
    ],
  ),
  field(
    E + 'Labor force',
    'labor force',
    'number',
    'The labor force of {e} counts {v} people.',
    [
      'How large is the labor force of {e}?',
      'How many people work in the labor force of {e}?',
      'How many people does the labor force of {e} count?',
    ],
    [
      "How large is {e}'s labor force?",
      'How big is the labor force in {e}?',
      'How many workers make up the labor force of {e}?',
    ],
  ),
  field(
    E + 'Public debt',
    'public debt',
    'phrase',
    'The public debt of {e} is {v}.',
    [
      'How large is the public debt of {e}?',
      'How high is the public debt of {e}?',
      'How much public debt does {e} have?',
    ],
    [
      "What is {e}'s public debt?",
      'What does the public debt of {e} amount to?',
      'How big is the public debt in {e}?',
    ],
  ),
  field(
    E + 'Exports - commodities',
    'export goods',
    'list',
    'The export goods of {e} are {v}.',
    [
      'What goods does {e} export?',
      'What are the export goods of {e}?',
      'Which goods are exported from {e}?',
    ],
    [
      "What are {e}'s export goods?",
      'Which goods does {e} sell as exports?',
      'List the goods that {e} exports.',
    ],
  ),
  field(
    E + 'Imports - commodities',
    'import goods',
    'list',
    'The import goods of {e} are {v}.',
    [
      'What goods does {e} import?',
      'What are the import goods of {e}?',
      'Which goods are imported into {e}?',
    ],
    [
      "What are {e}'s import goods?",
      'Which goods does {e} buy as imports?',
      'List the goods that {e} imports.',
    ],
  ),
  field(
    E + 'Exports - partners',
    'export partners',
    'list',
    'The export partners of {e} are {v}.',
    [
      'To which countries does {e} export?',
      'Which countries are export partners of {e}?',
      'What are the export partners of {e}?',
    ],
    [
      "Who are {e}'s export partners?",
      'With which export partners does {e} trade?',
      'Which partners buy the exports of {e}?',
    ],
  ),
  field(
    E + 'Imports - partners',
    'import partners',
    'list',
    'The import partners of {e} are {v}.',
    [
      'From which countries does {e} import?',
      'Which countries are import partners of {e}?',
      'What are the import partners of {e}?',
    ],
    [
      "Who are {e}'s import partners?",
      'With which import partners does {e} trade?',
      'From which partners come the imports of {e}?',
    ],
  ),
  field(
    'Communications/Internet country code',
    'internet country code',
    'word',
    'The internet country code of {e} is {v}.',
    [
      'Which internet domain does {e} have as its country code?',
      'With which country code do internet addresses of {e} end?',
      'What is the internet country code for {e}?',
    ],
    [
      "What is {e}'s internet country code?",
      'Which internet country code belongs to {e}?',
      'What country code does {e} use on the internet?',
    ],
  ),
  field(
    'Transportation/Airports',
    'number of airports',
    'number',
    'The number of airports in {e} is {v}.',
    [
      'How many airports does {e} have?',
      'How many airports are there in {e}?',
      'What number of airports does {e} have?',
    ],
    [
      'How many airports can be found in {e}?',
      "What is {e}'s number of airports?",
      'Count the airports in {e}: how many are there?',
    ],
  ),
  field(
    'Transportation/Roadways/total',
    'length of the roadways',
    'number',
    'The length of the roadways in {e} is {v}.',
    [
      'How long are the roadways of {e}?',
      'How many kilometres of roadways does {e} have?',
      'What is the length of the roadways in {e}?',
    ],
    [
      'How long is the network of roadways in {e}?',
      'What total length do the roadways of {e} have?',
      'How many kilometres of roadways are there in {e}?',
    ],
  ),
  field(
    'Transportation/Railways/total',
    'length of the railways',
    'number',
    'The length of the railways in {e} is {v}.',
    [
      'How long are the railways of {e}?',
      'How many kilometres of railways does {e} have?',
      'What is the length of the railways in {e}?',
    ],
    [
      'How long is the network of railways in {e}?',
      'What total length do the railways of {e} have?',
      'How many kilometres of railways are there in {e}?',
    ],
  ),
];
