import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelFile } from '../../src/contracts';
import { say } from '../../src/i18n/area';
import { downloadFiles, type DownloadProgress } from '../../src/models/download';
import { ModelStore } from '../../src/models/store';
import { startFakeHub, syntheticBytes, type FakeHub, type HubFault } from '../fakes/hub';

/** A sixteenth of the real sizes, and so are the files. */
const sizes = { part: 1 << 20, piece: 64 << 10 };
const MB = 1 << 16;
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
/** Quick tries; seven of them without a byte of progress end a download. */
const retry = { tries: 7, firstMs: 2, stallMs: 20_000 };

let hub: FakeHub;
let store: ModelStore;
let run = 0;

beforeEach(async () => {
  hub = await startFakeHub();
  store = await ModelStore.open();
  run++;
});
afterEach(async () => {
  await hub.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A file on the hub, under an address that no other test uses. */
function publish(name: string, data: Buffer, checked = true): ModelFile {
  hub.put(`o/run-${run}/${name}`, data);
  const url = `${hub.url}/o/run-${run}/resolve/main/${name}`;
  return { url, bytes: data.length, ...(checked ? { sha256: sha256(data) } : {}) };
}

async function download(files: ModelFile[], more: { stallMs?: number } = {}) {
  const { signal } = new AbortController();
  const seen: DownloadProgress[] = [];
  let error: unknown;
  try {
    await downloadFiles(store, files, {
      signal,
      sizes,
      retry: { ...retry, ...more },
      onProgress: (one) => seen.push(one),
    });
  } catch (thrown) {
    error = thrown;
  }
  const last = seen.at(-1);
  return { error: error as { code: string; message: string } | undefined, seen, last };
}

async function contents(file: ModelFile): Promise<Buffer> {
  return Buffer.from(await store.readBuffer(file));
}

async function expectStored(file: ModelFile, data: Buffer): Promise<void> {
  expect(await store.has(file)).toBe(true);
  expect((await contents(file)).equals(data)).toBe(true);
}

describe('a download', () => {
  it('stores several files, checks them, and counts every byte once', async () => {
    const data = [syntheticBytes(40 * MB, 1), syntheticBytes(3 * MB + 5, 2), syntheticBytes(7, 3)];
    const files = data.map((one, index) => publish(`f${index}.bin`, one));
    const { error, last, seen } = await download(files);
    expect(error).toBeUndefined();
    for (const [index, file] of files.entries()) await expectStored(file, data[index]!);
    const total = data.reduce((sum, one) => sum + one.length, 0);
    expect(last).toMatchObject({ done: total, total, received: total, notes: [] });
    expect(seen.map(({ done }) => done)).toEqual(
      seen.map(({ done }) => done).toSorted((a, b) => a - b),
    );
    const parts = hub.requests.filter(({ path, range }) => path.endsWith('f0.bin') && range);
    expect(parts).toHaveLength(3);
  });

  it('asks for nothing that is there already', async () => {
    const file = publish('a.bin', syntheticBytes(MB));
    await download([file]);
    hub.requests.length = 0;
    expect((await download([file])).error).toBeUndefined();
    expect(hub.requests).toEqual([]);
  });

  it('tells the digest of a file that came without one', async () => {
    const data = syntheticBytes(2 * MB);
    const file = publish('a.bin', data, false);
    await download([file]);
    expect((await store.file(file.url))?.verified).toBe(sha256(data));
  });

  it('goes on at the byte after a pause, and reads next to nothing twice', async () => {
    const data = syntheticBytes(80 * MB, 5);
    const file = publish('a.bin', data);
    hub.rate = 64 * MB;
    let received = 0;
    let pauses = 0;
    for (;;) {
      const abort = new AbortController();
      const stopAt = Math.random() * 3 * MB;
      let last: DownloadProgress | undefined;
      try {
        await downloadFiles(store, [file], {
          signal: abort.signal,
          retry,
          sizes,
          onProgress: (one) => {
            last = one;
            if (one.received > stopAt && pauses < 10) abort.abort();
          },
        });
        received += last?.received ?? 0;
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'aborted' });
        received += last?.received ?? 0;
        pauses++;
      }
    }
    expect(pauses).toBe(10);
    await expectStored(file, data);
    expect(received / data.length).toBeLessThanOrEqual(1.02);
  });

  it('takes the hash up where it was saved instead of reading the file again', async () => {
    const data = syntheticBytes(6 * MB, 9);
    const file = publish('a.bin', data);
    const abort = new AbortController();
    await downloadFiles(store, [file], {
      signal: abort.signal,
      connections: 1,
      retry,
      sizes,
      onProgress: ({ done }) => done >= 3 * MB && abort.abort(),
    }).catch(() => undefined);
    const at = (await store.file(file.url))?.hash?.at ?? 0;
    expect(at).toBeGreaterThanOrEqual(3 * MB);
    const read = vi.spyOn(ModelStore.prototype, 'readPiece');
    expect((await download([file])).error).toBeUndefined();
    expect(read).not.toHaveBeenCalled();
    await expectStored(file, data);
  });
});

