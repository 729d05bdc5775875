/** Runs the engine away from the page. Speaks `src/engine/protocol.ts`. */
import type { Engine, EngineId } from '../contracts';
import type { FromWorker, ToWorker } from '../engine/protocol';
import { AppError, toErrorInfo } from '../errors';
import { engines as words } from '../i18n/en/engines';
import type { ModelServer } from '../models/model-server';

/** A worker runs one engine: the one that the first load asks for. */
let engine: Engine | undefined;
const aborts = new Map<number, AbortController>();
/** Loads and generations run one after another: an aborted one may still be on its last step. */
let tail = Promise.resolve();

function send(message: FromWorker): void {
  self.postMessage(message);
}

/** Each engine is a large download, so only the one that is needed is fetched. */
async function startEngine(id: EngineId, server: ModelServer | undefined): Promise<Engine> {
  if (id === 'openai') {
    if (!server) throw new AppError('bad-input', words.noServer);
    const [{ OpenAiEngine }, { servedCounter }] = await Promise.all([
      import('../engine/openai'),
      import('../engine/served-counter'),
    ]);
    return new OpenAiEngine(server, {
      makeCounter: (card, signal) => servedCounter(card, server, signal),
    });
  }
  if (id === 'webllm') {
    const { WebllmEngine } = await import('../engine/webllm');
    return new WebllmEngine();
  }
  const { WllamaEngine } = await import('../engine/wllama');
  return new WllamaEngine();
}

function loaded(): Engine {
  if (engine) return engine;
  throw new AppError('bad-input', words.notLoaded);
}

type Answer = { count?: number; counting?: Engine['counting'] } | void;

async function answer(id: number, work: () => Promise<Answer>): Promise<void> {
  try {
    send({ type: 'done', id, ...(await work()) });
  } catch (error) {
    send({ type: 'failed', id, error: toErrorInfo(error) });
  }
}

function enqueue(id: number, work: (signal: AbortSignal) => Promise<Answer>): void {
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
        engine ??= await startEngine(data.engine, data.server);
        await engine.load(data.card, {
          signal,
          onProgress: (progress) => send({ type: 'progress', id, progress }),
        });
        return { counting: engine.counting };
      });
    case 'generate':
      return enqueue(id, async (signal) => {
        for await (const event of loaded().generate({ ...data.request, signal })) {
          send({ type: 'event', id, event });
        }
      });
    case 'count':
      void answer(id, async () => ({ count: await loaded().countTokens(data.text) }));
      return;
    case 'abort':
      aborts.get(id)?.abort();
  }
});
