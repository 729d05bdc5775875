/** Session, model and relay over parts that a test plays: see `setUp`. */
import 'fake-indexeddb/auto';
import type {
  AgentEvent,
  Engine,
  GenerateEvent,
  ModelCard,
  Toolbox,
  ToolSpec,
} from '../../src/contracts';
import type { AppError } from '../../src/errors';
import type { Manner } from '../../src/research/assistants';
import type { Thread } from '../../src/research/thread-store';
import { ModelState } from '../../src/research/model.svelte';
import type { Parts, RunRequest } from '../../src/research/parts';
import { RelayState } from '../../src/research/relay.svelte';
import { Session } from '../../src/research/session.svelte';
import { defaultSettings, type Settings } from '../../src/research/settings';
import { recorded, runUsage, usage } from '../fixtures/run-events';

export const card: ModelCard = {
  id: 'jan-pocket',
  name: 'Jan-Pocket',
  description: '',
  engines: { wllama: { files: [{ url: 'a.gguf', bytes: 3 }], quantisation: 'Q8_0' } },
  tokenizer: { url: 't.json', bytes: 1 },
  contextTokens: 100,
  maxNewTokens: 10,
  toolResultTokens: 10,
  searchResults: 5,
  maxSteps: 4,
  sampling: { temperature: 0, topP: 1, topK: 1, minP: 0 },
};

const tool = (name: string): ToolSpec => ({
  type: 'function',
  function: { name, description: '', parameters: {} },
});

export function setUp() {
  const requests: RunRequest[] = [];
  const dispatched: AgentEvent[] = [];
  const saved: Thread[] = [];
  const generated: string[] = [];
  const frames: (() => void)[] = [];
  const fault: { load?: AppError; list?: AppError; library?: number } = {};
  let play: (request: RunRequest) => AsyncIterable<AgentEvent> = async function* ({ question }) {
    yield* recorded(question);
  };
  const engine: Engine = {
    id: 'wllama',
    load: (_, { signal }) => {
      signal.throwIfAborted();
      return fault.load ? Promise.reject(fault.load) : Promise.resolve();
    },
    async *generate({ prompt, signal }): AsyncGenerator<GenerateEvent> {
      generated.push(prompt);
      yield { type: 'prefill', done: 1, total: 2 };
      while (prompt === 'endless' && !signal.aborted) await new Promise((go) => setTimeout(go, 1));
      yield { type: 'usage', usage };
    },
    countTokens: (text) => Promise.resolve(text.length),
    unload: () => Promise.resolve(),
  };
  const toolbox: Toolbox = {
    list: () => (fault.list ? Promise.reject(fault.list) : Promise.resolve([])),
    call: () => Promise.resolve({ ok: true, text: '' }),
  };
  const libraryBox: Toolbox = {
    list: () => Promise.resolve([tool('search_library')]),
    call: () => Promise.resolve({ ok: true, text: 'from the library' }),
  };
  const settings: Settings = { ...defaultSettings, relay: 'http://set' };
  const manner: Manner = { sampling: { seed: 7 } };
  const parts: Parts = {
    cards: () => Promise.resolve([card]),
    chooseEngine: () => Promise.resolve({ id: 'wllama', reason: 'no WebGPU' }),
    servedCard: ({ model: id }) => Promise.resolve({ ...card, id, engines: {} }),
    createEngine: () => Promise.resolve(engine),
    createToolbox: () => Promise.resolve(toolbox),
    arrangeTools: ({ relay }) =>
      Promise.resolve({
        ...(relay ?? libraryBox),
        staysHere: () => !relay,
        originOf: () => undefined,
      }),
    libraryPages: () => Promise.resolve(fault.library ?? 0),
    health: () => Promise.resolve({ ok: true, search: 'offline' }),
    run: (request) => {
      requests.push(request);
      return play(request);
    },
    promptPrefix: () => Promise.resolve('endless'),
  };
  const model = new ModelState(parts);
  const relay = new RelayState(parts, () => settings);
  const session = new Session({
    parts,
    model,
    relay,
    manner: () => manner,
    permission: () => 'always',
    onEvent: (event) => dispatched.push(event),
    save: (thread) => saved.push(structuredClone(thread)),
    onFrame: (work) => frames.push(work),
  });
  return {
    ...{ model, relay, session, requests, dispatched, saved, generated, frames, fault },
    ...{ settings, manner },
    setRun: (run: typeof play) => (play = run),
  };
}

/** Runs until it is aborted, as the agent does. */
export async function* untilStopped({ question, signal }: RunRequest): AsyncGenerator<AgentEvent> {
  yield recorded(question)[0]!;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  yield { type: 'run-stopped', answer: 'The capital', usage: runUsage };
}
