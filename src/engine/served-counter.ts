/**
 * Counts the tokens of a model that runs on a server: with its tokenizer.json where one can be had, by asking the
 * server where not, and at last by a guess that is rather too high.
 */
import type { ModelCard } from '../contracts';
import { AppError, isAbort } from '../errors';
import { engines as words } from '../i18n/en/engines';
import { isJanPocket, type ModelServer, type TokenizerChoice } from '../models/model-server';
import { offers, type Source } from '../models/offers';
import { getJson, list, type Hosts } from '../models/resolve';
import { estimateTokens } from './token-estimate';
import { TokenCounter } from './token-counter';

export interface ServedCounter {
  count(text: string): Promise<number>;
  /** For people, where it is not by the model's own tokenizer in this page. */
  how?: string;
}

/** Throws an AppError where what `server.tokenizer` names cannot be had; without it takes what there is. */
export async function servedCounter(
  card: ModelCard,
  server: ModelServer,
  signal: AbortSignal,
): Promise<ServedCounter> {
  const make: Record<TokenizerChoice, () => Promise<ServedCounter>> = {
    'jan-pocket': async () => byFile(await getJson(card.tokenizer.url, signal)),
    qwen3: async () => byFile(await janNanoTokenizer(server.hosts, signal)),
    server: async () => byServer({ ...server, model: card.id }, signal),
    estimate: () => Promise.resolve(byEstimate),
  };
  if (server.tokenizer) return make[server.tokenizer]();
  const choices: TokenizerChoice[] = isJanPocket(card.id)
    ? ['jan-pocket', 'server']
    : ['qwen3', 'server'];
  for (const choice of choices) {
    try {
      return await make[choice]();
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
    }
  }
  return byEstimate;
}

const byEstimate: ServedCounter = {
  count: (text) => Promise.resolve(estimateTokens(text)),
  how: 'token counts are estimates',
};

function byFile(json: unknown): ServedCounter {
  const counter = new TokenCounter(json as object);
  return { count: (text) => Promise.resolve(counter.count(text)) };
}

/** Wherever the catalogue has Jan-Nano: the relay's folders, the mirror's, the hub. */
async function janNanoTokenizer(hosts: Hosts | undefined, signal: AbortSignal): Promise<unknown> {
  const nano = offers.filter(({ id }) => id.startsWith('jan-nano'));
  const folders = nano.flatMap(({ sources }) => sources.filter(({ kind }) => kind === 'folder'));
  const hub: Source = { kind: 'hub', repo: 'Menlo/Jan-nano' };
  const sources = hosts
    ? [...folders.filter((one) => one.kind === 'folder' && hosts[one.base]), hub]
    : [];
  for (const source of sources) {
    try {
      const { files } = await list(source, hosts!, signal);
      const found = files.find(({ name }) => name === 'tokenizer.json');
      if (found) return await getJson(found.file.url, signal);
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
    }
  }
  throw new AppError('model-missing', words.noTokenizer);
}

/** Kept counts: the agent counts the same texts again and again. */
const KEPT = 500;

/** vLLM takes a `prompt` and gives a `count`, llama.cpp takes `content` and gives `tokens`; both beside their `/v1`. */
async function byServer(server: ModelServer, signal: AbortSignal): Promise<ServedCounter> {
  const above = server.baseUrl.replace(/\/v1$/, '');
  const kept = new Map<string, number>();
  const ask = async (text: string, stop?: AbortSignal) => {
    const content = text.replace(/\p{Surrogate}/gu, '\ufffd');
    const response = await fetch(`${above}/tokenize`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(server.apiKey ? { Authorization: `Bearer ${server.apiKey}` } : {}),
      },
      body: JSON.stringify({
        ...{ model: server.model, prompt: content, add_special_tokens: false },
        ...{ content, add_special: false, parse_special: true },
      }),
      ...(stop ? { signal: stop } : {}),
    });
    if (!response.ok) throw new Error(`Status ${response.status}`);
    const { count, tokens } = (await response.json()) as { count?: unknown; tokens?: unknown };
    const found = Array.isArray(tokens) ? tokens.length : count;
    if (typeof found !== 'number') throw new Error('No count.');
    return found;
  };
  const fault = (cause: unknown) =>
    new AppError('network', words.countsNone(server.baseUrl), { cause });

  await ask('one two', signal).catch((error: unknown) => {
    throw signal.aborted ? error : fault(error);
  });
  return {
    how: 'the server counts tokens',
    async count(text) {
      let count = kept.get(text);
      if (count === undefined) {
        count = await ask(text).catch((error: unknown) => {
          throw fault(error);
        });
        if (kept.size >= KEPT) kept.clear();
        kept.set(text, count);
      }
      return count;
    },
  };
}
