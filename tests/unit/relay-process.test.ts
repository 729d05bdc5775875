import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createToolbox } from '../../src/mcp/client';
import { startFakeSerper } from '../fakes/serper';
import { rawRequest } from './raw-http';
import { corpus, pages, startTestRelay, WaitingBackend } from './relay-harness';
import { callUntilRefused } from './relay-load';

const { signal } = new AbortController();
let corpusDir: string;
const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();

beforeAll(async () => {
  corpusDir = await mkdtemp(join(tmpdir(), 'corpus-'));
  await writeFile(join(corpusDir, 'pages.json.gz'), gzipSync(JSON.stringify(pages)));
  await writeFile(join(corpusDir, 'index.json.gz'), gzipSync(corpus.indexJson()));
});
afterAll(() => rm(corpusDir, { recursive: true }));
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs `server/main.ts` as its users do. */
function runMain(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env['PATH'], PORT: '0', CORPUS_DIR: corpusDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return {
    ended,
    output: () => output,
    stop: () => child.kill('SIGTERM'),
    /** Its address, once it prints it. */
    async url(): Promise<string> {
      await Promise.race([
        expect.poll(() => output, { timeout: 20_000 }).toMatch(/Search: /),
        ended,
      ]);
      return /http:\/\/\S+/.exec(output)?.[0] ?? '';
    },
  };
}

describe('main', () => {
  it('prints its address and what it searches, answers, and stops when told to', async () => {
    const main = runMain({ STATIC_DIR: corpusDir });
    const url = await main.url();
    expect(main.output()).toMatch(
      /^Relay only \(no app; run: npm run build\): http:\/\/localhost:\d+\n/,
    );
    expect(main.output()).toMatch(/\nSearch: offline corpus, 2 pages .*SERPER_API_KEY.*\n$/);
    const found = await createToolbox({ relayUrl: url }).call(
      'google_search',
      { q: 'capital of Peru' },
      { signal },
    );
    expect(found).toMatchObject({ ok: true, text: expect.stringContaining('Lima') as string });
    main.stop();
    expect(await main.ended).toBe(0);
  });

  it('answers every request it accepted when it is told to stop under load', async () => {
    const main = runMain({ RATE_LIMIT_PER_ADDRESS: '0' });
    const url = (await main.url()).replace('localhost', '127.0.0.1');
    const { answered, inFlight, lost } = await callUntilRefused(url, {
      callers: 30,
      stop: main.stop,
    });
    expect(await main.ended).toBe(0);
    expect(lost).toEqual([]);
    expect(inFlight).toBeGreaterThan(0);
    expect(answered).toBeGreaterThanOrEqual(inFlight);
  });

  it('searches with Serper when there is a key, and never prints it', async () => {
    const serper = await startFakeSerper();
    serper.mode = 'bad-key';
    const main = runMain({
      SERPER_API_KEY: 'sesame-1234',
      SERPER_BASE_URL: serper.url,
      SERPER_SCRAPE_URL: serper.url,
      LOG_LEVEL: 'debug',
      CORPUS_DIR: '/nowhere',
    });
    const toolbox = createToolbox({ relayUrl: await main.url() });
    const failed = await toolbox.call('google_search', { q: 'Peru' }, { signal });
    expect(failed).toMatchObject({
      ok: false,
      text: expect.stringContaining('SERPER_API_KEY') as string,
    });
    expect(serper.requests[0]?.headers['x-api-key']).toBe('sesame-1234');
    main.stop();
    expect(await main.ended).toBe(0);
    expect(main.output()).toContain('Search: Google, through Serper');
    expect(main.output()).not.toContain('sesame');
    await serper.close();
  });

  it.each([
    [{ PORT: 'eighty' }, /^Cannot start: PORT must be a whole number from 0 to 65535\.\n$/],
    [
      { CORPUS_DIR: '/nowhere' },
      /^Cannot start: CORPUS_DIR: no readable offline corpus in \S+\.\n$/,
    ],
  ])('does not start with %j', async (env, message) => {
    const main = runMain(env);
    expect(await main.ended).toBe(1);
    expect(main.output()).toMatch(message);
  });
});

describe('startRelay', () => {
  it('says which port is taken and what to do', async () => {
    const first = await startTestRelay();
    const { port } = new URL(first.url);
    await expect(startTestRelay({ env: { PORT: port } })).rejects.toThrow(
      `PORT ${port} is already in use. Stop the program that uses it, or set PORT to another number`,
    );
    await first.close(0);
  });

  it('lets a call in flight end before it closes, and takes no new ones', async () => {
    const backend = new WaitingBackend();
    const relay = await startTestRelay({ backend });
    const toolbox = createToolbox({ relayUrl: relay.url });
    const call = toolbox.call('google_search', { q: 'Peru' }, { signal });
    await backend.arrived;
    const closed = relay.close();
    await expect(rawRequest(relay.url, '/healthz', { agent: false })).rejects.toThrow(
      'ECONNREFUSED',
    );
    backend.release();
    expect(await call).toMatchObject({ ok: true });
    await closed;
  });

  it('breaks off what does not end in time', async () => {
    const backend = new WaitingBackend();
    const relay = await startTestRelay({ backend });
    const call = createToolbox({ relayUrl: relay.url }).call(
      'google_search',
      { q: 'x' },
      { signal },
    );
    await backend.arrived;
    await relay.close(10);
    expect(await call).toMatchObject({ ok: false });
    await backend.aborted;
    backend.release();
  });
});
