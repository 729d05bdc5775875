/* eslint-disable svelte/prefer-svelte-reactivity -- each map is replaced as a whole, never changed */
import type { ErrorInfo, Said } from '../contracts';
import { toErrorInfo } from '../errors';
import { modelNotes } from '../i18n/en/models';
import type { DownloadProgress } from '../models/download';
import type { DownloadNews } from '../models/download-protocol';
import type { ImportChoice, ImportPlan } from '../models/import-plan';
import type { ModelShelf, ShelfModel, StorageState } from '../models/shelf';

/** What is going on with a model, told by whichever tab does it. */
export type Activity =
  | { kind: 'resolving' }
  | { kind: 'downloading'; progress: DownloadProgress }
  | { kind: 'importing'; name: string; done: number; total: number }
  | { kind: 'verifying'; done: number; total: number }
  | { kind: 'removing' };

function isDownload(activity: Activity | undefined): boolean {
  return activity?.kind === 'downloading' || activity?.kind === 'resolving';
}

/** A tab that has died says nothing more; a live one speaks several times a second. */
const SILENCE_MS = 4000;

/** The models on this device: what is stored, and what is happening to it in any tab. */
export class ModelManager {
  models = $state.raw<ShelfModel[]>([]);
  storage = $state.raw<StorageState>();
  activities = $state.raw<ReadonlyMap<string, Activity>>(new Map());
  errors = $state.raw<ReadonlyMap<string, ErrorInfo>>(new Map());
  /** What a person should know of a model, such as the outcome of a check. */
  notes = $state.raw<ReadonlyMap<string, Said>>(new Map());
  loaded = $state.raw(false);
  /** Id of the model whose download ended last, in whichever tab. */
  arrived = $state.raw<string>();

  readonly #shelf: ModelShelf;
  readonly #heard = new Map<string, number>();
  #turn = 0;

  constructor(shelf: ModelShelf) {
    this.#shelf = shelf;
  }

  /** Watches until the returned function is called. */
  start(): () => void {
    const end = this.#shelf.listen((news) => this.#hear(news));
    const timer = setInterval(() => this.#forgetSilent(), SILENCE_MS / 2);
    void this.refresh();
    return () => {
      end();
      clearInterval(timer);
    };
  }

  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const found = await Promise.all([this.#shelf.models(), this.#shelf.storage()]);
      // A later look may have been quicker.
      if (turn === this.#turn) [this.models, this.storage] = found;
    } catch (error) {
      this.#note('', undefined, toErrorInfo(error));
    }
    this.loaded = true;
  }

  async download(id: string): Promise<void> {
    await this.#do(id, { kind: 'resolving' }, () => this.#shelf.download(id));
  }

  /** What can be made of files; rejects with an AppError where nothing can. */
  plan(files: File[], folderName?: string): Promise<ImportPlan> {
    return this.#shelf.plan(files, folderName);
  }

  /** Files from the disk, as they are or converted. */
  async import(choice: ImportChoice, files: File[]): Promise<void> {
    const { id, name, estimatedBytes: total } = choice.offer;
    await this.#do(id, { kind: 'importing', name, done: 0, total }, () =>
      this.#shelf.import(choice, files),
    );
  }

  /** Lists a model by its address; rejects with an AppError where that cannot be. */
  async add(address: string, signal: AbortSignal): Promise<void> {
    await this.#shelf.add(address, signal);
    await this.refresh();
  }

  /** Stops a download, a check or an import in whichever tab it runs. */
  pause(id: string): void {
    this.#shelf.pause(id);
  }

  async verify(id: string): Promise<void> {
    await this.#do(id, { kind: 'verifying', done: 0, total: 0 }, async () =>
      this.#shelf.verify(id),
    );
  }

  async remove(id: string): Promise<void> {
    await this.#do(id, { kind: 'removing' }, async () => {
      await this.#shelf.remove(id);
      this.#setActivity(id, undefined);
      await this.refresh();
    });
  }

  async #do(id: string, activity: Activity, work: () => Promise<void>): Promise<void> {
    this.#note(id, undefined, undefined);
    this.#setActivity(id, activity);
    try {
      await work();
    } catch (error) {
      this.#setActivity(id, undefined);
      this.#note(id, undefined, toErrorInfo(error));
    }
  }

  #hear(news: DownloadNews): void {
    const { id } = news;
    switch (news.type) {
      case 'resolving':
        return this.#setActivity(id, { kind: 'resolving' });
      case 'progress':
        // The last report of a pause may come behind the click on Cancel.
        if (this.activities.get(id)?.kind === 'removing') return;
        return this.#setActivity(id, { kind: 'downloading', progress: news.progress });
      case 'importing': {
        const { name, done, total } = news;
        return this.#setActivity(id, { kind: 'importing', name, done, total });
      }
      case 'verifying':
        return this.#setActivity(id, { kind: 'verifying', done: news.done, total: news.total });
      case 'verified': {
        const { damaged } = news;
        const text = damaged.length ? modelNotes.damaged(damaged.join(', ')) : modelNotes.undamaged;
        this.#note(id, text, undefined);
        break;
      }
      case 'failed':
        this.#note(id, undefined, news.error);
        break;
      case 'ended':
        // A quick download ends before it has told of any progress.
        if (news.outcome === 'complete' && isDownload(this.activities.get(id))) this.arrived = id;
        break;
      case 'removed':
        break;
      case 'stop':
        return;
    }
    if (this.activities.get(id)?.kind !== 'removing' || news.type === 'removed')
      this.#setActivity(id, undefined);
    void this.refresh();
  }

  #forgetSilent(): void {
    const now = Date.now();
    for (const [id, activity] of this.activities) {
      const isTold = activity.kind !== 'resolving' && activity.kind !== 'removing';
      if (!isTold || now - (this.#heard.get(id) ?? 0) < SILENCE_MS) continue;
      this.#setActivity(id, undefined);
      void this.refresh();
    }
  }

  #setActivity(id: string, activity: Activity | undefined): void {
    this.#heard.set(id, Date.now());
    const next = new Map(this.activities);
    if (activity) next.set(id, activity);
    else next.delete(id);
    this.activities = next;
  }

  #note(id: string, text: Said | undefined, error: ErrorInfo | undefined): void {
    const [notes, errors] = [new Map(this.notes), new Map(this.errors)];
    if (text) notes.set(id, text);
    else notes.delete(id);
    if (error) errors.set(id, error);
    else errors.delete(id);
    this.notes = notes;
    this.errors = errors;
  }
}
