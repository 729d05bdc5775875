/** What can go wrong with a run, its model and its storage. */
import { saying } from '../area';

export const en = {
  stopped: 'Stopped.',
  unknown: 'Something went wrong.',
  tooLong: (needed: number, taken: number) =>
    `The conversation needs ${needed} tokens and the model takes ${taken} before its answer. Ask a shorter question or start a new thread.`,
  brokenOff: 'The model stopped in the middle. Ask again.',
  noSuchModel: (id: string) => `There is no model “${id}” here.`,
  noModel: 'There is no model here.',
  notForEngine: (model: string, engine: string) =>
    `${model} does not come for the engine “${engine}”.`,
  /** Why it is this engine. */
  asChosen: 'as chosen',
  notStored:
    'The browser did not let the page store data. Runs are kept only until the page is closed.',
  noPromptText: 'The server gave no text for this prompt.',
};

export const faults = saying('faults', en);
