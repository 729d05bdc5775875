/** Loads stored weights with either engine, and reads the same bytes without one. */
import { MLCEngine } from '@mlc-ai/web-llm';
import type { ModelCard, ModelFile } from '../../src/contracts';
import { LIBRARY_URL, MODEL_URL, Weights } from '../../src/engine/webllm-weights';
import { WllamaEngine } from '../../src/engine/wllama';
import { ensureModel } from '../../src/models/model-files';

const signal = new AbortController().signal;
const nothing = () => undefined;

function absolute(file: ModelFile): ModelFile {
  return { ...file, url: new URL(file.url, location.href).href };
}

function here(card: ModelCard): ModelCard {
  const engines = Object.fromEntries(
    Object.entries(card.engines).map(([id, weights]) => [
      id,
      { ...weights, files: weights.files.map(absolute) },
    ]),
  );
  return { ...card, tokenizer: absolute(card.tokenizer), engines };
}

const filesOf = (card: ModelCard) => Object.values(card.engines).flatMap(({ files }) => files);

/** Downloads it into the store, as the app does. */
async function store(card: ModelCard): Promise<void> {
  const own = here(card);
  await ensureModel(own, [own.tokenizer, ...filesOf(own)], signal, nothing);
}

/** Milliseconds that reading the files takes, a piece at a time, with nothing but IndexedDB. */
async function alone(files: ModelFile[]): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const open = indexedDB.open('jan-nano-weights');
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error!);
  });
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
  const pieces = () => database.transaction('files').objectStore('files');
  const begin = performance.now();
  for (const { url, bytes } of files) {
    const keys = await answer(
      pieces().getAllKeys(IDBKeyRange.bound(['piece', url], ['piece', url, []])),
    );
    let read = 0;
    for (const key of keys)
      read += (await ((await answer(pieces().get(key))) as Blob).arrayBuffer()).byteLength;
    if (read !== bytes) throw new Error(`${url}: ${read} bytes are stored instead of ${bytes}`);
  }
  const ms = performance.now() - begin;
  database.close();
  return ms;
}

export interface Timed {
  /** From the first byte of the weights to the last one in the engine's hands. */
  weights: number;
  /** Reading the same files from IndexedDB, alone. */
  alone: number;
  /** Everything, with compiling. */
  load: number;
}

/** Stands in wllama's worker behind what reads the weights there, and tells when it is asked and has answered. */
const clock = `
  const ask = self.postMessage;
  const marks = new BroadcastChannel('marks');
  const mark = () => marks.postMessage(performance.timeOrigin + performance.now());
  self.postMessage = (message, ...rest) => {
    if (message?.verb === 'fs.read_req') mark();
    ask(message, ...rest);
  };
  self.addEventListener('message', ({ data }) => {
    if (data?.verb === 'fs.read_res') mark();
  });
`;

/** llama.cpp: from the first bytes that it asks for until it has the last ones. */
async function wllama(card: ModelCard): Promise<Timed> {
  const own = here(card);
  const engine = new WllamaEngine();
  const marks: number[] = [];
  const channel = new BroadcastChannel('marks');
  channel.onmessage = ({ data }: MessageEvent<number>) => marks.push(data);
  const { createObjectURL } = URL as { createObjectURL: (this: void, source: Blob) => string };
  URL.createObjectURL = (source) => {
    URL.createObjectURL = createObjectURL;
    return createObjectURL(new Blob([source as Blob, clock], { type: 'text/javascript' }));
  };
  const begin = performance.now();
  await engine.load(own, { signal, onProgress: nothing });
  const load = performance.now() - begin;
  channel.close();
  await engine.unload();
  if (marks.length < 2) throw new Error('wllama does not ask for its weights as it did.');
  return { weights: marks.at(-1)! - marks[0]!, load, alone: await alone(filesOf(own)) };
}

/** WebLLM: from its first look for a shard until the last one is on the graphics processor. */
async function webllm(card: ModelCard): Promise<Timed> {
  const own = here(card);
  const begin = performance.now();
  const files = filesOf(own);
  const weights = await Weights.fetch(own, files, signal, nothing);
  const record = { model: MODEL_URL, model_id: 'model', model_lib: LIBRARY_URL };
  const marks: number[] = [];
  const engine = new MLCEngine({
    appConfig: { model_list: [record], cacheBackend: 'cache' },
    logLevel: 'SILENT',
    initProgressCallback: ({ text }) => {
      if (/^(Start to fetch params|Loading model from cache)/.test(text))
        marks.push(performance.now());
    },
  });
  await weights.serve(() => engine.reload('model'), nothing);
  const load = performance.now() - begin;
  await engine.unload();
  const shards = files.filter(({ url }) => url.endsWith('.bin'));
  if (marks.length !== shards.length + 1) throw new Error('WebLLM reports its loading otherwise.');
  return { weights: marks.at(-1)! - marks[0]!, load, alone: await alone(shards) };
}

const lab = { store, wllama, webllm };
export type LoadLab = typeof lab;
declare global {
  interface Window {
    loading: LoadLab;
  }
}
window.loading = lab;
