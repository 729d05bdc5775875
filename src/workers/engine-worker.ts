/** Runs the engine away from the page. Speaks `src/engine/protocol.ts`. */
import type { Engine, EngineId } from '../contracts';
import type { FromWorker, ToWorker } from '../engine/protocol';
import { AppError, toErrorInfo } from '../errors';

/** A worker runs one engine: the one that the first load asks for. */
let engine: Engine | undefined;
const aborts = new Map<number, AbortController>();
/** Loads and generations run one after another: an aborted one may still be on its last step. */
let tail = Promise.resolve();

function send(message: FromWorker): void {
  self.postMessage(message);
}

/** Each engine is a large download, so only the one that is needed is fetched. */
async function startEngine(id: EngineId): Promise<Engine> {
  if (id === 'webllm') {
    const { WebllmEngine } = await import('../engine/webllm');
    return new WebllmEngine();
  }
  const { WllamaEngine } = await import('../engine/wllama');
  return new WllamaEngine();
}

function loaded(): Engine {
  if (engine) return engine;
  throw new AppError('bad-input', 'No model is loaded.');
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
      return enqueue(id, async (signal) => {
        engine ??= await startEngine(data.engine);
        await engine.load(data.card, {
          signal,
          onProgress: (progress) => send({ type: 'progress', id, progress }),
        });
      });
    case 'generate':
      return enqueue(id, async (signal) => {
        for await (const event of loaded().generate({ ...data.request, signal })) {
          send({ type: 'event', id, event });
        }
      });
    case 'count':
      void answer(id, async () => loaded().countTokens(data.text));
      return;
    case 'abort':
      aborts.get(id)?.abort();
  }
});
