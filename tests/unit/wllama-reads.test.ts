import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import { WEIGHTS_VERB } from '../../src/engine/protocol';
import { withOwnReads } from '../../src/engine/wllama-private';

/** What wllama does, and what stands in its worker, with the browser's parts made up here. */

class FakeWorker {
  static readonly started: FakeWorker[] = [];
  readonly sent: unknown[] = [];
  constructor() {
    FakeWorker.started.push(this);
  }
  postMessage(message: unknown) {
    this.sent.push(message);
  }
}

describe('wllama’s worker', () => {
  const made: Blob[] = [];
  const createObjectURL = vi.fn((blob: Blob) => `blob:${made.push(blob)}`);
  const current = () => (URL as { createObjectURL: unknown }).createObjectURL;
  const start = () => {
    const url = URL.createObjectURL(new Blob(['wllama()'], { type: 'text/javascript' }));
    const worker = new Worker(url, { type: 'module' });
    worker.postMessage('first');
    return Promise.resolve(url);
  };

  beforeEach(() => {
    made.length = FakeWorker.started.length = 0;
    vi.stubGlobal('self', globalThis);
    vi.stubGlobal('location', new URL('https://app.example/some/path/'));
    vi.stubGlobal('Worker', FakeWorker);
    vi.spyOn(URL, 'createObjectURL').mockImplementation(createObjectURL as never);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('begins with our reading, and is given the weights before anything else', async () => {
    const weights = [new Blob(['one'])];
    const before = current();
    expect(await withOwnReads(weights, start)).toBe('blob:1');
    const text = await made[0]!.text();
    expect(text).toMatch(/^import "https:\/\/app\.example\/[^"]+";\nwllama\(\)$/);
    expect(made[0]!.type).toBe('text/javascript');
    expect(FakeWorker.started[0]!.sent).toEqual([{ verb: WEIGHTS_VERB, args: weights }, 'first']);
    expect(Worker).toBe(FakeWorker);
    expect(current()).toBe(before);
  });

  it('is the only one: whatever is started later, or after a failure, is as it was', async () => {
    const before = current();
    await withOwnReads([], async () => {
      await start();
      await start();
    });
    expect(await made[1]!.text()).toBe('wllama()');
    expect(FakeWorker.started[1]!.sent).toEqual(['first']);
    await expect(withOwnReads([], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(Worker).toBe(FakeWorker);
    expect(current()).toBe(before);
  });
});

describe('in wllama’s worker', () => {
  const data = Uint8Array.from({ length: 100 }, (_, at) => at);
  let scope: EventTarget & { postMessage: (...message: unknown[]) => void };
  let post: Mock<(...message: unknown[]) => void>;
  let answers: { verb: string; args: ArrayBuffer[] }[];
  const ask = (name: string) => scope.postMessage({ verb: 'fs.read_req', args: [name, 10, 3] });
  const give = (blobs: Blob[]) =>
    scope.dispatchEvent(new MessageEvent('message', { data: { verb: WEIGHTS_VERB, args: blobs } }));

  beforeEach(async () => {
    post = vi.fn();
    answers = [];
    scope = Object.assign(new EventTarget(), { postMessage: post });
    vi.stubGlobal('self', scope);
    vi.resetModules();
    await import('../../src/workers/wllama-reads');
    scope.addEventListener('message', (event) =>
      answers.push((event as MessageEvent<(typeof answers)[number]>).data),
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  it('what it asks for is read there and answered as from outside', async () => {
    give([new Blob([data.subarray(50)]), new Blob([data])]);
    ask('model-00002-of-00002.gguf');
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(answers[0]!.verb).toBe('fs.read_res');
    expect([...new Uint8Array(answers[0]!.args[0]!)]).toEqual([10, 11, 12]);
    expect(post).not.toHaveBeenCalled();
  });

  it('all else goes out as it is: other messages, other files, what cannot be read', async () => {
    const gone = new Blob([data]);
    vi.spyOn(gone, 'slice').mockImplementation(() => {
      throw new Error('gone');
    });
    give([gone]);
    scope.postMessage({ callbackId: 1, result: 5 }, []);
    scope.postMessage(undefined);
    ask('mmproj.gguf');
    ask('model-00002-of-00002.gguf');
    expect(post).toHaveBeenCalledTimes(4);
    expect(post).toHaveBeenNthCalledWith(1, { callbackId: 1, result: 5 }, []);
    ask('model-00001-of-00001.gguf');
    await vi.waitFor(() => expect(post).toHaveBeenCalledTimes(5));
    expect(answers).toEqual([]);
  });
});