describe('a fault of the connection or the server', () => {
  const data = syntheticBytes(5 * MB + 123, 4);

  it.each<[string, HubFault[]]>([
    ['cuts at ten random places', Array.from({ length: 10 }, cutSomewhere)],
    [
      'a 429 that says when to come back',
      [{ type: 'status', status: 429, retryAfter: '0', times: 2 }],
    ],
    ['503 several times', [{ type: 'status', status: 503, times: 4 }]],
    ['500 once', [{ type: 'status', status: 500, times: 1 }]],
    ['416 once, although the part exists', [{ type: 'status', status: 416, times: 1 }]],
    ['416 twice', [{ type: 'status', status: 416, times: 2 }]],
    ['a body that ends early', [{ type: 'truncate', after: 100_000, times: 1 }]],
  ])('%s: ends complete', async (_, faults) => {
    const file = publish('a.bin', data);
    hub.faults = faults;
    const { error, last } = await download([file]);
    expect(error).toBeUndefined();
    await expectStored(file, data);
    expect((last?.received ?? Infinity) / data.length).toBeLessThanOrEqual(1.02);
  });

  function cutSomewhere(): HubFault {
    return { type: 'cut', after: Math.floor(Math.random() * 60_000), times: 1 };
  }

  it('silence in the middle: asks again after a while', async () => {
    const file = publish('a.bin', data);
    hub.faults = [{ type: 'hang', after: 70_000, times: 1 }];
    expect((await download([file], { stallMs: 700 })).error).toBeUndefined();
    await expectStored(file, data);
  });

  it('waits as long as Retry-After says, and shows it', async () => {
    const file = publish('a.bin', data);
    hub.faults = [{ type: 'status', status: 503, retryAfter: '1', times: 1 }];
    const begin = Date.now();
    const { error, seen } = await download([file]);
    expect(error).toBeUndefined();
    expect(Date.now() - begin).toBeGreaterThanOrEqual(950);
    expect(seen.some(({ state, waitUntil }) => state === 'waiting' && waitUntil)).toBe(true);
  });

  it('a server without Range: ends complete, and a resumption too', async () => {
    const big = syntheticBytes(40 * MB, 6);
    const file = publish('a.bin', big);
    hub.faults = [{ type: 'cut', after: 9 * MB, times: 1 }, { type: 'no-range' }];
    const { error } = await download([file]);
    expect(error).toBeUndefined();
    await expectStored(file, big);
  });

  it('Range dropped in the middle of a download: ends complete', async () => {
    const big = syntheticBytes(40 * MB, 7);
    const file = publish('a.bin', big);
    const abort = new AbortController();
    await downloadFiles(store, [file], {
      signal: abort.signal,
      retry,
      sizes,
      onProgress: ({ done }) => done > 10 * MB && abort.abort(),
    }).catch(() => undefined);
    const kept = await store.bytesOf(file.url);
    expect(kept).toBeGreaterThan(10 * MB);
    hub.faults = [{ type: 'no-range' }];
    const { error, seen } = await download([file]);
    expect(error).toBeUndefined();
    expect(seen[0]?.done).toBeGreaterThanOrEqual(kept);
    await expectStored(file, big);
  });

  it.each([true, false])('a changed file of the same size (headers shown: %s)', async (exposes) => {
    hub.exposes = exposes;
    const old = publish('a.bin', syntheticBytes(5 * MB, 1), false);
    const abort = new AbortController();
    await downloadFiles(store, [old], {
      signal: abort.signal,
      retry,
      sizes,
      onProgress: ({ done }) => done > 2 * MB && abort.abort(),
    }).catch(() => undefined);
    const changed = syntheticBytes(5 * MB, 2);
    const file = publish('a.bin', changed, false);
    const wanted = { ...file, sha256: sha256(changed) };
    const { error } = await download([wanted]);
    expect(error).toBeUndefined();
    await expectStored(wanted, changed);
  });

  it('a file that changes under a download is fetched anew, and that is said', async () => {
    const file = publish('a.bin', syntheticBytes(5 * MB, 1), false);
    hub.faults = [{ type: 'cut', after: 2 * MB, times: 1 }];
    const changed = syntheticBytes(5 * MB, 2);
    const { error, last } = await downloadWith(file, ({ done }) => {
      if (done > 0) hub.put(`o/run-${run}/a.bin`, changed);
    });
    expect(error).toBeUndefined();
    expect(last?.notes.map(say)).toEqual(['a.bin has changed on the server and is fetched anew.']);
    await expectStored(file, changed);
  });

  async function downloadWith(file: ModelFile, onProgress: (one: DownloadProgress) => void) {
    let last: DownloadProgress | undefined;
    const options = { signal: new AbortController().signal, retry, sizes };
    const error = await downloadFiles(store, [file], {
      ...options,
      onProgress: (one) => onProgress((last = one)),
    }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, last };
  }

  it('a file of another size is a clear error, and the other files are kept', async () => {
    const good = publish('good.bin', syntheticBytes(MB, 1));
    const bad = publish('bad.bin', syntheticBytes(20 * MB, 1));
    hub.put(`o/run-${run}/bad.bin`, syntheticBytes(19 * MB, 2));
    await download([good]);
    const { error } = await download([good, bad]);
    expect(error).toMatchObject({ code: 'model-changed' });
    expect(error?.message).toMatch(/bad\.bin has changed.*Start the download again/);
    expect(await store.has(good)).toBe(true);
  });

  it('a corrupted byte: that file is fetched again, once, and it is said', async () => {
    const good = publish('good.bin', syntheticBytes(MB, 1));
    const file = publish('a.bin', data);
    hub.faults = [{ type: 'corrupt', at: 1000, times: 1, file: /a\.bin/ }];
    const { error, last } = await download([good, file]);
    expect(error).toBeUndefined();
    expect(last?.notes.map(say)).toEqual(['a.bin arrived damaged and is fetched again.']);
    expect(last?.received).toBe(MB + 2 * data.length);
    await expectStored(file, data);
  });

  it('a server whose copy is damaged is a clear error', async () => {
    const file = publish('a.bin', data);
    hub.faults = [{ type: 'corrupt', at: 1000 }];
    const { error, last } = await download([file]);
    expect(error).toMatchObject({ code: 'model-corrupt' });
    expect(last?.received).toBe(2 * data.length);
    expect(await store.has(file)).toBe(false);
  });

  it.each<[string, HubFault]>([
    ['503 forever', { type: 'status', status: 503 }],
    ['416 forever', { type: 'status', status: 416 }],
    ['cut before the first byte, forever', { type: 'cut', after: 0 }],
  ])('%s: a clear error, nothing lost, and complete once the server is well', async (_, fault) => {
    const good = publish('good.bin', syntheticBytes(MB, 1));
    const file = publish('a.bin', data);
    hub.faults = [{ ...fault, file: /a\.bin/ }];
    const { error } = await download([good, file]);
    expect(error?.code).toMatch(/^(network|model-changed)$/);
    expect(error?.message).toMatch(/resume|Start the download again/);
    hub.faults = [];
    hub.requests.length = 0;
    expect((await download([good, file])).error).toBeUndefined();
    expect(hub.requests.filter(({ path }) => path.includes('good'))).toEqual([]);
    await expectStored(file, data);
  });

  it('a missing file is said with its address; a mirror that has it is used', async () => {
    const file = publish('a.bin', data);
    const absent = { ...file, url: file.url.replace('a.bin', 'b.bin') };
    const { error } = await download([absent]);
    expect(error).toMatchObject({ code: 'model-missing' });
    expect(error?.message).toContain(absent.url);
    const mirrored = { ...absent, mirrors: [file.url] };
    expect((await download([mirrored])).error).toBeUndefined();
    await expectStored(mirrored, data);
  });
});

