/** Asks a source which files a model consists of, how large they are and what their digests are. */
import type { ModelCard, ModelFile, Said } from '../contracts';
import { AppError, isAbort, isAppError, toErrorInfo } from '../errors';
import { origins as words } from '../i18n/en/origins';
import { catalogue } from './catalogue';
import { libraryFor, noLibrary } from './libraries';
import {
  CHAT_CONFIG,
  EARLIER_TENSOR_CACHE,
  TENSOR_CACHE,
  type MlcQuantisation,
} from './mlc-layout';
import type { Offer, Source } from './offers';
import { RunningHash } from './running-hash';

/** Where relays, mirrors and hub are; each without a slash at its end, empty where there is none. */
export interface Hosts {
  /** The app's own address, against which relative ones are resolved. */
  app: string;
  relay: string;
  mirror: string;
  hub: string;
}

export interface Listing {
  files: { name: string; file: ModelFile }[];
  /** Where it was found, for people. */
  from: string;
}

/**
 * Goes through the offer's sources in their order and returns the first that has the model.
 * Throws an AppError `model-missing` that says what each of them answered.
 */
export async function resolveOffer(
  offer: Offer,
  hosts: Hosts,
  signal: AbortSignal,
): Promise<{ card: ModelCard; source: string }> {
  const answers: (string | Said)[] = [];
  for (const source of offer.sources) {
    const place = placeOf(source, hosts);
    if (!place) continue;
    try {
      const listing = await list(source, hosts, signal);
      const card = await cardOf(offer, listing, hosts, signal);
      return { card, source: listing.from };
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      answers.push(words.answer(place, whatFailed(error)));
      // Found, but not what it should be: another source would only hide that.
      if (isAppError(error) && error.code === 'model-unsupported') throw error;
    }
  }
  const importable = offer.sources.some(({ kind }) => kind === 'import');
  const say = importable ? words.noSourceImport : words.noSource;
  throw new AppError('model-missing', say(offer.name, inOneLine(answers)));
}

/** What to say of an error within another one. */
export function whatFailed(error: unknown): string | Said {
  const { said, message } = toErrorInfo(error);
  return said ?? message;
}

/** Sentences, one after the other. */
export function inOneLine(sentences: (string | Said)[]): string | Said {
  const [first = '', ...others] = sentences;
  return others.reduce<string | Said>((line, one) => words.both(line, one), first);
}

/** Whether a source has it. A hub is not asked: it need not know of a person who may not want the model. */
export async function isOffered(
  { sources }: Offer,
  hosts: Hosts,
  signal: AbortSignal,
): Promise<boolean> {
  for (const source of sources) {
    const place = placeOf(source, hosts);
    if (!place) continue;
    if (source.kind === 'hub') return true;
    const files = await listFolder(place, signal).catch(() => []);
    if (files.length > 0) return true;
  }
  return false;
}

function placeOf(source: Source, hosts: Hosts): string | undefined {
  if (source.kind === 'import') return undefined;
  if (source.kind === 'hub') return hosts.hub && `${hosts.hub}/${source.repo}`;
  if (source.kind === 'url') return source.url;
  return hosts[source.base] && `${hosts[source.base]}/models/${source.path}`;
}

export async function list(source: Source, hosts: Hosts, signal: AbortSignal): Promise<Listing> {
  const place = placeOf(source, hosts) ?? '';
  if (source.kind === 'hub') {
    const { files } = await listHub(hosts.hub, source.repo, signal);
    if (!source.tokenizerRepo || files.some(({ name }) => name === 'tokenizer.json'))
      return { files, from: place };
    const other = await listHub(hosts.hub, source.tokenizerRepo, signal);
    const tokenizer = other.files.filter(({ name }) => name === 'tokenizer.json');
    return { files: [...files, ...tokenizer], from: place };
  }
  return { files: await listFolder(place, signal), from: place };
}

interface HubAnswer {
  sha?: string;
  siblings?: { rfilename?: string; size?: number; lfs?: { sha256?: string; size?: number } }[];
}

/** https://huggingface.co/docs/hub/api; addresses name the commit, so they never change. */
async function listHub(hub: string, repo: string, signal: AbortSignal): Promise<Listing> {
  const answer = (await getJson(`${hub}/api/models/${repo}?blobs=true`, signal)) as HubAnswer;
  const files = (answer.siblings ?? []).flatMap(({ rfilename: name, size, lfs }) => {
    const bytes = lfs?.size ?? size;
    if (!name || !bytes) return [];
    const url = `${hub}/${repo}/resolve/${answer.sha ?? 'main'}/${name}`;
    return [{ name, file: { url, bytes, ...(lfs?.sha256 ? { sha256: lfs.sha256 } : {}) } }];
  });
  return { files, from: `${hub}/${repo}` };
}

/** `manifest.json` as `npm run convert` writes it: `{files: [{name, bytes, sha256}]}`. */
async function listFolder(base: string, signal: AbortSignal): Promise<Listing['files']> {
  const answer = (await getJson(`${base}/manifest.json`, signal)) as { files?: unknown };
  const files = Array.isArray(answer.files) ? (answer.files as Record<string, unknown>[]) : [];
  return files.flatMap(({ name, bytes, sha256 }) => {
    if (typeof name !== 'string' || typeof bytes !== 'number' || !isPlainName(name)) return [];
    const digest = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? { sha256 } : {};
    return [{ name, file: { url: `${base}/${name}`, bytes, ...digest } }];
  });
}

