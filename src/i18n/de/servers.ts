import type { en } from '../en/servers';
import { formatsOf } from '../formats';

const { count, plural } = formatsOf('de');
const tools = (many: number) => plural(many, { one: '# Werkzeug', other: '# Werkzeuge' });

export const servers: typeof en = {
  title: 'MCP-Server',
  about:
    'Woher die Werkzeuge kommen. Jedes wird immer, nach Rückfrage oder nie aufgerufen. Nach einer Adresse, die weder Sie noch eine Suche genannt haben, werden Sie in jedem Fall gefragt.',
  relay: 'Such-Relay',
  builtIn: 'eingebaut',
  add: 'Server hinzufügen',
  importJson: 'JSON importieren',
  pocketHint:
    'Jan-Pocket hat nur google_search und scrape gelernt. Wählen Sie für andere Werkzeuge ein größeres Modell.',

  off: 'aus',
  notAsked: 'noch nicht gefragt',
  connecting: 'verbindet …',
  failed: 'ausgefallen',
  signInNeeded: 'anmelden',
  tools,
  switchedOff: 'Ausgeschaltet: Das Modell erfährt nichts davon.',
  it: 'Er',
  answered: (who, time) => `${who} hat in ${time} geantwortet.`,
  onOffer: (many, tokens) =>
    `${tools(many)} im Angebot, etwa ${count(tokens)} Token jedes Prompts.`,
  noTools: 'Er bietet keine Werkzeuge an.',
  signIn: 'Anmelden',
  signInHint: 'Zum Anmelden verlassen Sie diese Seite und kommen danach zurück.',
  test: 'Testen',
  switchOn: 'Einschalten',
  switchOff: 'Ausschalten',
  allTools: 'Alle Werkzeuge',
  setAll: 'Alle auf …',
  always: 'Immer',
  ask: 'Fragen',
  never: 'Nie',

  editOne: (name) => `${name} bearbeiten`,
  addOne: 'Einen Server hinzufügen',
  address: 'Adresse des Servers',
  addressHint:
    'Ein Server über streambares HTTP. Womit ein Werkzeug aufgerufen wird, geht dorthin.',
  nameHint: 'Steht vor dem Namen eines Werkzeugs, wenn ein anderer Server es auch hat.',
  token: 'Bearer-Token',
  none: 'Keins',
  tokenHint:
    'Falls der Server eins verlangt. Ohne werden Sie bei Bedarf zum Anmelden aufgefordert.',
  headers: 'Weitere Header',
  headersHint:
    'Einer pro Zeile. Token und Header bleiben in diesem Browser und gehen nur an diesen Server.',
  secretsGone:
    'Token und Header gehörten zu einem anderen Server und sind deshalb weg. Geben Sie die von diesem ein.',
  save: 'Speichern und verbinden',

  import: 'Server importieren',
  importText: 'JSON eines anderen Programms',
  importHint: 'So, wie Jan, Claude Desktop, VS Code und andere es aufbewahren.',
  importButton: 'Importieren',
  chooseFile: 'Datei wählen',
  done: 'Fertig',
  file: 'Datei mit Servern',
  added: (many) => `${plural(many, { one: '# Server', other: '# Server' })} hinzugefügt.`,
  runByCommand:
    'wird durch einen Befehl gestartet, was ein Browser nicht kann. Das Relay kann es: Geben Sie dies in ein Terminal ein, mit Ihren eigenen Werten für …, und fügen Sie dann seine Adresse hinzu.',
  inFolder:
    'Geben Sie sie im Ordner dieser App ein: Das Relay gehört zu ihr und steht in keinem Paketverzeichnis.',
  forPowerShell:
    'Die Zeile ist für PowerShell; ihre Werte gelten, bis das Fenster geschlossen wird.',
  addAddress: (address) => `${address} hinzufügen`,
  copyRefused:
    'Der Browser hat das Kopieren nicht erlaubt. Markieren Sie die Zeile und kopieren Sie sie.',
  noJson: 'Das ist kein JSON. Fügen Sie die ganze Datei ein, von { bis }.',
  noServers: 'Darin sind keine Server. So sieht es aus: {"mcpServers": {"name": {…}}}.',
  remark: (name, why) => `${name}: ${why}`,
  noWay: 'er hat weder eine Adresse noch einen Befehl.',
  oldTransport:
    'er spricht den alten SSE-Transport. Fragen Sie nach seiner Adresse für streambares HTTP.',
  noAddress: (text) => `${text} ist keine Adresse eines Servers.`,
  addressTaken: 'ein Server mit dieser Adresse ist schon da.',
  needsValues: (names) =>
    `er braucht Ihren eigenen Wert für ${names}. Bearbeiten Sie ihn, um den Wert einzutragen.`,
};
