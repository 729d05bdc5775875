/** The relay among the servers of the settings. */
import { area } from '../area';

export const en = {
  address: 'Address',
  thisPage: 'This page’s own address',
  addressHint: 'The server that searches and reads pages. Your questions’ search words go there.',
  token: 'Access token',
  none: 'None',
  tokenHint: 'Where the relay wants one. It stays in this browser and goes there alone.',
  libraryAlone: 'The library is searched alone, so the relay is not asked.',
};

export const relayEntry = area('relayEntry', en);
