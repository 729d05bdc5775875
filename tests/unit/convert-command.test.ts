import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { convert } from '../../src/models/convert/convert';
import { openCheckpoint } from '../../src/models/convert/open-checkpoint';
import { locateRemote, urlFolder } from '../../src/models/convert/url-sources';
import { startFakeHub, type FakeHub, type HubFault } from '../fakes/hub';
import { MemorySink } from '../fakes/memory-sink';
import { diskFolder, diskSink } from '../../tools/convert-files';
import {
  failure,
  filesIn,
  fixtureFiles,
  folderOf,
  pocket,
  root,
  sha256,
  type Files,
} from './convert-harness';

const options = { quantisation: 'q4f16_1', rounding: 'plain' } as const;
const repository = 'Menlo/Tiny';
let host: FakeHub;
let work: string;
/** The files that a conversion has to end with, made in memory. */
let expected: Record<string, string>;

const digests = (files: Iterable<[string, Uint8Array | string]>) =>
  Object.fromEntries([...files].map(([name, data]) => [name, sha256(data as Uint8Array)]));
/** The manifest's key depends on the source; the weights do not. */
const weights = (files: Files) =>
  digests(Object.entries(files).filter(([name]) => name !== 'manifest.json'));

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'convert-'));
  host = await startFakeHub();
  for (const [name, data] of Object.entries(fixtureFiles()))
    host.put(`${repository}/${name}`, Buffer.from(data as string));
  const sink = new MemorySink();
  await convert(await openCheckpoint(folderOf(fixtureFiles())), sink, options);
  expected = weights(Object.fromEntries(sink.files));
});

afterEach(() => {
  host.faults = [];
  host.requests.length = 0;
});

const cut: HubFault = { type: 'cut', after: 0, times: 1 };
const answers = (status: 403 | 429 | 503, times = 1): HubFault => ({
  type: 'status',
  status,
  times,
});
/** Requests for contents; those to the hub itself are redirected. */
const parts = () => host.requests.filter(({ path }) => !path.startsWith('/'));

afterAll(async () => {
  await host.close();
  rmSync(work, { recursive: true, force: true });
});

describe('a source on the web', () => {
  const folder = () => urlFolder(`${host.url}/${repository}/resolve/main`, { retryMs: 1 });
  const run = async () => {
    const sink = new MemorySink();
    await convert(await openCheckpoint(folder()), sink, options);
    return weights(Object.fromEntries(sink.files));
  };

  it('is read by parts, behind a redirect', async () => {
    expect(await run()).toEqual(expected);
    expect(parts().length).toBeGreaterThan(0);
    expect(parts().every(({ range = '' }) => /^bytes=\d+-\d+$/.test(range))).toBe(true);
  });

  it('is asked again after a lost connection, 429 and 503', async () => {
    host.faults = [cut, answers(503), answers(429), cut, answers(503)].map((one) => ({ ...one }));
    expect(await run()).toEqual(expected);
    expect(host.faults).toEqual([]);
  });

  it('that stays away, or forbids, is a clear error', async () => {
    host.faults = [answers(503, 6)];
    const away = await failure(() => folder().open('config.json'));
    expect(away).toMatchObject({ code: 'model-missing' });
    expect(away.message).toMatch(/config\.json.*503/);
    host.requests.length = 0;
    host.faults = [answers(403)];
    expect((await failure(() => folder().open('config.json'))).message).toMatch(/403/);
    expect(parts()).toHaveLength(1);
  });

  it('that changes on the server is a clear error', async () => {
    const file = await folder().open('config.json');
    const path = `${repository}/config.json`;
    const before = Buffer.from(fixtureFiles()['config.json'] as string);
    host.put(path, Buffer.from(before.map((byte) => byte ^ 1)));
    const error = await failure(async () => file?.read(0, 10));
    host.put(path, before);
    expect(error).toMatchObject({ code: 'model-corrupt' });
    expect(error.message).toMatch(/changed/);
  });

  it('without Range is read whole where it is small', async () => {
    host.faults = [{ type: 'no-range', times: 1 }];
    const file = await folder().open('config.json');
    const bytes = await file?.read(0, file.size);
    expect(sha256(bytes ?? new Uint8Array())).toBe(
      sha256(fixtureFiles()['config.json'] as Uint8Array),
    );
  });

  it('lacks a file where the server answers 404', async () => {
    expect(await folder().open('absent.json')).toBeUndefined();
  });

  it('is not asked again once stopped', async () => {
    const stop = new AbortController();
    host.faults = [answers(503, 2)];
    const slow = urlFolder(`${host.url}/${repository}/resolve/main`, { retryMs: 60_000 });
    const opening = failure(() => slow.open('config.json', stop.signal));
    setTimeout(() => stop.abort(), 50);
    expect((await opening).code).toBe('aborted');
  });

  it.each([
    ['Menlo/Jan-nano', 'https://huggingface.co/Menlo/Jan-nano/resolve/main/', undefined],
    [
      'Menlo/Jan-nano-gguf/a-Q8_0.gguf',
      'https://huggingface.co/Menlo/Jan-nano-gguf/resolve/main/',
      'a-Q8_0.gguf',
    ],
    ['https://a.example/x/', 'https://a.example/x/', undefined],
    ['https://a.example/x/m.GGUF?download=true', 'https://a.example/x/', 'm.GGUF'],
  ])('%s leads to %s', (source, folder, file) => {
    expect(locateRemote(source)).toEqual({ folder, file });
  });

  it.each(['./folder', '../a/b', 'a', 'a/b/c/d', 'ftp://a/b'])('%s is none', (source) => {
    expect(locateRemote(source)).toBeUndefined();
  });
});

