/** The frame of the page: its head, the state of model and search, and what stands before the first question. */
import { area } from '../area';

export const en = {
  skip: 'Skip to the question',
  hero: 'What would you like to know?',
  about:
    'A language model in this page searches, reads, and answers. Every citation is checked against what it read.',
  model: 'Model',
  /** Between a model and its state; heard, not seen. */
  is: 'is',
  phases: {
    idle: 'not loaded',
    loading: 'loading',
    warming: 'warming up',
    ready: 'ready',
    failed: 'failed',
    cancelled: 'not loaded',
  },
  search: 'Search',
  connecting: 'Connecting …',
  noRelay: 'No relay',
  noTools: 'No tools',
  offlineCorpus: 'Offline corpus',
  googleBySerper: 'Google by Serper',
  downloading: (percent: string, size: string, name: string) => `${percent} of ${size} · ${name}`,
  /** What the relay is called among servers. */
  relay: 'Relay',

  /** Who answers the questions of an evaluation, and what is searched. */
  answering: (model: string, engine: string, searched: string) =>
    `Answers: ${model}${engine ? ` on ${engine}` : ''}. Searched: ${searched}.`,
  noModel: 'No model',
  theLibrary: 'the library',
  nothing: 'nothing',
};

export const shell = area('shell', en);
