/** The page's side of models: what is offered and stored, and the worker that downloads. */
import type { ModelCard, Said } from '../contracts';
import { AppError } from '../errors';
import { downloads as words } from '../i18n/en/downloads';
import { catalogue } from './catalogue';
import { CHANNEL, type DownloadNews, type ToDownloadWorker } from './download-protocol';
import type { ImportChoice, ImportPlan } from './import-plan';
import { lockedModels, withDownloadLock } from './model-files';
import { offers, type Offer } from './offers';
import type { Hosts } from './resolve';
import { filesOf, IMPORTED, ModelStore, type ModelRecord } from './store';

/** One model as the manager shows it. */
export interface ShelfModel {
  id: string;
  name: string;
  description: string | Said;
  quantisation: string;
  /** Undefined for the app's own model, which needs no choice of a source. */
  offer?: Offer;
  /** There as soon as a download has begun. */
  card?: ModelCard;
  storedBytes: number;
  /** Exact once the source has been asked, before that an estimate. */
  totalBytes: number;
  estimated: boolean;
  complete: boolean;
  /** In ms since 1970. */
  used?: number;
  /** Where its files come from, once known. */
  source?: string;
  /** Some tab is downloading or checking it right now. */
  busy: boolean;
  /** Imported, or added by its address: it leaves the list when it is deleted. */
  brought: boolean;
}

export interface StorageState {
  /** Undefined where the browser does not tell. */
  quota?: number;
  usage: number;
  /** Whether the browser has promised not to clear it when the disk runs low. */
  persisted: boolean;
}

/** Downloads of this size are worth asking the browser to keep what is stored. */
const PERSIST_BYTES = 100e6;

export class ModelShelf {
  readonly #hosts: () => Hosts;
  readonly #channel = new BroadcastChannel(CHANNEL);
  #worker: Worker | undefined;

  /** `hosts` is asked at each download, because settings change. */
  constructor(hosts: () => Hosts) {
    this.#hosts = hosts;
  }

  /** Calls `listener` with news of all tabs; returns how to end that. */
  listen(listener: (news: DownloadNews) => void): () => void {
    const hear = ({ data }: MessageEvent<DownloadNews>) => listener(data);
    this.#channel.addEventListener('message', hear);
    return () => this.#channel.removeEventListener('message', hear);
  }

