/** Chromium's offer to install the page; TypeScript does not know it. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Lets a person install the app where the browser offers it; nothing asks them to. */
export class Install {
  #offer = $state.raw<InstallEvent>();

  /** Whether the browser would install it now; false where it is installed. */
  get offered(): boolean {
    return this.#offer !== undefined;
  }

  constructor(page: EventTarget = window) {
    page.addEventListener('beforeinstallprompt', (event) => {
      // Its own banner would come unasked.
      event.preventDefault();
      this.#offer = event as InstallEvent;
    });
    page.addEventListener('appinstalled', () => (this.#offer = undefined));
  }

  /** The browser asks the person; its offer holds once, and comes again after a refusal. */
  async ask(): Promise<void> {
    const offer = this.#offer;
    this.#offer = undefined;
    await offer?.prompt();
  }
}
