import type { en } from '../en/relay';

export const relay: typeof en = {
  noAddress: (address) =>
    `„${address}“ ist keine Adresse eines Relays. Sie sieht aus wie http://localhost:8787.`,
  silent: (address) =>
    `Auf ${address} antwortet kein Such-Relay. Starten Sie es mit „npm start“ oder tragen Sie seine Adresse in den Einstellungen ein.`,
  silentOrForbids: (address, page) =>
    `Auf ${address} antwortet kein Such-Relay. Starten Sie es mit „npm start“ oder tragen Sie seine Adresse in den Einstellungen ein. Läuft es, muss es ${page} zulassen (ALLOWED_ORIGINS).`,
};
