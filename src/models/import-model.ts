/** Brings files from the disk into the store, as they are or converted. Runs in the download worker. */
import { createMD5 } from 'hash-wasm';
import type { ModelFile } from '../contracts';
import { AppError, isAppError } from '../errors';
import { importing as words } from '../i18n/en/importing';
import { corrupt, isRecord, readJson, type ByteSource, type SourceFolder } from './convert/bytes';
import { convert, isMlcQuantisation, MANIFEST, type ConvertProgress } from './convert/convert';
import { blobSource, filesFolder } from './convert/file-sources';
import { readGguf } from './convert/gguf';
import { configOf, tokenizerOf } from './convert/gguf-qwen3';
import { openCheckpoint } from './convert/open-checkpoint';
import { qwenShape } from './convert/qwen-config';
import { configOfMlc } from './custom-offer';
import { assertQuota, downloadFiles } from './download';
import { onlySafetensors } from './import-plan';
import {
  CHAT_CONFIG,
  EARLIER_TENSOR_CACHE,
  mlcLayout,
  TENSOR_CACHE,
  type MlcQuantisation,
} from './mlc-layout';
import { lockedModels, withDownloadLock } from './model-files';
import type { Offer } from './offers';
import { cardFrom, libraryFile } from './resolve';
import { IMPORTED, ModelStore } from './store';
import { notKept, StoreSink } from './store-sink';

export interface ImportRequest {
  files: File[];
  how: 'keep' | 'convert';
  offer: Offer;
  /** The app's own address: its model libraries are there. */
  app: string;
}

type Report = (done: number, total: number) => void;

const COPY_BYTES = 4 << 20;

/** What the addresses of a model's files begin with. */
export function importPrefix(id: string): string {
  return `${IMPORTED}${id}/`;
}

/**
 * Resolves when the model is stored, checked and listed. After an error or a stop nothing of it is
 * left; a conversion whose page was closed goes on from its last shard when it is asked for again.
 * Throws AppErrors: `storage`, `model-corrupt`, `model-missing`, `model-unsupported`, `bad-input`,
 * `network` for the library, `aborted`.
 */
export async function importModel(
  request: ImportRequest,
  signal: AbortSignal,
  report: Report,
): Promise<void> {
  const { offer, app } = request;
  await withDownloadLock(offer.id, signal, async () => {
    const store = await ModelStore.open();
    if (!store.lasting) {
      throw new AppError('storage', words.nothingStored);
    }
    if (await store.model(offer.id)) {
      throw new AppError('bad-input', words.alreadyThere(offer.name));
    }
    const sink = new StoreSink(store, importPrefix(offer.id));
    const library: ModelFile[] = [];
    try {
      await sweep(store, offer.id);
      await assertQuota(offer.estimatedBytes);
      // First: without its library the weights are of no use.
      if (offer.engine === 'webllm') {
        library.push(await libraryFile(offer, { app }, signal));
        await downloadFiles(store, library, { signal }).catch(libraryFault);
      }
      const names = await bring(request, sink, signal, report);
      const files = await Promise.all(names.map((name) => sink.fileOf(name)));
      const tokenizer = await sink.fileOf('tokenizer.json');
      signal.throwIfAborted();
      const card = cardFrom(offer, [...files, ...library], tokenizer);
      const [from] = offer.sources;
      const source = from?.kind === 'import' ? from.from : '';
      await store.setModel({ card, offer, source, added: Date.now() }).catch((error: unknown) => {
        throw notKept(error);
      });
      await sink.remove(MANIFEST);
    } catch (error) {
      await discard(store, importPrefix(offer.id));
      await store.forgetUnused(library);
      throw error;
    }
  });
}

/** A download's errors speak of resuming; nothing of an import is left to be resumed. */
function libraryFault(error: unknown): never {
  if (!isAppError(error)) throw error;
  if (error.code === 'storage') throw notKept(error.cause ?? error);
  if (error.code !== 'network') throw error;
  throw new AppError('network', words.noLibrary, { cause: error });
}

/** Deletes what is stored under addresses that begin with `prefix` and belongs to no model. */
async function discard(store: ModelStore, prefix: string): Promise<void> {
  for (const url of await store.strays(prefix)) await store.forgetFile(url);
}

/** Imports that were cut off and not asked for again. */
async function sweep(store: ModelStore, current: string): Promise<void> {
  const busy = new Set([...(await lockedModels()), current]);
  for (const url of await store.strays(IMPORTED)) {
    const id = url.slice(IMPORTED.length, url.indexOf('/'));
    if (!busy.has(id)) await store.forgetFile(url);
  }
}

/** Returns the names of the weights' files. */
async function bring(
  { files, how, offer }: ImportRequest,
  sink: StoreSink,
  signal: AbortSignal,
  report: Report,
): Promise<string[]> {
  const folder = filesFolder(offer.name, files);
  const gguf = files.find(({ name }) => name.toLowerCase().endsWith('.gguf'));
  const { quantisation } = offer;
  if (how === 'convert' && isMlcQuantisation(quantisation)) {
    const single = gguf?.name ?? onlySafetensors(files);
    const checkpoint = await openCheckpoint(folder, single, signal);
    const { files: made } = await convert(checkpoint, sink, {
      quantisation,
      overwrite: true,
      signal,
      onProgress: ({ done, total }: ConvertProgress) => report(done, total),
    });
    return made.map(({ name }) => name).filter((name) => name !== 'tokenizer.json');
  }
  if (gguf) {
    await copy(blobSource(gguf.name, gguf), gguf.name, sink, signal, (done) =>
      report(done, gguf.size),
    );
    await bringTokenizer(gguf, folder, sink, signal);
    return [gguf.name];
  }
  return bringMlc(folder, sink, signal, report);
}

