/** MCP servers in the settings: their list, the form for one, and their import. */
import { area } from '../area';
import { formatsOf } from '../formats';

const { count, plural } = formatsOf('en');
const tools = (many: number) => plural(many, { one: '# tool', other: '# tools' });

export const en = {
  title: 'MCP servers',
  about:
    'Where tools come from. Each tool is called always, after asking you, or never. An address that neither you nor a search named is asked about in any case.',
  relay: 'Search relay',
  builtIn: 'built in',
  add: 'Add server',
  importJson: 'Import JSON',
  pocketHint:
    'Jan-Pocket was trained on google_search and scrape alone. Choose a larger model for other tools.',

  off: 'off',
  notAsked: 'not asked yet',
  connecting: 'connecting …',
  failed: 'failed',
  signInNeeded: 'sign in',
  tools,
  switchedOff: 'Switched off: the model does not hear of it.',
  it: 'It',
  answered: (who: string, time: string) => `${who} answered in ${time}.`,
  onOffer: (many: number, tokens: number) =>
    `${tools(many)} on offer, about ${count(tokens)} tokens of each prompt.`,
  noTools: 'It offers no tools.',
  signIn: 'Sign in',
  signInHint: 'You leave this page to sign in, and come back to it.',
  test: 'Test',
  switchOn: 'Switch on',
  switchOff: 'Switch off',
  allTools: 'All tools',
  setAll: 'Set all to …',
  always: 'Always',
  ask: 'Ask',
  never: 'Never',

  editOne: (name: string) => `Edit ${name}`,
  addOne: 'Add a server',
  address: 'Server address',
  addressHint: 'A server over streamable HTTP. What a tool is called with goes there.',
  nameHint: 'Stands before a tool’s name where another server has it too.',
  token: 'Bearer token',
  none: 'None',
  tokenHint: 'Where the server wants one. Without it you are asked to sign in if need be.',
  headers: 'Other headers',
  headersHint: 'One a line. Token and headers stay in this browser and go to this server alone.',
  secretsGone:
    'Token and headers were those of another server, so they are gone. Enter this one’s.',
  save: 'Save and connect',

  import: 'Import servers',
  importText: 'JSON of another program',
  importHint: 'As Jan, Claude Desktop, VS Code and others keep it.',
  importButton: 'Import',
  chooseFile: 'Choose a file',
  done: 'Done',
  file: 'File of servers',
  added: (many: number) => `${plural(many, { one: '# server', other: '# servers' })} added.`,
  /** The name of the server stands before it. */
  runByCommand:
    'is run by a command, which a browser cannot. The relay can: type this into a terminal, with your own values for …, then add its address.',
  addAddress: (address: string) => `Add ${address}`,
  copyRefused: 'The browser did not let the page copy. Select the line and copy it.',
};

export const servers = area('servers', en);
