/** What a person does with threads, and how a visit begins: the app's own state, with parts of the tests. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, GenerateEvent, ModelCard, Toolbox } from '../../src/contracts';
import { AppState } from '../../src/research/app.svelte';
import type { Assistant } from '../../src/research/assistants';
import { toJson } from '../../src/research/export';
import type { AppParts, RunRequest, ToolChoice } from '../../src/research/parts';
import { defaultSettings } from '../../src/research/settings';
import { clearAll } from '../../src/research/settings-store';
import { start } from '../../src/research/start';
import { ThreadActions } from '../../src/research/thread-actions';
import { saveThread, type SavedRun, type Thread } from '../../src/research/thread-store';
import { recorded, usage } from '../fixtures/run-events';

const cardOf = (id: string, bytes: number): ModelCard => ({
  ...{ id, name: id, description: '', tokenizer: { url: 't.json', bytes: 1 } },
  engines: { wllama: { files: [{ url: `${id}.gguf`, bytes }], quantisation: 'Q8_0' } },
  ...{ contextTokens: 100, maxNewTokens: 10, toolResultTokens: 10, searchResults: 5, maxSteps: 4 },
  sampling: { temperature: 0, topP: 1, topK: 1, minP: 0 },
});

const terse: Assistant = {
  ...{ id: 'a', name: 'Terse', system: 'One word.', model: 'jan-nano', depth: 'quick' },
  ...{ thinking: true, sampling: {} },
};
const plain: Assistant = { id: 'b', name: 'Plain', sampling: {} };

const saved: Thread = {
  ...{ id: 'kept', at: 1, changed: 2 },
  runs: ['first', 'second'].map((question) => ({ question, events: recorded(question) })),
};

/** The page, as far as it is touched. */
function openPage(address = 'http://app/') {
  const page = Object.assign(new EventTarget(), {
    history: {
      replaceState(_: unknown, __: string, to: string) {
        vi.stubGlobal('location', new URL(to, location.href));
      },
    },
  });
  vi.stubGlobal('window', page);
  vi.stubGlobal('location', new URL(address));
  vi.stubGlobal('navigator', { languages: ['en'] });
  const documentElement = { dataset: {} };
  vi.stubGlobal('document', { hidden: true, baseURI: 'http://app/', documentElement });
}

function setUp(address?: string) {
  openPage(address);
  /** Each run, with the model that was loaded when it began. */
  const asked: (RunRequest & { loaded: string | undefined })[] = [];
  const told: string[] = [];
  /** What the library was to each run. */
  const libraries: ToolChoice['library'][] = [];
  let loaded: string | undefined;
  let gate: Promise<void> = Promise.resolve();
  const engine: Engine = {
    id: 'wllama',
    load: async ({ id }) => {
      await gate;
      loaded = id;
    },
    async *generate(): AsyncGenerator<GenerateEvent> {
      yield { type: 'usage', usage };
    },
    countTokens: (text) => Promise.resolve(text.length),
    unload: () => Promise.resolve(),
  };
  const toolbox: Toolbox = {
    list: () => Promise.resolve([]),
    call: () => Promise.resolve({ ok: true, text: '' }),
  };
  const parts = {
    cards: () => Promise.resolve([cardOf('jan-pocket', 3), cardOf('jan-nano', 4e9)]),
    chooseEngine: async () => {
      await gate;
      return { id: 'wllama', reason: '' };
    },
    createEngine: () => Promise.resolve(engine),
    createToolbox: () => Promise.resolve(toolbox),
    arrangeTools: ({ library }: ToolChoice) => {
      libraries.push(library);
      return Promise.resolve({ ...toolbox, staysHere: () => false, originOf: () => undefined });
    },
    libraryPages: () => Promise.resolve(0),
    limitLibrary: () => Promise.resolve(),
    health: () => Promise.resolve({ ok: true }),
    promptPrefix: () => Promise.resolve(''),
    library: () => Promise.reject(new Error('Nothing is kept here.')),
    device: () => Promise.reject(new Error('Nothing is kept here.')),
    async *run(request: RunRequest) {
      asked.push({ ...request, loaded });
      yield* recorded(request.question);
    },
  } as unknown as AppParts;
  const app = new AppState(parts);
  app.settings = { ...defaultSettings, assistants: [terse, plain] };
  // It would still be writing when the next test begins.
  app.history.save = () => undefined;
  const threads = new ThreadActions(app, {
    onbegun: () => told.push('begun'),
    onopened: async (run) => void told.push(run === undefined ? 'opened' : `opened at ${run}`),
  });
  const questions = () => app.session.runs.map(({ question }) => question);
  /** No engine is chosen and no model loaded until what it returns is called. */
  const hold = () => {
    let open!: () => void;
    gate = new Promise((resolve) => (open = resolve));
    return open;
  };
  return { app, threads, asked, told, libraries, questions, hold };
}

