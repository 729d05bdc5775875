/** What is wrong with what was typed. It is loaded with the page: settings are checked as they are read. */
import { area } from '../area';

export const en = {
  sampling: {
    temperature: 'Temperature',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: 'Seed',
  },
  wholeNumber: (label: string, min: string, max: string) =>
    `${label} is a whole number from ${min} to ${max}`,
  number: (label: string, min: string, max: string) => `${label} is a number from ${min} to ${max}`,

  token: 'A token has plain characters only, without spaces.',
  relay: 'Write a whole address, like https://relay.example.org',
  http: 'The address must start with http:// or https://',
  noCredentials: 'The address must not hold a user name or password',
  context: (least: number) => `A whole number of tokens, ${least} or more`,
  server: 'Write the whole address, like https://example.org/mcp',
  serverName: 'Up to 32 letters, digits, - and _, without spaces',
  serverTaken: (name: string) => `There is a server named ${name} already`,
  header: 'Write each header on a line, as Name: value',
  headerKept: (name: string) => `A page may not send the header ${name} with this value`,
  noName: 'Give it a name',
  longestName: (characters: number) => `At most ${characters} characters`,
  nameTaken: 'Another one has this name',
  longestSystem: (characters: number) => `At most ${characters} characters: it is in every prompt`,
  leastTokens: (least: number) => `A whole number from ${least}`,
};

export const checks = area('checks', en);
