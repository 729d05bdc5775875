/** Runs the engine away from the page. Speaks `src/engine/protocol.ts`. */
import { toErrorInfo } from '../errors';
import type { FromWorker, ToWorker } from '../engine/protocol';
import { WllamaEngine } from '../engine/wllama';

const engine = new WllamaEngine();
const aborts = new Map<number, AbortController>();
/** Loads and generations run one after another: an aborted one may still be on its last step. */
let tail = Promise.resolve();

function send(message: FromWorker): void {
  self.postMessage(message);
}

async function answer(id: number, work: () => Promise<number | void>): Promise<void> {
  try {
    const count = await work();
    send(count === undefined ? { type: 'done', id } : { type: 'done', id, count });
  } catch (error) {
    send({ type: 'failed', id, error: toErrorInfo(error) });
  }
}

function enqueue(id: number, work: (signal: AbortSignal) => Promise<void>): void {
  const abort = new AbortController();
  aborts.set(id, abort);
  tail = tail
    .then(() => answer(id, () => work(abort.signal)))
    .finally(() => {
      aborts.delete(id);
    });
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const { id } = data;
  switch (data.type) {
    case 'load':
      return enqueue(id, (signal) =>
        engine.load(data.card, {
          signal,
          onProgress: (progress) => send({ type: 'progress', id, progress }),
        }),
      );
    case 'generate':
      return enqueue(id, async (signal) => {
        for await (const event of engine.generate({ ...data.request, signal })) {
          send({ type: 'event', id, event });
        }
      });
    case 'count':
      void answer(id, () => engine.countTokens(data.text));
      return;
    case 'abort':
      aborts.get(id)?.abort();
  }
});