  /** The app's own models first. */
  async models(): Promise<ShelfModel[]> {
    const store = await ModelStore.open();
    const [records, busy] = await Promise.all([store.models(), lockedModels()]);
    const byId = new Map(records.map((record) => [record.card.id, record]));
    const own = catalogue.map((card) => this.#show(store, card.id, byId.get(card.id), busy, card));
    const others = [...records.flatMap(({ offer }) => offer ?? []), ...offers].map((offer) =>
      this.#show(store, offer.id, byId.get(offer.id), busy, offer),
    );
    return Promise.all([...own, ...others]);
  }

  /** Starts or resumes; how it goes is told to listeners. */
  async download(id: string): Promise<void> {
    const offer = offers.find((one) => one.id === id);
    const record = offer ? undefined : await (await ModelStore.open()).model(id);
    const own = record?.card ?? catalogue.find((one) => one.id === id);
    if (!offer && !own) throw new AppError('model-missing', words.noModel(id));
    if (((offer ?? record?.offer)?.estimatedBytes ?? 0) > PERSIST_BYTES) await askToPersist();
    const hosts = this.#hosts();
    this.#send({
      type: 'download',
      id,
      hosts,
      ...(offer ? { offer } : {}),
      ...(own ? { card: absolute(own, hosts.app) } : {}),
    });
  }

  /** What can be made of files. Throws what planImport() does. */
  async plan(files: File[], folderName?: string): Promise<ImportPlan> {
    // Knows all formats, and the first paint needs none of them.
    const { planImport } = await import('./import-plan');
    return planImport(files, folderName);
  }

  /** Brings files from the disk into the store; how it goes is told to listeners. */
  async import(choice: ImportChoice, files: File[]): Promise<void> {
    const { how, offer } = choice;
    if (offer.estimatedBytes > PERSIST_BYTES) await askToPersist();
    this.#send({ type: 'import', id: offer.id, how, offer, files, app: this.#hosts().app });
  }

  /** Looks a model up by its address or its name on the hub, and lists it. Downloads nothing yet. */
  async add(address: string, signal: AbortSignal): Promise<string> {
    const { lookUpAddress } = await import('./add-model');
    const record = await lookUpAddress(address, this.#hosts(), signal);
    await (await ModelStore.open()).setModel(record);
    this.#tell({ type: 'ended', id: record.card.id, outcome: 'paused' });
    return record.card.id;
  }

  /** Whichever tab downloads it stops; what is stored stays. */
  pause(id: string): void {
    this.#tell({ type: 'stop', id });
  }

  verify(id: string): void {
    this.#send({ type: 'verify', id });
  }

  /** Stops a download of it and deletes everything; resolves when that is verified. */
  async remove(id: string): Promise<void> {
    this.pause(id);
    await withDownloadLock(id, AbortSignal.timeout(10_000), async () => {
      await (await ModelStore.open()).deleteModel(id);
    });
    this.#tell({ type: 'removed', id });
  }

  async storage(): Promise<StorageState> {
    const { storage } = navigator as { storage?: StorageManager };
    const { quota, usage = 0 } = (await storage?.estimate()) ?? {};
    const persisted = (await storage?.persisted()) ?? false;
    return { ...(quota === undefined ? {} : { quota }), usage, persisted };
  }

  #send(message: ToDownloadWorker): void {
    this.#worker ??= this.#startWorker();
    // Offers come from reactive state as proxies, which cannot be cloned; files can, as they are.
    const plain = JSON.parse(JSON.stringify(message)) as ToDownloadWorker;
    this.#worker.postMessage('files' in message ? { ...plain, files: message.files } : plain);
  }

  #startWorker(): Worker {
    // Vite bundles the worker only where it finds this expression in one piece.
    const worker = new Worker(new URL('../workers/download-worker.ts', import.meta.url), {
      type: 'module',
      name: 'download',
    });
    worker.addEventListener('error', (event) => {
      console.error('The download worker failed.', event.message);
      this.#worker = undefined;
    });
    return worker;
  }

  /** A channel does not hear itself, and this page's listeners hang on this one. */
  #tell(news: DownloadNews): void {
    this.#channel.postMessage(news);
  }

  async #show(
    store: ModelStore,
    id: string,
    record: ModelRecord | undefined,
    busy: Set<string>,
    from: Offer | ModelCard,
  ): Promise<ShelfModel> {
    const offer = 'estimatedBytes' in from ? from : undefined;
    const card = offer ? record?.card : absolute(from as ModelCard, this.#hosts().app);
    const files = card ? filesOf(card) : [];
    const sizes = await Promise.all(files.map(({ url }) => store.bytesOf(url)));
    const isImported = record?.offer?.sources[0]?.kind === 'import';
    // A tokenizer made from a header is there before a download is asked for.
    const begun = sizes.some(
      (size, i) => size > 0 && (isImported || !files[i]?.url.startsWith(IMPORTED)),
    );
    const quantisation =
      offer?.quantisation ??
      Object.values((from as ModelCard).engines)
        .map((engine) => engine.quantisation)
        .join(', ');
    return {
      id,
      name: from.name,
      description: from.description,
      quantisation,
      ...(offer ? { offer } : {}),
      ...(card ? { card } : {}),
      storedBytes: begun ? sizes.reduce((sum, size) => sum + size, 0) : 0,
      totalBytes: card ? files.reduce((sum, { bytes }) => sum + bytes, 0) : offer!.estimatedBytes,
      estimated: !card,
      complete: card !== undefined && (await isComplete(store, card)),
      ...(record?.used ? { used: record.used } : {}),
      ...(record?.source ? { source: record.source } : {}),
      busy: busy.has(id),
      brought: record?.offer !== undefined,
    };
  }
}

/** Cards of all models that are stored whole, the app's own ones apart. */
export async function storedCards(): Promise<ModelCard[]> {
  const store = await ModelStore.open();
  const own = new Set(catalogue.map(({ id }) => id));
  const cards: ModelCard[] = [];
  for (const { card } of await store.models()) {
    if (!own.has(card.id) && (await isComplete(store, card))) cards.push(card);
  }
  return cards;
}

/** Complete for one engine is enough to load it. */
async function isComplete(store: ModelStore, card: ModelCard): Promise<boolean> {
  if (!(await store.has(card.tokenizer))) return false;
  for (const { files } of Object.values(card.engines)) {
    const all = await Promise.all(files.map((file) => store.has(file)));
    if (all.every(Boolean)) return true;
  }
  return false;
}

/** Browsers grant it or ask the person; a refusal changes nothing else. */
async function askToPersist(): Promise<void> {
  const { storage } = navigator as { storage?: StorageManager };
  try {
    if (!(await storage?.persisted())) await storage?.persist();
  } catch (error) {
    console.warn('The browser could not be asked to keep what is stored.', error);
  }
}

function absolute(card: ModelCard, app: string): ModelCard {
  const at = <T extends { url: string }>(file: T): T => ({
    ...file,
    url: new URL(file.url, app).href,
  });
  const engines = Object.fromEntries(
    Object.entries(card.engines).map(([id, weights]) => [
      id,
      { ...weights, files: weights.files.map(at) },
    ]),
  );
  return { ...card, tokenizer: at(card.tokenizer), engines };
}
