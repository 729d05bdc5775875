import type { en } from '../en/relay-entry';

export const relayEntry: typeof en = {
  address: 'Adresse',
  thisPage: 'Die Adresse dieser Seite',
  addressHint: 'Der Server, der sucht und Seiten liest. Die Suchwörter Ihrer Fragen gehen dorthin.',
  token: 'Zugangstoken',
  none: 'Keines',
  tokenHint: 'Falls das Relay eines verlangt. Es bleibt in diesem Browser und geht nur dorthin.',
  libraryAlone: 'Nur die Bibliothek wird durchsucht, das Relay wird also nicht gefragt.',
};
