import type { Larger } from '../models/larger';
import type { Offer } from '../models/offers';
import type { Hosts } from '../models/resolve';
import type { ShelfModel } from '../models/shelf';
import type { ModelManager } from './model-manager.svelte';
import type { AppParts } from './parts';

/** The models that are being downloaded while the page does other things. */
export class Downloads {
  /** There once somebody has needed it. */
  manager = $state.raw<ModelManager>();
  /** What a newcomer may download meanwhile. */
  larger = $state.raw<Larger>();

  readonly #parts: AppParts;
  readonly #hosts: () => Hosts;
  #opening: Promise<ModelManager> | undefined;

  constructor(parts: AppParts, hosts: () => Hosts) {
    this.#parts = parts;
    this.#hosts = hosts;
  }

  /** The manager, which watches for the rest of the visit. */
  open(): Promise<ModelManager> {
    this.#opening ??= this.#open();
    // A part that was not loaded is loaded anew.
    this.#opening.catch(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** Finds out whether a full model can be had here. Without one, and where that fails, nothing is offered. */
  async lookForLarger(gpuMemoryBytes: number | undefined): Promise<void> {
    try {
      const [{ largerModel }, { offers }, device] = await Promise.all([
        import('../models/larger'),
        import('../models/offers'),
        this.#parts.device(gpuMemoryBytes),
      ]);
      const signal = AbortSignal.timeout(20_000);
      const larger = await largerModel(offers, device, this.#hosts(), signal);
      if (!larger) return;
      await this.open();
      this.larger = larger;
    } catch (error) {
      console.warn('No larger model could be looked for.', error);
    }
  }

  /** What goes on now, for the status line. */
  get running(): { name: string; share: number; total: number } | undefined {
    const { manager } = this;
    for (const [id, activity] of manager?.activities ?? []) {
      if (activity.kind !== 'downloading') continue;
      const { done, total } = activity.progress;
      const name = manager?.models.find((one) => one.id === id)?.name ?? id;
      return { name, share: total ? done / total : 0, total };
    }
    return undefined;
  }

  /** The newest that arrived in this visit, and is still there. */
  get arrived(): (ShelfModel & { offer: Offer }) | undefined {
    const { manager } = this;
    const model = manager?.models.find(({ id }) => id === manager.arrived);
    return model?.complete && model.offer ? { ...model, offer: model.offer } : undefined;
  }

  forgetArrived(): void {
    if (this.manager) this.manager.arrived = undefined;
  }

  /** Of the larger model, why its download broke off. */
  get error() {
    return this.larger && this.manager?.errors.get(this.larger.offer.id);
  }

  /** In tokens: what the recommendation says, or the model's own. */
  contextFor({ id, contextTokens, defaultContextTokens }: Offer): number {
    if (this.larger?.offer.id === id) return this.larger.contextTokens;
    return Math.min(contextTokens, defaultContextTokens);
  }

  async #open(): Promise<ModelManager> {
    const [{ ModelManager }, shelf] = await Promise.all([
      import('./model-manager.svelte'),
      this.#parts.shelf(this.#hosts),
    ]);
    const manager = new ModelManager(shelf);
    manager.start();
    this.manager = manager;
    return manager;
  }
}
