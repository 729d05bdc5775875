/** The relay that does not answer. It is loaded with the page. */
import { saying } from '../area';

export const en = {
  noAddress: (address: string) =>
    `“${address}” is not a relay address. It looks like http://localhost:8787.`,
  silent: (address: string) =>
    `No search relay answers at ${address}. Start it with “npm start”, or set its address in the settings.`,
  silentOrForbids: (address: string, page: string) =>
    `No search relay answers at ${address}. Start it with “npm start”, or set its address in the settings. If it runs, let it allow ${page} (ALLOWED_ORIGINS).`,
};

export const relay = saying('relay', en);
