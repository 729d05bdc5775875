/** More ways to ask than the corpus itself lists: any noun in free forms, paraphrases by noun, and questions of no sense. */
import { inventedName, type Random } from './names';

/** With {n} for what is asked for and {e} for the entity. */
const FREE = [
  'Do you happen to know the {n} of {e}?',
  "Do you happen to know {e}'s {n}?",
  'Any idea what the {n} of {e} is?',
  'I need the {n} of {e}.',
  "I need {e}'s {n}.",
  'Looking for the {n} of {e}',
  '{e} {n}',
  '{e} {n}?',
  '{n} {e}',
  "{e}'s {n}",
  "{e}'s {n}?",
  "{e}'s {n}, please",
  'The {n} of {e} is what?',
  'The {n} of {e}?',
  'What about the {n} of {e}?',
  'What might the {n} of {e} be?',
  'What would you say is the {n} of {e}?',
  'What {n} does {e} have?',
  'What {n} has {e} got?',
  'Say what the {n} of {e} is.',
  'Show me the {n} of {e}.',
  'Look up {e} and tell me its {n}.',
  'Search for the {n} of {e}.',
  'Could you give me the {n} of {e}?',
  'Could you check the {n} of {e}?',
  'Would you know the {n} of {e}?',
  'When it comes to {e}, what is the {n}?',
  'Speaking of {e}, what is its {n}?',
  'Regarding {e}: the {n}?',
  'My teacher asks for the {n} of {e}.',
  'I wonder what the {n} of {e} is.',
  'I keep forgetting the {n} of {e}.',
  'I am trying to find the {n} of {e}.',
  'Is the {n} of {e} known?',
  'Is there a {n} of {e}, and what is it?',
  'How does one state the {n} of {e}?',
  'In the case of {e}, what is the {n}?',
  'On {e}: what is the {n}?',
];

