import { field, type FactbookAttribute } from './factbook-fields';

const G = 'Geography/';

export const GEOGRAPHY: FactbookAttribute[] = [
  field(
    G + 'Location',
    'location',
    'phrase',
    'The location of {e} is {v}.',
    ['Where is {e}?', 'Where is {e} located?', 'Where in the world does {e} lie?'],
    [
      'Where on the map do I find {e}?',
      'In which part of the world is {e} located?',
      "What is {e}'s location?",
    ],
  ),
  field(
    G + 'Geographic coordinates',
    'geographic coordinates',
    'phrase',
    'The geographic coordinates of {e} are {v}.',
    [
      'At which coordinates does {e} lie?',
      'What are the coordinates of {e}?',
      'What latitude and longitude are the geographic coordinates of {e}?',
    ],
    [
      'Which geographic coordinates does {e} have?',
      'Give me the coordinates of {e}.',
      "What are {e}'s geographic coordinates?",
    ],
  ),
  field(
    G + 'Area/total',
    'total area',
    'number',
    'The total area of {e} is {v}.',
    [
      'How large is {e}?',
      'How big is the area of {e}?',
      'How many square kilometres does {e} cover?',
      'What area does {e} have?',
    ],
    [
      'What is the size of {e} in square kilometres?',
      "What is {e}'s total area?",
      'How much area does {e} cover in total?',
    ],
  ),
  field(
    G + 'Coastline',
    'coastline',
    'number',
    'The coastline of {e} is {v} long.',
    [
      'How long is the coastline of {e}?',
      'How long is the coast of {e}?',
      'What is the length of the coastline of {e}?',
    ],
    [
      "How long is {e}'s coast?",
      'How many kilometres of coastline does {e} have?',
      'What length has the coastline of {e}?',
    ],
  ),
  field(
    G + 'Land boundaries/border countries',
    'border countries',
    'list',
    'The countries that border {e} are {v}.',
    [
      'Which countries border {e}?',
      'Which countries share a border with {e}?',
      'What are the neighbours that border {e}?',
    ],
    [
      'With which countries does {e} have a border?',
      'Which neighbouring countries border on {e}?',
      'What countries does {e} border?',
    ],
  ),
  field(
    G + 'Climate',
    'climate',
    'phrase',
    'The climate of {e} is described as {v}.',
    [
      'What is the climate like in {e}?',
      'What kind of climate does {e} have?',
      'How is the climate in {e}?',
    ],
    [
      'How would you describe the climate of {e}?',
      "What is {e}'s climate like?",
      'Which climate awaits me in {e}?',
    ],
  ),
  field(
    G + 'Terrain',
    'terrain',
    'phrase',
    'The terrain of {e} is described as {v}.',
    [
      'What is the terrain like in {e}?',
      'What kind of terrain does {e} have?',
      'How does the terrain of {e} look?',
    ],
    [
      'How would you describe the terrain of {e}?',
      "What is {e}'s terrain like?",
      'What sort of terrain is found in {e}?',
    ],
  ),
  field(
    G + 'Elevation extremes/highest point',
    'highest point',
    'place',
    'The highest point of {e} is {v}.',
    [
      'What is the highest mountain or point in {e}?',
      'What is the highest point in {e}?',
      'Which place is the highest in {e}?',
    ],
    [
      "What is {e}'s highest point?",
      'Where is the highest point in {e}?',
      'Which point in {e} lies highest?',
    ],
  ),
  field(
    G + 'Elevation extremes/lowest point',
    'lowest point',
    'place',
    'The lowest point of {e} is {v}.',
    [
      'What is the lowest point in {e}?',
      'Which place is the lowest in {e}?',
      'Where is the lowest place in {e}?',
    ],
    [
      "What is {e}'s lowest point?",
      'Where is the lowest point in {e}?',
      'Which point in {e} lies lowest?',
    ],
  ),
  field(
    G + 'Natural resources',
    'natural resources',
    'list',
    'The natural resources of {e} are {v}.',
    [
      'Which natural resources does {e} have?',
      'What are the natural resources of {e}?',
      'What natural resources are found in {e}?',
    ],
    [
      'With which natural resources is {e} endowed?',
      "What are {e}'s natural resources?",
      'List the natural resources of {e}.',
    ],
  ),
  field(
    G + 'Natural hazards',
    'natural hazards',
    'phrase',
    'The natural hazards of {e} are {v}.',
    [
      'Which natural hazards threaten {e}?',
      'What natural hazards are there in {e}?',
      'What are the natural hazards of {e}?',
    ],
    [
      'Which natural hazards must people in {e} expect?',
      "What are {e}'s natural hazards?",
      'List the natural hazards of {e}.',
    ],
  ),
  field(
    G + 'Environment - current issues',
    'environmental issues',
    'phrase',
    'The environmental issues of {e} are {v}.',
    [
      'Which environmental issues does {e} have?',
      'What environmental problems or issues does {e} face?',
      'What are the environmental issues in {e}?',
    ],
    [
      'What are the current environmental issues of {e}?',
      'Which issues trouble the environment of {e}?',
      "What are {e}'s environmental issues?",
    ],
  ),
  field(
    G + 'Irrigated land',
    'irrigated land',
    'number',
    'The irrigated land of {e} covers {v}.',
    [
      'How much land is irrigated in {e}?',
      'How much irrigated land does {e} have?',
      'What area of irrigated land is there in {e}?',
    ],
    [
      "How large is {e}'s irrigated land?",
      'How much land in {e} is irrigated land?',
      'What does the irrigated land of {e} amount to?',
    ],
  ),
];
