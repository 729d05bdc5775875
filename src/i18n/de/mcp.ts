import type { en } from '../en/mcp';

export const mcp: typeof en = {
  unknownToken: (address) =>
    `Der Server auf ${address} kennt dieses Zugangstoken nicht. Berichtigen Sie es in den Einstellungen.`,
  wantsToken: (address) =>
    `Der Server auf ${address} verlangt ein Zugangstoken. Fragen Sie den Betreiber und geben Sie es in den Einstellungen ein.`,
  refused: (address, status) =>
    `Der Server auf ${address} hat die Anfrage mit Status ${status} abgelehnt.`,
  workerFailed:
    'Der Teil, der mit dem Relay spricht, hat angehalten. Noch einmal versuchen oder die Seite neu laden.',
  tryingAgain: 'Keine Antwort. Es wird noch einmal versucht',
  intoLibrary: 'Das Relay ist weg. Die Bibliothek wird durchsucht',

  signIn: (host) => `${host} möchte, dass Sie sich anmelden.`,
  badToken: (host) => `${host} nimmt dieses Token nicht an (401). Berichtigen Sie es.`,
  tokenOrSignIn: (host) =>
    `${host} verlangt ein Token oder eine Anmeldung (401). Tragen Sie das Token ein oder melden Sie sich neu an.`,
  forbidden: (host) =>
    `${host} lehnt diese Seite oder dieses Token ab (403). Fragen Sie den Betreiber.`,
  notHere: (host, status) =>
    `Unter dieser Adresse von ${host} ist kein MCP-Server (${status}). Viele liegen unter /mcp; Server, die nur das alte SSE kennen, lassen sich nicht benutzen.`,
  broken: (host, status) =>
    `${host} hat mit Status ${status} geantwortet. Er ist gestört oder außer Betrieb: Versuchen Sie es später.`,
  otherStatus: (host, status) =>
    `${host} hat mit Status ${status} geantwortet. Prüfen Sie die Adresse.`,
  slow: (host, seconds) => `${host} hat in ${seconds} s nicht geantwortet.`,
  unreachable: (host, page) =>
    `${host} ist von dieser Seite aus nicht erreichbar: Dort antwortet nichts, oder er erlaubt Seiten von ${page} nicht (CORS). Öffnen Sie die Adresse in einem Tab, um es herauszufinden.`,
  unreachableSecure: (host, page) =>
    `${host} ist von dieser Seite aus nicht erreichbar: Dort antwortet nichts, oder sein Zertifikat ist ungültig, oder er erlaubt Seiten von ${page} nicht (CORS). Öffnen Sie die Adresse in einem Tab, um es herauszufinden.`,
  noMcp: (host) => `${host} spricht kein MCP über streambares HTTP. Prüfen Sie die Adresse.`,
  needsHttps: (host) =>
    `Diese Seite kam über https, deshalb lässt der Browser sie nur https-Adressen aufrufen, und ${host} ist http. Nehmen Sie seine https-Adresse.`,
  notAllowed: (host, page) =>
    `${host} antwortet, erlaubt aber Seiten von ${page} keine Aufrufe (CORS). Bitten Sie den Betreiber, diesen Ursprung zuzulassen.`,

  signInEnded:
    'Diese Anmeldung wurde nicht hier begonnen oder ist beendet. Melden Sie sich neu an.',
  notLetIn: (host, why) => `${host} hat Sie nicht eingelassen: ${why}.`,
  noCode: 'es kam kein Code zurück',
  signInFailed: (host, why) => `Die Anmeldung bei ${host} ist fehlgeschlagen: ${why}`,
  oddSignInPage: (protocol) => `Er nennt ${protocol} als Anmeldeseite.`,
};