/** By the noun of an attribute of the corpus, or by its id. */
const PARAPHRASES: Record<string, string[]> = {
  'year of birth': [
    'In what year did {e} come into the world?',
    'Which year saw the birth of {e}?',
    'Birth year of {e}?',
    'When did {e} come into the world?',
    'When is the birth of {e} dated?',
    'The year {e} was born in',
    'Since which year had {e} lived?',
  ],
  'year of death': [
    'In what year did {e} pass away?',
    'When did {e} pass away?',
    'Which year did {e} die in?',
    'Death year of {e}?',
    'Until which year did {e} live?',
    'When did the life of {e} end?',
  ],
  birthplace: [
    'Where did {e} come into the world?',
    'Which country is {e} from?',
    'Where does {e} come from?',
    '{e} was born where?',
  ],
  profession: [
    'What did {e} do for a living?',
    'What job did {e} have?',
    'What was the work of {e}?',
    'How did {e} earn money?',
    'What was the trade of {e}?',
    'In what field did {e} work?',
  ],
  description: [
    'Who exactly was {e}?',
    'Tell me about {e}.',
    'What is {e} known for?',
    'Why is {e} remembered?',
    'Give me a line about {e}.',
    'I read of {e}. Who is that?',
  ],
  country: [
    'In which nation lies {e}?',
    'Which nation does {e} belong to?',
    'Where on the map of countries is {e}?',
    '{e} is a city of what country?',
    'What country would I visit to see {e}?',
  ],
  population: [
    'How populous is {e}?',
    'How many residents does {e} have?',
    'How many live in {e}?',
    'Count of people in {e}?',
    'How many souls does {e} count?',
    'What is the number of people in {e}?',
  ],
  capital: [
    'Name the capital city that {e} has.',
    'Which town is the capital in {e}?',
    'What city do people call the capital of {e}?',
    '{e} has which city as its capital?',
    "{e}'s capital city?",
  ],
  continent: [
    'Which part of the world is {e} in, by continent?',
    'What continent would I fly to for {e}?',
    '{e} lies on which continent?',
    'Name the continent where {e} is found.',
  ],
  currency: [
    'What do people pay with in {e}?',
    'Which money is legal tender in {e}?',
    'With which currency do shops in {e} work?',
    'What currency will I need in {e}?',
    'The money of {e}, its currency?',
  ],
  languages: [
    'What do people speak in {e}?',
    'In which tongues do people talk in {e}?',
    'Which languages will I hear in {e}?',
    'What language should I learn for {e}?',
  ],
  'calling code': [
    'What do I dial to ring {e}, which calling code?',
    'Telephone prefix, the calling code, of {e}?',
    'Dialling code for {e}?',
  ],
  location: [
    'Where on earth is {e}?',
    'In what part of the world is {e} found?',
    'Where would I find {e} on a map?',
    'Whereabouts is {e}?',
  ],
  'total area': [
    'What is the size of {e} in area?',
    'How much area does {e} take up?',
    'How many square km is {e}?',
    'How vast is the area of {e}?',
  ],
  'highest point': [
    'What is the tallest mountain of {e}, its highest point?',
    'Where is the top of {e}, the highest point?',
    'How high does {e} rise, at its highest point?',
    'Which peak is highest in {e}?',
  ],
  'lowest point': ['How low does {e} go at its lowest point?', 'At which place is {e} lowest?'],
  climate: [
    'What weather does {e} have, what climate?',
    'Is the climate of {e} hot or cold?',
    'What sort of climate should I expect in {e}?',
  ],
  coastline: ['How much coastline does {e} have?', 'How many kilometres of coast has {e}?'],
  terrain: ['What does the land of {e} look like, its terrain?', 'Is the terrain of {e} flat?'],
  'natural resources': [
    'What can be mined in {e}, what natural resources?',
    'With which natural resources is {e} blessed?',
  ],
  'head of government': [
    'Who ran the government of {e} in 2015?',
    'Who led the government of {e}?',
    'Name the person heading the government in {e}.',
  ],
  'chief of state': [
    'Who was head of state, chief of state, in {e}?',
    'Name the person who was chief of state in {e}.',
  ],
  'national holiday': [
    'What day do people of {e} celebrate as national holiday?',
    'On which day is the nation {e} celebrated, its holiday?',
  ],
  'national anthem': [
    'Which anthem is sung in {e}?',
    'What do people sing as anthem of {e}?',
    'Title of the anthem of {e}?',
  ],
  'national symbol': [
    'Which animal or thing symbolises {e}?',
    'What symbol does {e} use as a nation?',
  ],
  'independence day': [
    'Since when is {e} independent?',
    'On what date did {e} get independence?',
    'When was the independence of {e}?',
  ],
  'legal system': [
    'On what legal system is the law of {e} based?',
    'What law applies in {e}, which legal system?',
  ],
  'life expectancy': [
    'How old do people in {e} get, by life expectancy?',
    'To what age can one expect to live in {e}?',
  ],
  'number of airports': ['How many airports can be found in {e}?', 'Count of airports in {e}?'],
  industries: ['What industries does {e} live on?', 'Which industries are found in {e}?'],
  'export goods': ['What does {e} sell abroad, its exports?', 'What are exports of {e}?'],
  'import goods': ['What does {e} buy abroad, its imports?', 'What are imports of {e}?'],
  'border countries': [
    'Who are the neighbours of {e}?',
    'What countries lie next to {e} and border it?',
    'Which nations touch the border of {e}?',
  ],
  religions: [
    'What do people in {e} believe, which religions?',
    'Which faiths, or religions, are there in {e}?',
  ],
  'ethnic groups': [
    'Who lives in {e}, by ethnic groups?',
    'Of which ethnic groups are the people of {e}?',
  ],
  flag: [
    'Describe the flag of {e}.',
    'What is on the flag of {e}?',
    'How can I recognise the flag of {e}?',
  ],
  'official name': [
    'What is {e} called in full, officially?',
    'Full name of {e}, the official one?',
  ],
  'gross domestic product': [
    'How big is the economy of {e}, its gross domestic product?',
    'GDP of {e}?',
  ],
  'literacy rate': [
    'What share of {e} can read, the literacy rate?',
    'How literate are people in {e}?',
  ],
  'chemical symbol': [
    'Which letters does the chemical {e} have as symbol?',
    'How do chemists write {e}, by which symbol?',
    'Symbol of the element {e}?',
  ],
  'atomic number': [
    'Which place in the periodic table, which atomic number, has {e}?',
    'Number of protons, atomic number, of {e}?',
  ],
  'melting point': [
    'How hot does it have to be for {e} to melt?',
    'At how many degrees does {e} melt?',
    'When does solid {e} turn liquid, its melting point?',
  ],
  'boiling point': [
    'At how many degrees does {e} boil?',
    'How hot does {e} have to be before it boils?',
    'When does liquid {e} turn to gas, its boiling point?',
  ],
  'year of discovery': [
    'In what year did someone discover {e}?',
    'Since what year has {e} been known, its discovery?',
    'When did science discover {e}?',
  ],
  density: ['How heavy for its size, how dense, is {e}?', 'Density of the element {e}?'],
  'countries of use': ['Who uses {e}, which countries?', 'In what countries would I meet {e}?'],
  'file extension': [
    'A file of {e} ends with which extension?',
    'How do I name a file in {e}, what extension?',
    'What suffix, or file extension, has {e}?',
  ],
  'native name': ['How do natives call {e}?', 'What is the name of {e} in its own tongue?'],
  definition: [
    'What is meant when someone says {e}?',
    'What on earth is {e}?',
    'Tell me what {e} is.',
    'What sort of thing is called {e}?',
    'How would you define {e}?',
    'The word {e} means what?',
    'I do not know the word {e}. What is it?',
    'Meaning of the word {e}?',
  ],
  kind: [
    'What sort of thing is {e}?',
    'Under what would you file {e}, what kind is it?',
    'What type of thing is {e}?',
    '{e} is a kind of what?',
    '{e} is a type of what?',
    'To what kind does {e} belong?',
    'Which family of things does {e} belong to?',
  ],
  'other name': [
    'By what other name do people know {e}?',
    'What else is {e} called?',
    'How else can I call {e}?',
    'Is there another word for {e}?',
    'A synonym of {e}?',
    'Give a synonym for {e}.',
    'What do others call {e}?',
  ],
  'belongs to': [
    'What is {e} a part of?',
    '{e} is a part of what?',
    'What does {e} form a part of?',
    'Where does {e} belong?',
  ],
  parts: [
    'Of which parts does {e} consist?',
    'What is found in {e}, which parts?',
    'What does {e} contain as parts?',
    'What pieces make up {e}?',
  ],
  'meaning of the name': [
    'What is behind the name of {e}, its meaning?',
    'What do people say {e} means as a name?',
  ],
};

