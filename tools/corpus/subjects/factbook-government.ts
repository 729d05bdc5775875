import { field, type FactbookAttribute } from './factbook-fields';

const V = 'Government/';

export const GOVERNMENT: FactbookAttribute[] = [
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
