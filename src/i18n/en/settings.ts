/** The settings, but for assistants, servers and the model server, which have areas of their own. */
import { area } from '../area';

export const en = {
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageOfSystem: 'System',
  languageMissing: (name: string) => `${name} could not be loaded. Check the connection.`,

  tools: 'Tools',
  librarySearched: 'The library is searched',
  libraryWhen: {
    offline: 'when the relay cannot be reached',
    beside: 'beside the web',
    only: 'alone: nothing leaves this device',
  },
  libraryHint:
    'The library keeps the pages that were read, and your files. Used beside the web, it adds two tools, which Jan-Pocket was not trained to use.',
  toolNames: 'Tool names',
  toolNamesHint:
    'Jan-Nano was trained with web_search and visit_tool too. Jan-Pocket knows google_search and scrape alone.',

  sampling: 'Sampling',
  samplingHint: (model: string) =>
    `Empty fields take the model’s own values${model ? ` (${model})` : ''}.`,
  random: 'random',
  recommended: 'recommended',
  recommendedIs: (value: string) => `recommended: ${value}`,
  recommendedBack: 'Back to the recommended values',

  model: 'Model',
  engine: 'Engine',
  automatic: 'Automatic',
  engineHint: 'WebLLM computes on the graphics processor, wllama on the CPU.',
  engineNow: (engine: string, reason: string) => `Now: ${engine} (${reason}).`,

  evaluate: 'Evaluate',
  evaluateHint: 'Asks questions whose answers are known, and tells how many are right.',
  evaluateOpen: 'Evaluate …',

  data: 'Data',
  dataHint: 'Questions, answers, the library and settings are kept in this browser only.',
  clear: 'Clear data',
  clearSure: 'Press again to delete everything',

  app: 'This app',
  appPhases: {
    'not-kept': 'It opens with the network alone: this page cannot be kept in the browser.',
    kept: 'It is kept in this browser, and opens without a network.',
    looking: 'Looking for a new version …',
    fetching: 'A new version is being fetched …',
    waiting: 'A new version is ready.',
    newest: 'This is the newest version.',
    failed: 'The server of the app does not answer.',
  },
  install: 'Install the app',
  reload: 'Reload with it',
  look: 'Look for a new version',
};

export const settings = area('settings', en);
