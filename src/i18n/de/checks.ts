import type { en } from '../en/checks';

export const checks: typeof en = {
  sampling: {
    temperature: 'Temperatur',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: 'Startwert',
  },
  wholeNumber: (label, min, max) => `${label} ist eine ganze Zahl von ${min} bis ${max}`,
  number: (label, min, max) => `${label} ist eine Zahl von ${min} bis ${max}`,

  token: 'Ein Token hat nur einfache Zeichen und keine Leerzeichen.',
  relay: 'Bitte eine vollständige Adresse wie https://relay.example.org eingeben',
  http: 'Die Adresse muss mit http:// oder https:// beginnen',
  noCredentials: 'Die Adresse darf weder Benutzernamen noch Passwort enthalten',
  context: (least) => `Eine ganze Zahl von Token, mindestens ${least}`,
  server: 'Bitte die vollständige Adresse eingeben, wie https://example.org/mcp',
  serverName: 'Bis zu 32 Buchstaben, Ziffern, - und _, ohne Leerzeichen',
  serverTaken: (name) => `Einen Server namens ${name} gibt es schon`,
  header: 'Bitte jeden Header in eine eigene Zeile schreiben, als Name: Wert',
  headerKept: (name) => `Eine Seite darf den Header ${name} nicht mit diesem Wert senden`,
  noName: 'Bitte einen Namen eingeben',
  longestName: (characters) => `Höchstens ${characters} Zeichen`,
  nameTaken: 'Ein anderer hat diesen Namen',
  longestSystem: (characters) =>
    `Höchstens ${characters} Zeichen, denn der Text steht in jedem Prompt`,
  leastTokens: (least) => `Eine ganze Zahl ab ${least}`,
};
