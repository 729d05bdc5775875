/** Questions to begin with, in the language of the corpus and of the model: all can be answered from it. */
export const examples = [
  'What is the capital of Peru?',
  'What is the population of Kenya?',
  'What is the currency of Japan?',
  'What is the atomic number of gold?',
];