const lowered = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}{}]+/gu, ' ')
    .trim();

/**
 * Free forms and paraphrases for an attribute, without any that its own held-out forms or `taken` (tests on lower-case
 * words without punctuation) have.
 */
export function freeForms(
  noun: string,
  heldOut: readonly string[],
  taken: (form: string) => boolean = () => false,
): string[] {
  const kept = new Set(heldOut.map(lowered));
  const general = /^(?:definition|kind|other name|belongs to|parts|description)$/.test(noun)
    ? []
    : FREE.map((form) => form.replaceAll('{n}', noun));
  return [...general, ...(PARAPHRASES[noun] ?? [])].filter(
    (form) => !kept.has(lowered(form)) && !taken(form),
  );
}

const STARTS = (
  'Who|What|Which|Where|When|Why|How|How many|How much|How long|How did|How does|Did|Does|Do|Is|Was|Were|Are|Has|Can|' +
  'In which|On what|For whom|By whom|Since when|Until when|From where|To what|At which|With what|Is it true that|' +
  'Do you know|Do you know whether|Tell me|Tell me about|Find|Find out|Explain|I wonder|I want to know|Please look up|' +
  'What do you know about|What does it mean that|Could you check|Have you heard that|What happened when|Who said|' +
  'Which person|Which place|In what year|What kind of|What sort of|Is there|Are there|Name|Give me|Show|Say|Why is|Why did'
).split('|');

/**
 * A question without sense, of words that somebody wrote: which of them are worth a search is learnt from any words,
 * and not from the few that the forms have.
 */
export function senselessQuestion(prose: readonly string[], r: Random): string {
  const words = r
    .pick(prose)
    .replace(/[“”"();:]/g, '')
    .split(/\s+/);
  const long = Math.min(words.length, r.int(2, 9));
  const from = r.int(0, words.length - long);
  const said = words.slice(from, from + long);
  if (r.chance(0.4)) said[r.int(0, said.length - 1)] = inventedName(r);
  if (r.chance(0.15)) said[r.int(0, said.length - 1)] = `${inventedName(r)}'s`;
  const text = said.join(' ').replace(/[.,]$/, '');
  const start = r.chance(0.8) ? `${r.pick(STARTS)} ` : '';
  const end = r.pick(['?', '?', '?', '?', '', '.', ', please?']);
  const question = start + text + end;
  return r.chance(0.9)
    ? question.charAt(0).toUpperCase() + question.slice(1)
    : question.toLowerCase();
}
