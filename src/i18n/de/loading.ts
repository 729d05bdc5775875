import type { en } from '../en/loading';

export const loading: typeof en = {
  theModel: 'Modell',
  download: 'wird heruntergeladen',
  verify: 'wird geprüft',
  read: 'wird gelesen',
  compile: 'startet',
  'warm-up': 'läuft warm',
  amount: (phase, done, total) => `${phase}, ${done} von ${total}`,
  tokens: (phase, done, total) => `${phase}, ${done} von ${total} Token`,
  loading: (name) => `${name} lädt`,
  failed: (name) => `${name} wurde nicht geladen`,
  notLoaded: (name) => `${name} ist nicht geladen`,
  takes: (size) => `Das sind ${size}.`,
  load: 'Modell laden',
};
