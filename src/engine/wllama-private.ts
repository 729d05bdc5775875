/**
 * Everything of wllama that its own types keep private: its worker is made of text, by `URL.createObjectURL`
 * and `new Worker`, and asks for its weights by messages (workers/wllama-reads.ts). The names hold for one version;
 * where they do not, wllama reads as it does without this.
 */
import readsUrl from '../workers/wllama-reads?worker&url';
import { WEIGHTS_VERB } from './protocol';

/** Lets the worker that wllama starts meanwhile read these weights itself. */
export async function withOwnReads<T>(weights: Blob[], start: () => Promise<T>): Promise<T> {
  const { createObjectURL } = URL as { createObjectURL: (this: void, source: Blob) => string };
  const { Worker } = self;
  const restore = () => {
    URL.createObjectURL = createObjectURL;
    self.Worker = Worker;
  };
  URL.createObjectURL = (source) => {
    URL.createObjectURL = createObjectURL;
    const before = `import ${JSON.stringify(new URL(readsUrl, self.location.href).href)};\n`;
    const { type } = source as Blob;
    return createObjectURL(new Blob([before, source as Blob], { type }));
  };
  self.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      restore();
      super(url, options);
      this.postMessage({ verb: WEIGHTS_VERB, args: weights });
    }
  };
  try {
    return await start();
  } finally {
    restore();
  }
}
