/** MCP servers in the settings: their list, the form for one, and their import. */
import { area, saying } from '../area';
import { formatsOf } from '../formats';

const { count, plural } = formatsOf('en');
const tools = (many: number) => plural(many, { one: '# tool', other: '# tools' });

export const en = {
  title: 'MCP servers',
  about:
    'Where tools come from. Each tool is called always, after asking you, or never. Before an address that neither you nor a search has named is opened, you are always asked.',
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
  addressHint: 'A server over streamable HTTP. The arguments of each call are sent there.',
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
  /** Below the line to type. */
  inFolder:
    'Type it in the folder of this app: the relay comes with it, and stands in no registry.',
  forPowerShell: 'The line is for PowerShell; its values hold until that window is closed.',
  addAddress: (address: string) => `Add ${address}`,
  copyRefused: 'The browser did not let the page copy. Select the line and copy it.',
  noJson: 'This is not JSON. Paste the whole file, from { to }.',
  noServers: 'There are no servers in it. It looks like {"mcpServers": {"name": {…}}}.',
  /** The name of a server, and one of those below. */
  remark: (name: string, why: string) => `${name}: ${why}`,
  noWay: 'it has neither an address nor a command.',
  oldTransport: 'it speaks the old SSE transport. Ask for its streamable HTTP address.',
  noAddress: (text: string) => `${text} is no address of a server.`,
  addressTaken: 'a server with this address is there already.',
  needsValues: (names: string) => `it needs your own value for ${names}. Edit it to add it.`,
};

export const servers = area('servers', en);
/** For what is thrown or kept. */
export const serverFaults = saying('servers', en);