async function bringTokenizer(
  gguf: File,
  folder: SourceFolder,
  sink: StoreSink,
  signal: AbortSignal,
): Promise<void> {
  const beside = await folder.open('tokenizer.json', signal);
  if (beside) {
    await copy(await tokenizerIn(beside, signal), 'tokenizer.json', sink, signal);
    return;
  }
  const inside = await readGguf(blobSource(gguf.name, gguf), signal);
  qwenShape(configOf(inside), gguf.name);
  const blob = new Blob([JSON.stringify(tokenizerOf(inside))]);
  await copy(blobSource('tokenizer.json', blob), 'tokenizer.json', sink, signal);
}

async function tokenizerIn(source: ByteSource, signal: AbortSignal): Promise<ByteSource> {
  const { model } = await readJson(source, signal);
  if (isRecord(model)) return source;
  throw corrupt(source, words.noTokenizer);
}

interface ShardRecord {
  dataPath: string;
  nbytes: number;
  md5sum?: string;
  records: { name: string; shape: number[] }[];
}

async function bringMlc(
  folder: SourceFolder,
  sink: StoreSink,
  signal: AbortSignal,
  report: Report,
): Promise<string[]> {
  const chat = await present(folder, [CHAT_CONFIG]);
  const cache = await present(folder, [TENSOR_CACHE, EARLIER_TENSOR_CACHE]);
  const tokenizer = await tokenizerIn(await present(folder, ['tokenizer.json']), signal);
  const { config, quantisation } = configOfMlc(folder.name, await readJson(chat, signal));
  const shards = shardsIn(cache, await readJson(cache, signal));
  checkParameters(folder.name, config, quantisation, shards);
  const sources: ByteSource[] = [];
  for (const { dataPath, nbytes } of shards) {
    const source = await present(folder, [dataPath]);
    if (source.size !== nbytes) throw corrupt(source, words.hasBytes(source.size, nbytes));
    sources.push(source);
  }
  const total = shards.reduce((sum, { nbytes }) => sum + nbytes, 0);
  let before = 0;
  for (const [i, { dataPath, nbytes, md5sum }] of shards.entries()) {
    const source = sources[i]!;
    const md5 = await copy(source, dataPath, sink, signal, (done) => report(before + done, total));
    if (md5sum && md5 !== md5sum) throw corrupt(source, words.otherContents);
    before += nbytes;
  }
  await copy(chat, CHAT_CONFIG, sink, signal);
  await copy(cache, TENSOR_CACHE, sink, signal);
  await copy(tokenizer, 'tokenizer.json', sink, signal);
  return [CHAT_CONFIG, TENSOR_CACHE, ...shards.map(({ dataPath }) => dataPath)];
}

function shardsIn(source: ByteSource, { records }: Record<string, unknown>): ShardRecord[] {
  const isShard = (one: unknown): one is ShardRecord =>
    isRecord(one) &&
    typeof one['dataPath'] === 'string' &&
    /^[\w.-]+$/.test(one['dataPath']) &&
    typeof one['nbytes'] === 'number' &&
    Array.isArray(one['records']);
  if (Array.isArray(records) && records.length > 0 && records.every(isShard)) return records;
  throw corrupt(source, words.noShards);
}

/** Names and shapes as a library asks for them; throws `model-unsupported`. */
function checkParameters(
  name: string,
  config: Record<string, unknown>,
  quantisation: MlcQuantisation,
  shards: ShardRecord[],
): void {
  const held = new Map(
    shards.flatMap(({ records }) => records).map(({ name, shape }) => [name, shape.join('×')]),
  );
  for (const { name: wanted, shape } of mlcLayout(qwenShape(config, name), quantisation)) {
    const found = held.get(wanted);
    if (found === shape.join('×')) continue;
    throw new AppError(
      'model-unsupported',
      words.incomplete(name, wanted, found ?? words.missing, shape.join('×')),
    );
  }
}

async function present(folder: SourceFolder, names: string[]): Promise<ByteSource> {
  for (const name of names) {
    const source = await folder.open(name);
    if (source) return source;
  }
  throw new AppError('model-missing', words.notChosen(names[0] ?? ''));
}

/** A piece at a time. Returns the MD5, which MLC's lists of shards have. */
async function copy(
  source: ByteSource,
  name: string,
  sink: StoreSink,
  signal: AbortSignal,
  onBytes: (done: number) => void = () => undefined,
): Promise<string> {
  const file = await sink.create(name, source.size);
  const md5 = await createMD5();
  try {
    for (let at = 0; at < source.size; at += COPY_BYTES) {
      const chunk = await source.read(at, Math.min(COPY_BYTES, source.size - at), signal);
      md5.update(chunk);
      await file.write(chunk);
      onBytes(at + chunk.length);
    }
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
  return md5.digest();
}