beforeEach(async () => {
  await clearAll();
});

describe('a question that is asked again', () => {
  it('is answered by another assistant, once its model is there, and the next ones too', async () => {
    const { app, threads, asked, questions } = setUp();
    await threads.ask('q');
    await threads.retry({ assistant: terse });
    expect(asked[1]).toMatchObject({
      ...{ question: 'q', depth: 'quick', system: 'One word.', thinking: true },
      ...{ card: { id: 'jan-nano' }, loaded: 'jan-nano' },
    });
    expect(questions()).toEqual(['q']);
    expect(app.settings.assistant).toBe('a');
    await expect.poll(async () => (await app.history.settings()).assistant).toBe('a');
    await threads.ask('next');
    expect(asked[2]).toMatchObject({ system: 'One word.', depth: 'quick' });

    await threads.retry({ assistant: { id: undefined } });
    expect(app.settings).not.toHaveProperty('assistant');
    // What this one leaves open is as before.
    expect(asked[3]).toMatchObject({ question: 'next', depth: 'quick', loaded: 'jan-pocket' });
    expect(asked[3]).not.toHaveProperty('system');
    expect(asked[3]).not.toHaveProperty('thinking');
  });

  it('is thought about or not for that run, and as an assistant has it where one is chosen', async () => {
    const { threads, asked } = setUp();
    await threads.ask('q');
    await threads.retry({ thinking: true });
    await threads.retry();
    await threads.retry({ assistant: plain });
    await threads.retry({ thinking: false });
    await threads.retry({ assistant: terse });
    const thinking = asked.map((one) => one.thinking ?? false);
    expect(thinking).toEqual([false, true, true, false, false, true]);
  });

  it('is asked of another model, in the same way', async () => {
    const { app, threads, asked } = setUp();
    await threads.ask('q');
    await threads.retry({ depth: 'deep', thinking: true });
    await threads.retry({ model: { id: 'jan-nano', name: '', contextTokens: 50 } });
    expect(asked[2]).toMatchObject({
      ...{ depth: 'deep', thinking: true, loaded: 'jan-nano' },
      card: { contextTokens: 50 },
    });
    expect(app.settings).toMatchObject({ model: 'jan-nano', contextTokens: 50 });
  });

  it('waits for the model of an assistant that was chosen just before', async () => {
    const { app, threads, asked, hold } = setUp();
    await threads.ask('q');
    const open = hold();
    const changing = app.change({ ...app.settings, assistant: 'a' });
    const asking = threads.ask('next');
    open();
    await Promise.all([changing, asking]);
    expect(asked[1]).toMatchObject({ question: 'next', loaded: 'jan-nano' });
  });

  it('goes into a branch where others followed it', async () => {
    const { app, threads, asked, questions, told } = setUp();
    await threads.show(saved);
    told.length = 0;
    await threads.retry({ thinking: true }, 0);
    expect(questions()).toEqual(['first']);
    expect(asked[0]).toMatchObject({ question: 'first', previous: [], thinking: true });
    expect(app.session.id).not.toBe('kept');
    expect(app.session.from).toEqual({ id: 'kept', at: 0 });
    expect(location.hash).toBe(`#${app.session.id}`);
    expect(told).toEqual(['begun']);
  });

  it('is not asked in a thread that was opened while its model was loaded', async () => {
    const { threads, asked, questions, hold } = setUp();
    await threads.ask('q');
    const open = hold();
    const retried = threads.retry({ assistant: terse });
    await threads.show(saved);
    open();
    await retried;
    expect(asked).toHaveLength(1);
    expect(questions()).toEqual(['first', 'second']);
  });
});

