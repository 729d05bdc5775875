/** What a failed tool says, in the words of the app and of the relay: the model has to read all of them as one thing. */
import { en as mcp } from '../../src/i18n/en/mcp';
import type { Random } from './names';

const RELAYS = [
  'http://localhost:8787',
  'http://127.0.0.1:8787',
  'http://192.168.1.20:8787',
  'https://relay.example.org',
  'https://search.example.net',
];
const PROVIDERS = ['Serper', 'SearXNG', 'Wikipedia', 'The search service'];

export function errorOf(r: Random): string {
  const port = String(r.int(1024, 65_535));
  const relay = r.chance(0.4) ? `http://localhost:${port}` : r.pick(RELAYS);
  const host = relay.replace(/^https?:\/\//, '');
  const provider = r.pick(PROVIDERS);
  const seconds = r.pick([5, 10, 15, 20, 30, 60]);
  return r.pick([
    ...[400, 404, 429, 500, 500, 502, 503, 504].map((status) =>
      mcp.refused(`${relay}/mcp`, status),
    ),
    mcp.broken(host, r.pick([500, 502, 503])),
    mcp.otherStatus(host, r.pick([400, 404, 410])),
    mcp.slow(host, seconds),
    mcp.forbidden(host),
    mcp.unreachable(host, 'http://localhost:8787'),
    mcp.workerFailed,
    `${provider} did not answer within ${seconds} s. Try again.`,
    `${provider} could not be reached. Check the network of the relay.`,
    `${provider} sent an answer that cannot be read.`,
    `Too many requests to ${provider} at once. Wait a moment, then try again.`,
    'the search service is not reachable',
    'rate limited, wait a moment',
    `timed out after ${seconds} s`,
    `the service answered ${r.pick([500, 502, 503])}`,
    'fetch failed',
    'Failed to fetch',
    'the tool failed',
  ]);
}