function isPlainName(name: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)*$/.test(name) && !name.includes('..');
}

export async function cardOf(
  offer: Offer,
  { files }: Listing,
  hosts: Hosts,
  signal: AbortSignal,
): Promise<ModelCard> {
  const tokenizer = files.find(({ name }) => name === 'tokenizer.json');
  if (!tokenizer) throw missing('tokenizer.json');
  const weights =
    offer.engine === 'wllama'
      ? ggufFiles(offer, files)
      : await mlcFiles(offer, files, hosts, signal);
  return cardFrom(offer, weights, await measured(tokenizer.file, signal));
}

/** Contexts below this leave room for little more than Jan-Pocket's. */
const SMALL_CONTEXT = 16384;

export function cardFrom(offer: Offer, files: ModelFile[], tokenizer: ModelFile): ModelCard {
  const { id, name, description, engine, quantisation, sampling } = offer;
  const contextTokens = Math.min(offer.contextTokens, offer.defaultContextTokens);
  return {
    id,
    name,
    description,
    engines: { [engine]: { quantisation, files } },
    tokenizer,
    contextTokens,
    ...limitsFor(contextTokens),
    sampling,
  };
}

/** How much of a context answers and results may take. */
export function limitsFor(
  contextTokens: number,
): Pick<ModelCard, 'maxNewTokens' | 'toolResultTokens' | 'searchResults' | 'maxSteps'> {
  const [small] = catalogue;
  const { maxNewTokens, toolResultTokens, searchResults, maxSteps } =
    small && contextTokens < SMALL_CONTEXT
      ? small
      : { maxNewTokens: 2048, toolResultTokens: 2000, searchResults: 10, maxSteps: 10 };
  return { maxNewTokens, toolResultTokens, searchResults, maxSteps };
}

/** WebLLM's library for the offer, as a file with its size and digest. */
export async function libraryFile(
  { library }: Offer,
  hosts: Pick<Hosts, 'app'>,
  signal: AbortSignal,
): Promise<ModelFile> {
  const url = library && new URL(library.url, hosts.app).href;
  if (!url) throw missing(words.aLibrary);
  return measured({ url, bytes: 0 }, signal);
}

function ggufFiles(offer: Offer, files: Listing['files']): ModelFile[] {
  const wanted = offer.sources.flatMap((one) => (one.kind === 'hub' && one.file ? [one.file] : []));
  const end = (wanted[0] ?? '.gguf').toLowerCase();
  const found = files.filter(({ name }) => name.toLowerCase().endsWith(end));
  if (found.length === 0) throw missing(words.fileEnding(end));
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new AppError('model-unsupported', words.severalEnding(end, names));
  }
  return found.map(({ file }) => file);
}

async function mlcFiles(
  offer: Offer,
  files: Listing['files'],
  hosts: Hosts,
  signal: AbortSignal,
): Promise<ModelFile[]> {
  const get = (name: string) => files.find((one) => one.name === name)?.file;
  const config = get(CHAT_CONFIG);
  const cache = get(TENSOR_CACHE) ?? get(EARLIER_TENSOR_CACHE);
  if (!config || !cache) throw missing(config ? TENSOR_CACHE : CHAT_CONFIG);
  const {
    model_type: type,
    quantization,
    model_config: model = {},
  } = (await getJson(config.url, signal)) as {
    model_type?: unknown;
    quantization?: unknown;
    model_config?: Record<string, unknown>;
  };
  if (type !== 'qwen3' || quantization !== offer.quantisation) {
    const held = `${String(type)} ${String(quantization)}`;
    throw new AppError('model-unsupported', words.otherModel(held, offer.quantisation));
  }
  // With another RoPE a library would load, run, and answer badly.
  const library = model['rope_scaling']
    ? libraryFor(model, quantization as MlcQuantisation)
    : offer.library;
  if (!library) throw noLibrary(offer.name, model, offer.quantisation);
  const { records } = (await getJson(cache.url, signal)) as { records?: { dataPath?: string }[] };
  const shards = (records ?? []).map(({ dataPath = '' }) => get(dataPath) ?? missing(dataPath));
  const absent = shards.find((shard) => shard instanceof AppError);
  if (absent || shards.length === 0) throw absent ?? missing(words.aShard);
  return [
    await measured(config, signal),
    await measured(cache, signal),
    ...(shards as ModelFile[]),
    await libraryFile({ ...offer, library }, hosts, signal),
  ];
}

/** Small files have no digest on the hub: they are read once to know what they are. */
async function measured(file: ModelFile, signal: AbortSignal): Promise<ModelFile> {
  if (file.sha256) return file;
  const response = await get(file.url, signal);
  const hash = await RunningHash.start();
  hash.add(new Uint8Array(await response.arrayBuffer()));
  return { ...file, bytes: hash.at, sha256: hash.digest() };
}

export async function getJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await get(url, signal);
  try {
    return await response.json();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new AppError('model-missing', words.noJson(url), { cause: error });
  }
}

async function get(url: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal, cache: 'no-cache' });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new AppError('network', words.unreachable, { cause: error });
  }
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (response.ok && !isPage) return response;
  await response.body?.cancel();
  throw new AppError('model-missing', words.isNotThereStatus(url, response.status));
}

function missing(what: string | Said): AppError {
  return new AppError('model-missing', words.missing(what || words.aFile));
}
