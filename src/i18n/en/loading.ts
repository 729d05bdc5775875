/** The model as it loads, above the question. */
import { area } from '../area';

export const en = {
  theModel: 'the model',
  download: 'downloading',
  verify: 'checking',
  read: 'reading',
  compile: 'starting',
  'warm-up': 'warming up',
  amount: (phase: string, done: string, total: string) => `${phase}, ${done} of ${total}`,
  tokens: (phase: string, done: string, total: string) => `${phase}, ${done} of ${total} tokens`,
  loading: (name: string) => `Loading ${name}`,
  failed: (name: string) => `${name} did not load`,
  notLoaded: (name: string) => `${name} is not loaded`,
  takes: (size: string) => `It takes ${size}.`,
  load: 'Load model',
};

export const loading = area('loading', en);