describe('storage', () => {
  const data = syntheticBytes(4 * MB, 8);

  it('too little of it is told before a byte is fetched', async () => {
    const file = publish('a.bin', data);
    const estimate = () => Promise.resolve({ quota: 5e5, usage: 4e5 });
    vi.stubGlobal('navigator', { storage: { estimate } });
    const { error } = await download([file]);
    expect(error).toMatchObject({ code: 'storage' });
    expect(error?.message).toMatch(/needs 1 MB more.*1 MB more/);
    expect(hub.requests).toEqual([]);
  });

  it('that runs full keeps what has arrived, and the rest comes once there is room', async () => {
    const file = publish('a.bin', data);
    let room = 2;
    const real = store.addPiece.bind(store);
    vi.spyOn(store, 'addPiece').mockImplementation((...args) => {
      if (room-- > 0) return real(...args);
      return Promise.reject(new DOMException('full', 'QuotaExceededError'));
    });
    const { error } = await download([file]);
    expect(error).toMatchObject({ code: 'storage' });
    expect(error?.message).toMatch(/is full.*kept/);
    const kept = await store.bytesOf(file.url);
    expect(kept).toBeGreaterThanOrEqual(2 * MB);
    vi.restoreAllMocks();
    const { error: second, last } = await download([file]);
    expect(second).toBeUndefined();
    expect(last?.received).toBe(data.length - kept);
    await expectStored(file, data);
  });
});

describe('storage for what is known of a file', () => {
  it('that is missing at the beginning or at the end is no fault of the network', async () => {
    const file = publish('a.bin', syntheticBytes(MB, 9));
    const real = store.setFile.bind(store);
    for (const room of [0, 1]) {
      let left = room;
      vi.spyOn(store, 'setFile').mockImplementation((...args) => {
        if (left-- > 0) return real(...args);
        return Promise.reject(new DOMException('full', 'QuotaExceededError'));
      });
      const { error } = await download([file]);
      expect(error).toMatchObject({ code: 'storage' });
      expect(error?.message).toMatch(/is full.*resume/);
      vi.restoreAllMocks();
    }
    expect((await download([file])).error).toBeUndefined();
    await expectStored(file, syntheticBytes(MB, 9));
  });
});
