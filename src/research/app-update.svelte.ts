type Phase =
  /** There is no service worker, or none yet: the app opens with the network alone. */
  | 'not-kept'
  | 'kept'
  | 'looking'
  /** A new version is on its way. */
  | 'fetching'
  /** It is here, and waits to be taken. */
  | 'waiting'
  | 'newest'
  | 'failed';

/** Keeps the app for later without a network, and knows when a new version of it waits. */
export class AppUpdate {
  phase = $state.raw<Phase>('not-kept');
  #registration: ServiceWorkerRegistration | undefined;

  get waiting(): boolean {
    return this.phase === 'waiting';
  }

  /**
   * Registers the service worker once the page has loaded. Where there can be none (plain http, a
   * private window, development) the app works all the same, with the network on.
   */
  async start(): Promise<void> {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    try {
      const registration = await navigator.serviceWorker.register('./service-worker.js');
      this.#registration = registration;
      this.#see('kept');
      registration.addEventListener('updatefound', () => {
        this.#see('kept');
        registration.installing?.addEventListener('statechange', () => this.#see('kept'));
      });
    } catch (error) {
      console.warn('The app will not open without a network: no service worker.', error);
    }
  }

  /** Asks the server for a new version. Browsers do that by themselves when the app is opened. */
  async look(): Promise<void> {
    if (!this.#registration || this.waiting) return;
    this.phase = 'looking';
    try {
      await this.#registration.update();
      this.#see('newest');
    } catch {
      this.phase = 'failed'; // the server, or the network, is gone
    }
  }

  /** Reloads the page with the new version. Other tabs go on with what they have loaded. */
  take(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    });
    this.#registration?.waiting?.postMessage('skip-waiting');
  }

  #see(otherwise: 'kept' | 'newest'): void {
    // Without a controller it is the first version: nothing to be taken over from.
    const isFirst = !navigator.serviceWorker.controller;
    if (this.#registration?.waiting && !isFirst) this.phase = 'waiting';
    else if (this.#registration?.installing && !isFirst) this.phase = 'fetching';
    else this.phase = otherwise;
  }
}
