/** The assistants in the settings, and the form for one. */
import { area } from '../area';

export const en = {
  title: 'Assistants',
  about:
    'Ways of answering: a system prompt, a model, tools, depth and sampling of their own. What one leaves open is as these settings have it.',
  builtIn: 'built in',
  editOne: (name: string) => `Edit ${name}`,
  copyOne: (name: string) => `Copy ${name}`,
  removeOne: (name: string) => `Remove ${name}`,
  add: 'New assistant',

  system: 'System prompt',
  systemOfApp:
    'As the app has it: search, read, answer in a sentence or two, and number the sources.',
  systemHint:
    'Answers are checked against what was read, whatever it says. Jan-Pocket knows the app’s own prompt alone.',
  model: 'Model',
  modelAsChosen: 'as chosen under Models',
  modelMissing: (id: string) => `${id} (not on this device)`,
  depthAsChosen: 'as chosen at the question',
  think: 'Think before answering',
  thinkHint: 'Slower. Jan-Nano was trained to answer without.',
  longest: 'Longest answer, in tokens',
  notSaved: 'Not saved. Correct the marked values, or go back to the recommended ones.',
};

export const assistants = area('assistants', en);
