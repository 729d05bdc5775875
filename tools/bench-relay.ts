/**
 * `npm run bench relay [SECONDS]`: the relay beside a bare SDK server with an equal tool and an equal
 * result, as a ratio; memory and lost calls under 100 connections; SIGTERM under load.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { googleSearch } from '../src/mcp/search-tools';
import { callOver, callUntilRefused } from '../tests/unit/relay-load';

const CALLS = 1500;
const WARM_UP = 300;
const CONNECTIONS = 100;
const mainFile = fileURLToPath(new URL('../server/main.ts', import.meta.url));
const ownFile = fileURLToPath(import.meta.url);

/** In a process of its own: nothing but the SDK, and one tool that always gives this text. */
function serveBare(text: string): void {
  const structuredContent = JSON.parse(text) as Record<string, unknown>;
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'bare', version: '1.0.0' });
    server.registerTool(googleSearch.name, googleSearch, () => ({
      content: [{ type: 'text', text }],
      structuredContent,
    }));
    return server;
  });
  const listener = getRequestListener((request) => handler.fetch(request));
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, '127.0.0.1', () => {
    console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

async function start(file: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { PATH: process.env['PATH'], PORT: '0', RATE_LIMIT_PER_ADDRESS: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  while (!/http:\S+/.test(output)) {
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    output += text.toString();
  }
  return { child, url: (/http:\S+/.exec(output)?.[0] ?? '').replace('localhost', '127.0.0.1') };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Median time of a call of each, one after the other in turn, over one kept connection each. */
async function sideBySide(urls: string[]): Promise<number[]> {
  const agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const times: number[][] = urls.map(() => []);
  for (let i = 0; i < WARM_UP + CALLS; i++) {
    for (const [which, url] of urls.entries()) {
      const started = performance.now();
      await callOver(agents[which], url);
      if (i >= WARM_UP) times[which]?.push(performance.now() - started);
    }
  }
  for (const agent of agents) agent.destroy();
  return times.map(median);
}

/** Resident memory of a process in MB; Linux only. */
function residentMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
}

async function heapMb(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(text)?.[1]) / 1e6;
}

async function soak(relay: Awaited<ReturnType<typeof start>>, seconds: number) {
  const end = performance.now() + seconds * 1000;
  let answered = 0;
  let lost = 0;
  const callers = Array.from({ length: CONNECTIONS }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (performance.now() < end) {
      await callOver(agent, relay.url).then(
        () => answered++,
        () => lost++,
      );
    }
    agent.destroy();
  });
  const [rss, heap]: [number[], number[]] = [[], []];
  while (performance.now() < end) {
    rss.push(residentMb(relay.child));
    heap.push(await heapMb(relay.url));
    await sleep(250);
  }
  await Promise.all(callers);
  const third = Math.ceil(rss.length / 3);
  const thirds = (values: number[]) => [mean(values.slice(0, third)), mean(values.slice(-third))];
  return { answered, lost, rss: thirds(rss), heap: thirds(heap) };
}

function report(what: string, ok: boolean): void {
  console.log(`${what}: ${ok ? 'ok' : 'MISSED'}`);
  if (!ok) process.exitCode = 1;
}

async function main(seconds: number): Promise<void> {
  const children: ChildProcess[] = [];
  try {
    const relay = await start(mainFile, {});
    children.push(relay.child);
    const text = await callOver(undefined, relay.url);
    const bare = await start(ownFile, { BENCH_BARE_TEXT: text });
    children.push(bare.child);
    const [ours = NaN, theirs = NaN] = await sideBySide([relay.url, bare.url]);
    const ratio = ours / theirs;
    report(`tools/call p50, relay ÷ bare SDK server = ${ratio.toFixed(2)} (≤ 1.3)`, ratio <= 1.3);
    bare.child.kill();

    const { answered, lost, rss, heap } = await soak(relay, seconds);
    const line = (values: number[]) => values.map((value) => value.toFixed(0)).join(' → ');
    report(
      `${seconds} s, ${CONNECTIONS} connections: ${answered} calls answered, ${lost} lost`,
      lost === 0 && answered > 0,
    );
    const growth = (values: number[]) => (values[1] ?? NaN) / (values[0] ?? NaN);
    report(
      `memory, first → last third: RSS ${line(rss)} MB, heap ${line(heap)} MB (≤ 1.15 of the first)`,
      growth(rss) <= 1.15 && growth(heap) <= 1.15,
    );

    const ended = once(relay.child, 'close');
    const stop = () => relay.child.kill('SIGTERM');
    const drained = await callUntilRefused(relay.url, { callers: CONNECTIONS, stop });
    const [code] = (await ended) as [number | null];
    report(
      `SIGTERM with ${drained.inFlight} calls in flight: ${drained.answered} answered in all, ` +
        `${drained.lost.length} lost, exit code ${code}`,
      drained.lost.length === 0 && drained.inFlight > 0 && code === 0,
    );
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

const bareText = process.env['BENCH_BARE_TEXT'];
if (bareText === undefined) await main(Number(process.argv[2] ?? 30));
else serveBare(bareText);
