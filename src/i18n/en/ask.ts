/** The box for a question: what goes with it, and what it may begin with. */
import { area } from '../area';

export const en = {
  question: 'Question',
  first: 'Ask a question',
  followUp: 'Follow up',
  ask: 'Ask',
  answerNow: 'Answer now',
  depthHint: 'Quick: a search or two. Deep: a plan of sub-questions, then a report.',
  examples: 'Examples',
  waiting: 'The question is asked as soon as the model is loaded.',

  attach: 'Attach files',
  attachHint: 'Attach files: they go into the library, and are searched for this question',
  filesToAttach: 'Files to attach',
  attached: 'Attached files',
  reading: (file: string) => `Reading ${file}`,
  inLibrary: (file: string) => `${file} is in the library`,
  remove: (file: string) => `Remove ${file}`,
  /** The name of the file that a text becomes which the box has no room for. */
  pastedText: 'Pasted text.txt',
  filesOfQuestion: 'Files of this question',

  prompts: 'Prompts',
  allPrompts: (number: number) => `All ${number} prompts`,
  promptsMissing: (server: string, reason: string) =>
    `The prompts of ${server} are missing. ${reason}`,
  tryAgain: 'Try again',
};

export const ask = area('ask', en);
