import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LibraryClient } from '../../src/library/client';
import type { LibraryCall, LibraryReply } from '../../src/library/types';

/** The worker's end of the messages, in the place of a real one: answers when told to. */
class Worker extends EventTarget {
  static all: Worker[] = [];
  calls: LibraryCall[] = [];
  ended = false;
  constructor() {
    super();
    Worker.all.push(this);
  }
  postMessage(call: LibraryCall): void {
    this.calls.push(call);
  }
  terminate(): void {
    this.ended = true;
  }
  reply(reply: LibraryReply): void {
    this.dispatchEvent(new MessageEvent('message', { data: reply }));
  }
}

beforeEach(() => {
  Worker.all = [];
  vi.stubGlobal('Worker', Worker);
});
afterEach(() => vi.unstubAllGlobals());

describe('LibraryClient', () => {
  it('starts its worker at the first call, and gives each call its own answer', async () => {
    const client = new LibraryClient();
    expect(Worker.all).toHaveLength(0);
    const list = client.list();
    const usage = client.usage();
    const [worker] = Worker.all;
    expect(worker!.calls).toEqual([
      { id: 1, method: 'list', args: [] },
      { id: 2, method: 'usage', args: [] },
    ]);
    worker!.reply({ id: 2, value: { pages: 3 } });
    worker!.reply({ id: 1, value: [] });
    expect(await usage).toEqual({ pages: 3 });
    expect(await list).toEqual([]);
    expect(Worker.all).toHaveLength(1);
  });

  it('rejects with what the worker says went wrong', async () => {
    const client = new LibraryClient();
    const opened = client.open('https://a.example/');
    Worker.all[0]!.reply({ id: 1, error: { code: 'bad-input', message: 'It is not there.' } });
    await expect(opened).rejects.toMatchObject({ code: 'bad-input', message: 'It is not there.' });
  });

  it('tells all who wait when the worker dies, and starts another', async () => {
    const client = new LibraryClient();
    const waiting = [client.list(), client.usage()];
    Worker.all[0]!.dispatchEvent(new Event('error'));
    for (const one of waiting)
      await expect(one).rejects.toMatchObject({
        message: expect.stringContaining('reload the page') as string,
      });
    expect(Worker.all[0]!.ended).toBe(true);
    const again = client.list();
    expect(Worker.all).toHaveLength(2);
    Worker.all[1]!.reply({ id: Worker.all[1]!.calls[0]!.id, value: [] });
    expect(await again).toEqual([]);
  });

  it('saves a file within the quota, and nothing of one that is aborted', async () => {
    const client = new LibraryClient();
    client.quota = 5000;
    const added = client.addFile(new File(['# Notes\nLima.'], 'notes.md'));
    await expect.poll(() => Worker.all[0]?.calls.length).toBe(1);
    const { id, method, args } = Worker.all[0]!.calls[0]!;
    expect([method, args]).toEqual([
      'saveFile',
      [{ name: 'notes.md', title: 'Notes', text: '# Notes\nLima.' }, 5000],
    ]);
    Worker.all[0]!.reply({ id, value: { title: 'Notes' } });
    expect(await added).toEqual({ title: 'Notes' });

    const stop = new AbortController();
    const pdf = client.addFile(new File(['%PDF-1.7 …'], 'long.pdf'), stop.signal);
    await expect.poll(() => Worker.all[0]!.calls.at(-1)?.method).toBe('readPdf');
    stop.abort();
    await expect(pdf).rejects.toMatchObject({ name: 'AbortError' });
    Worker.all[0]!.reply({ id: Worker.all[0]!.calls.at(-1)!.id, value: { title: '', text: 'x' } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Worker.all[0]!.calls.at(-1)?.method).toBe('readPdf');
  });
});
