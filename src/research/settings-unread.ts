/** What stored settings say that the app cannot read, and would write over at the next change. */
import { isFields } from '../evaluate/row-shape';
import { parseSettings, type Settings } from './settings';

/** What a person has put together or typed. The rest are choices: a click brings one back. */
const byHand = [
  'relay',
  'modelServer',
  'mirror',
  'hub',
  'servers',
  'permissions',
  'sampling',
  'maxTokens',
  'assistants',
] as const satisfies (keyof Settings)[];

const secrets = ['relayToken', 'apiKey', 'token', 'headers'];

/** Whether something would be lost that can be shown. */
export function isPartlyUnread(stored: unknown): boolean {
  const open = withoutSecrets(stored);
  if (!isFields(open)) return !saysNothing(open);
  const read = parseSettings(open);
  return byHand.some((key) => isLost(open[key], read[key]));
}

/** What may stand in a file: tokens and headers go to their server alone. */
export function withoutSecrets(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(withoutSecrets);
  if (!isFields(stored)) return stored;
  const open = Object.entries(stored).filter(([key]) => !secrets.includes(key));
  return Object.fromEntries(open.map(([key, value]) => [key, withoutSecrets(value)]));
}

/** A text that is read in another form, such as an address without its slash, is not lost. */
function isLost(stored: unknown, read: unknown): boolean {
  if (saysNothing(stored)) return false;
  if (typeof stored !== typeof read || saysNothing(read)) return true;
  if (!isFields(stored) || !isFields(read)) return false;
  // Of a list that has become shorter, nothing stands in the last place.
  return Object.entries(stored).some(([key, value]) => isLost(value, read[key]));
}

function saysNothing(value: unknown): boolean {
  if (isFields(value)) return Object.values(value).every(saysNothing);
  return value === undefined || value === null || value === false || value === '';
}
