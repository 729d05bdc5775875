/** Keeps the app for later without a network, and knows when a new version of it waits. */
export class AppUpdate {
  /** A new version is here and waits to be taken. */
  waiting = $state.raw(false);
  #registration: ServiceWorkerRegistration | undefined;

  /**
   * Registers the service worker once the page has loaded. Where there can be none (plain http, a
   * private window, development) the app works all the same, with the network on.
   */
  async start(): Promise<void> {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    try {
      const registration = await navigator.serviceWorker.register('./service-worker.js');
      this.#registration = registration;
      const look = () => {
        // Without a controller it is the first version: nothing to be taken over from.
        this.waiting = !!registration.waiting && !!navigator.serviceWorker.controller;
      };
      look();
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', look);
      });
    } catch (error) {
      console.warn('The app will not open without a network: no service worker.', error);
    }
  }

  /** Reloads the page with the new version. Other tabs go on with what they have loaded. */
  take(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    });
    this.#registration?.waiting?.postMessage('skip-waiting');
  }
}
