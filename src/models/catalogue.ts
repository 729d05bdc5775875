/** The models that the app offers. */
import type { ModelCard } from '../contracts';
import { AppError } from '../errors';
import { downloads } from '../i18n/en/downloads';
import { offers as words } from '../i18n/en/offers';
import { origins } from '../i18n/en/origins';
// Written by tools/pocket/export.py together with the files that it describes:
// {
//   "parameters": number of weights, embeddings counted once,
//   "quantisation": GGUF type of the matrices, such as "Q8_0",
//   "weights":   { "bytes": size of jan-pocket.gguf, "sha256": its SHA-256 in lower-case hex },
//   "tokenizer": { "bytes": size of tokenizer.json,  "sha256": likewise }
// }
import janPocket from './jan-pocket.json';
// Written by tools/model-manifest.ts.
import janPocketMlc from './jan-pocket-mlc.json';

const cards: readonly ModelCard[] = [
  {
    id: 'jan-pocket',
    name: 'Jan-Pocket',
    description: words.pocket(millions(janPocket.parameters)),
    engines: {
      wllama: {
        quantisation: janPocket.quantisation,
        files: [{ url: 'models/jan-pocket/jan-pocket.gguf', ...janPocket.weights }],
      },
      webllm: janPocketMlc,
    },
    tokenizer: { url: 'models/jan-pocket/tokenizer.json', ...janPocket.tokenizer },
    contextTokens: 4096,
    maxNewTokens: 160,
    toolResultTokens: 420,
    searchResults: 5,
    maxSteps: 4,
    sampling: { temperature: 0, topP: 1, topK: 1, minP: 0 },
  },
];

/** All models, the default one first. Throws an AppError when an entry contradicts itself. */
export const catalogue: readonly ModelCard[] = checkCatalogue(cards);

/** Throws an AppError `model-missing` for an id that is not in the catalogue. */
export function modelCard(id: string): ModelCard {
  const card = catalogue.find((entry) => entry.id === id);
  if (card) return card;
  const known = catalogue.map((entry) => entry.id).join(', ');
  throw new AppError('model-missing', downloads.noModelOf(id, known));
}

/** Returns the cards unchanged; throws an AppError `bad-input` naming everything that is wrong. */
export function checkCatalogue(entries: readonly ModelCard[]): readonly ModelCard[] {
  const faults = entries.flatMap((card, index) => [
    ...faultsOf(card).map((fault) => `${card.id}: ${fault}`),
    ...(entries.findIndex((other) => other.id === card.id) === index
      ? []
      : [`${card.id}: the id is there twice`]),
  ]);
  if (faults.length === 0) return entries;
  throw new AppError('bad-input', origins.catalogueWrong(faults.join('; ')));
}

function faultsOf(card: ModelCard): string[] {
  const faults: string[] = [];
  const engines = Object.values(card.engines);
  const files = [card.tokenizer, ...engines.flatMap((engine) => engine.files)];
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(card.id)) faults.push('the id is not in kebab-case');
  if (engines.length === 0) faults.push('no engine has weights');
  if (engines.some((engine) => engine.files.length === 0)) faults.push('an engine has no files');
  for (const { url, bytes, sha256 } of files) {
    if (!isCount(bytes)) faults.push(`${url} has no size`);
    if (url.startsWith('/')) faults.push(`${url} breaks under a sub-path`);
    if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
      faults.push(`${url} has a bad hash`);
  }
  for (const key of [
    'contextTokens',
    'maxNewTokens',
    'toolResultTokens',
    'searchResults',
    'maxSteps',
  ] as const) {
    if (!isCount(card[key])) faults.push(`${key} is not a positive whole number`);
  }
  // A run's last prompt holds one result at least, and must leave room for the answer.
  if (card.maxNewTokens + card.toolResultTokens >= card.contextTokens) {
    faults.push('one tool result and one answer do not fit into the context');
  }
  return faults;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function millions(count: number): string {
  return (count / 1e6).toFixed(1);
}