describe('the disk', () => {
  it('keeps no half-written file', async () => {
    const out = join(work, 'half');
    const sink = diskSink(out);
    const file = await sink.create('a.bin', 4);
    await file.write(new Uint8Array(2));
    await file.abort();
    expect(readdirSync(out)).toEqual([]);
    writeFileSync(join(out, 'taken'), '');
    const refused = await failure(() => diskSink(join(out, 'taken')).create('b.bin', 1));
    expect(refused).toMatchObject({ code: 'storage' });
  });

  it('notices a file that changes while it is read', async () => {
    const path = join(work, 'changing');
    writeFileSync(path, 'before');
    const file = await diskFolder(work).open('changing');
    writeFileSync(path, 'then');
    expect((await failure(async () => file?.read(0, 6))).code).toBe('model-corrupt');
  });
});

describe('npm run convert', () => {
  function command(...args: string[]) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'tools/convert.ts'), ...args],
      { cwd: root },
    );
    let text = '';
    child.stdout.on('data', (data) => (text += String(data)));
    child.stderr.on('data', (data) => (text += String(data)));
    const end = new Promise<{ code: number | null; text: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, text })),
    );
    return { child, end };
  }

  it('stops when told to, and the same command makes the folder from a Hugging Face id', async () => {
    const out = join(work, 'from-hub');
    const args = ['--source', 'Menlo/Tiny', '--hub', host.url, '--quantization', 'q4f16_1'];
    const all = [...args, '--rounding', 'plain', '--out', out];
    // It asks again and again until it is stopped.
    host.faults = [answers(429, 40)];
    const stopped = command(...all);
    while (host.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    stopped.child.kill('SIGINT');
    expect(await stopped.end).toMatchObject({ code: 130 });
    host.faults = [];
    const { code, text } = await command(...all).end;
    expect(text).toMatch(/4 files/);
    expect(code).toBe(0);
    expect(weights(filesIn(out))).toEqual(expected);
  }, 120_000);

  it('killed in the middle, goes on with what is there and ends the same, bit for bit', async () => {
    // Slow enough to be killed between two shards.
    const out = join(work, 'killed');
    const slow = await startFakeHub();
    for (const [name, data] of Object.entries(filesIn(pocket)))
      slow.put(`me/pocket/${name}`, Buffer.from(data as Uint8Array));
    slow.rate = 1 << 20;
    const args = ['--source', 'me/pocket', '--hub', slow.url, '--quantization', 'q8f32_1'];
    const all = [...args, '--rounding', 'plain', '--shard', '1', '--out', out];
    const first = command(...all);
    const progress = join(out, 'convert-progress.json');
    while (!existsSync(progress)) await new Promise((resolve) => setTimeout(resolve, 5));
    first.child.kill('SIGKILL');
    expect(await first.end).toMatchObject({ code: null });
    // Killed between a shard and the note that it is finished, that one is made again.
    const noted = JSON.parse(readFileSync(progress, 'utf8')) as { shards: unknown[] };
    const left = noted.shards.map((_, i) => `params_shard_${i}.bin`);
    expect(left.length).toBeGreaterThan(0);
    expect(existsSync(join(out, 'manifest.json'))).toBe(false);
    const written = Object.fromEntries(left.map((name) => [name, statSync(join(out, name)).ino]));

    slow.rate = Infinity;
    const { code, text } = await command(...all).end;
    expect(text).toMatch(/files/);
    expect(code).toBe(0);
    for (const name of left) expect(statSync(join(out, name)).ino, name).toBe(written[name]);
    const sink = new MemorySink();
    const whole = { quantisation: 'q8f32_1', rounding: 'plain', shardBytes: 1 << 20 } as const;
    await convert(await openCheckpoint(folderOf(filesIn(pocket))), sink, whole);
    expect(weights(filesIn(out))).toEqual(weights(Object.fromEntries(sink.files)));
    await slow.close();
  }, 120_000);

  it('ends with 2 on wrong usage and with 1 on an error, and says what to do', async () => {
    const args = ['--quantization', 'q4f16_1', '--out', join(work, 'none')];
    const [wrong, missing] = await Promise.all([
      command('--source', 'x', '--quantization', 'q3', '--out', work).end,
      command('--source', join(work, 'no/such/place'), ...args).end,
    ]);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.text).toMatch(/q3[\s\S]*--source/);
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.text).toMatch(/no file, folder, address/);
  }, 120_000);
});
