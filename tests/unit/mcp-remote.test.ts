import { describe, expect, it } from 'vitest';
import type { Toolbox, ToolProgress } from '../../src/contracts';
import { createToolbox } from '../../src/mcp/client';
import { answer, remoteToolboxes, type Asked } from '../../src/mcp/remote';
import { relayOfTest, WaitingBackend } from './relay-harness';

const { signal } = new AbortController();
const relay = async (...args: Parameters<typeof relayOfTest>) => (await relayOfTest(...args)).url;

/** Node has no such workers: all that one does but its thread. The ports are real. */
class SameThread extends EventTarget {
  readonly #make: (relay: Asked['relay']) => Toolbox;
  ended = false;

  constructor(make: (relay: Asked['relay']) => Toolbox = createToolbox) {
    super();
    this.#make = make;
  }
  postMessage(asked: Asked, [port]: MessagePort[]): void {
    const { relay, request } = structuredClone(asked);
    void answer(this.#make(relay), request, port!);
  }
  terminate(): void {
    this.ended = true;
  }
}

function remote(make?: (relay: Asked['relay']) => Toolbox) {
  const workers: SameThread[] = [];
  const toolboxOf = remoteToolboxes(() => {
    workers.push(new SameThread(make));
    return workers.at(-1) as unknown as Worker;
  });
  return { workers, toolboxOf };
}

describe('a toolbox in a worker', () => {
  it('lists, calls and tells of progress like one in the page', async () => {
    const relayUrl = await relay();
    const near = createToolbox({ relayUrl });
    const far = remote().toolboxOf({ relayUrl });
    expect(JSON.stringify(await far.list({ signal }))).toBe(
      JSON.stringify(await near.list({ signal })),
    );
    const seen: ToolProgress[] = [];
    const onProgress = (progress: ToolProgress) => seen.push(progress);
    const found = await far.call('google_search', { q: 'Peru' }, { signal, onProgress });
    expect(found).toEqual(await near.call('google_search', { q: 'Peru' }, { signal }));
    expect(seen).toEqual([{ progress: 0, total: 1, message: 'Searching the offline corpus' }]);
    expect(await far.prompts!.list({ signal })).toEqual(await near.prompts!.list({ signal }));
  });

  it('says what was wrong in words that can be translated', async () => {
    const relayUrl = await relay({ env: { AUTH_TOKENS: 'open-sesame-0123456789abcdef' } });
    await expect(remote().toolboxOf({ relayUrl }).list({ signal })).rejects.toMatchObject({
      code: 'relay-refused',
      message: expect.stringContaining('wants an access token') as string,
      said: { key: expect.any(String) as string },
    });
    expect(() => remote().toolboxOf({ relayUrl: 'nowhere' })).toThrow('nowhere');
  });

  it('is aborted in the worker too', async () => {
    const backend = new WaitingBackend();
    const far = remote().toolboxOf({ relayUrl: await relay({ backend }) });
    const stop = new AbortController();
    const call = far.call('google_search', { q: 'Peru' }, { signal: stop.signal });
    const rejected = expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await backend.arrived;
    stop.abort();
    await rejected;
    await backend.aborted;
    backend.release();
    await expect(far.list({ signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('hears of other prompts after they were listed', async () => {
    let change = (): void => undefined;
    const prompts: Toolbox['prompts'] = {
      list: ({ onchange }) => {
        change = () => onchange?.();
        return Promise.resolve([]);
      },
      get: (name, args) => Promise.resolve({ text: `${name} ${args['who']}`, left: 0 }),
    };
    const { toolboxOf } = remote(() => ({ prompts, list: never, call: never }));
    const far = toolboxOf({ relayUrl: 'http://localhost:1/' });
    const heard = new Promise<void>((resolve) => {
      void far.prompts!.list({ signal, onchange: resolve }).then(() => change());
    });
    await heard;
    expect(await far.prompts!.get('greet', { who: 'Ada' }, { signal })).toMatchObject({
      text: 'greet Ada',
    });
  });

  it('tells whoever waits when the worker fails, and starts another', async () => {
    const { toolboxOf, workers } = remote((box) =>
      workers.length > 1 ? createToolbox(box) : { list: never, call: never },
    );
    const far = toolboxOf({ relayUrl: await relay() });
    const listed = expect(far.list({ signal })).rejects.toMatchObject({
      code: 'relay-unreachable',
      message: expect.stringContaining('reload the page') as string,
    });
    // A call never rejects but for an abort: the library can take its place.
    const called = far.call('google_search', { q: 'Peru' }, { signal });
    workers[0]!.dispatchEvent(new Event('error', { cancelable: true }));
    await listed;
    expect(await called).toMatchObject({ ok: false, unreachable: { code: 'relay-unreachable' } });
    expect(workers[0]!.ended).toBe(true);
    expect(await far.list({ signal })).toHaveLength(2);
    expect(workers).toHaveLength(2);
  });
});

const never = (): Promise<never> => new Promise(() => undefined);