describe('a thread', () => {
  it('is named by the address while it is shown', async () => {
    const { app, threads, told } = setUp('http://app/?seed=1');
    await saveThread(saved);
    await app.history.load();
    await threads.open(app.history.threads[0]!);
    expect([location.search, location.hash, told]).toEqual(['?seed=1', '#kept', ['opened']]);
    expect(threads.earlierQuestions()).toEqual(['second', 'first', 'first']);
    expect(await threads.branch(1)).toEqual({ question: 'second' });
    expect(location.hash).toBe(`#${app.session.id}`);
    await threads.leave();
    expect([location.pathname, location.hash]).toEqual(['/', '']);
    await threads.open(saved);
    await threads.remove(saved);
    expect([app.session.id, location.hash]).toEqual([undefined, '']);
  });

  it('is opened at the run that was searched for, and its own run goes on', async () => {
    const { app, threads, told, questions, hold } = setUp();
    await saveThread(saved);
    await threads.open(saved, 0);
    const load = hold();
    const run = threads.ask('third');
    await threads.open(saved, 1);
    expect(app.session.running).toBe(true);
    load();
    await run;
    expect(told).toEqual(['opened at 0', 'begun', 'opened at 1']);
    expect(questions()).toEqual(['first', 'second', 'third']);
    expect(app.session.runs.at(-1)).toMatchObject({ status: 'finished' });
  });

  it('is taken in from a file, where it is not here as new', async () => {
    const { threads } = setUp();
    const file = toJson([saved]);
    expect(await threads.take(file)).toMatch(/^1 .*new/i);
    expect(await threads.take(file)).toMatch(/^0/);
    const broken = { ...saved, runs: undefined } as unknown as Thread;
    expect(await threads.take(toJson([saved, broken, broken]))).toBe(
      '0 taken in, 0 of them new. Already here, as new or newer: 1. Left out, as they could not be read: 2.',
    );
    await expect(threads.take('{')).rejects.toThrow('not JSON');
  });

  it('is answered from its files too, and no other thread is', async () => {
    const { app, threads, libraries } = setUp();
    const files = [{ url: 'library://file/1/a.md', name: 'a.md' }];
    const last = () => libraries.at(-1);
    const own = app.settings.library;
    await threads.ask('of a file', files);
    expect(last()).toBe('files');
    await threads.ask('a follow-up');
    expect(last()).toBe('files');
    // As an evaluation does, whatever thread is open.
    await app.relay.toolboxNow();
    expect(last()).toBe(own);
    expect(await threads.branch(1)).toMatchObject({ question: 'a follow-up' });
    await threads.ask('in other words');
    expect(last()).toBe('files');
    // Files come back into the box with their question, to be asked with it or not.
    expect(await threads.branch(0)).toEqual({ question: 'of a file', files });
    await threads.ask('without it');
    expect(last()).toBe(own);

    await threads.show({
      ...saved,
      runs: [{ question: 'of a file', files, events: recorded('q') }],
    });
    await threads.ask('after a reload');
    expect(last()).toBe('files');
    app.settings = { ...app.settings, library: 'only' };
    await threads.ask('offline');
    expect(last()).toBe('only');
  });

  it('goes with all the others, and the settings', async () => {
    const { app, threads } = setUp();
    await saveThread(saved);
    await threads.open(saved);
    await threads.clear();
    expect(app.settings).toEqual(defaultSettings);
    expect([app.history.threads, app.session.runs, location.hash]).toEqual([[], [], '']);
  });
});

describe('a visit', () => {
  const begin = async (address: string) => {
    const page = setUp(address);
    await start(page.app, page.threads, () => undefined);
    return page;
  };

  it('begins with the thread that the address names', async () => {
    await saveThread(saved);
    const { app, questions, told } = await begin('http://app/#kept');
    expect(questions()).toEqual(['first', 'second']);
    expect(told).toEqual(['opened']);
    expect(app.model.phase).toBe('ready');
  });

  it('goes on with what a reload cut off, as it was asked', async () => {
    const cut = recorded('q').slice(0, 1);
    const run: SavedRun = { question: 'q', depth: 'quick', thinking: true, events: cut };
    await saveThread({ ...saved, runs: [run] });
    const { asked } = await begin('http://app/#kept');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ resume: cut, depth: 'quick', thinking: true });
  });

  it('begins with the question of a link, in a thread of its own', async () => {
    await saveThread(saved);
    const { questions, asked } = await begin('http://app/?q=why&depth=quick#kept');
    await expect.poll(() => asked[0]?.depth).toBe('quick');
    expect(questions()).toEqual(['why']);
  });

  it('loads no large model unasked', async () => {
    const { app } = await begin('http://app/?model=jan-nano');
    expect([app.model.card?.id, app.model.phase]).toEqual(['jan-nano', 'idle']);
  });
});
