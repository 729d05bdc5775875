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
const BLOCK = 50;
const CONNECTIONS = 100;
const mainFile = fileURLToPath(new URL('../server/main.ts', import.meta.url));
const ownFile = fileURLToPath(import.meta.url);

/** Lets the relay collect its garbage on a signal; in between its memory goes up and down like a saw. */
const COLLECT_ON_SIGNAL = [
  '--expose-gc',
  '--import',
  'data:text/javascript,process.on("SIGUSR2",()=>gc())',
];

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

interface Served {
  child: ChildProcess;
  url: string;
}

async function start(file: string, env: Record<string, string>): Promise<Served> {
  const child = spawn(process.execPath, [...COLLECT_ON_SIGNAL, '--import', 'tsx', file], {
    env: { PATH: process.env['PATH'], PORT: '0', RATE_LIMIT_PER_ADDRESS: '1000000', ...env },
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

/**
 * Median time of a call of each over one kept connection each: in blocks, and each block in the other order, so that
 * neither pays for what the other still tidies up.
 */
async function sideBySide(urls: string[]): Promise<number[]> {
  const agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const times: number[][] = urls.map(() => []);
  const order = [...urls.entries()];
  for (let block = 0; block < (WARM_UP + CALLS) / BLOCK; block++) {
    for (const [which, url] of order.reverse()) {
      for (let i = 0; i < BLOCK; i++) {
        const started = performance.now();
        await callOver(agents[which], url);
        if (block * BLOCK >= WARM_UP) times[which]?.push(performance.now() - started);
      }
    }
  }
  for (const agent of agents) agent.destroy();
  return times.map(median);
}

/** CPU seconds that a process has used so far, of all its threads; Linux only. */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

interface Memory {
  resident: number;
  /** Of objects and buffers. */
  used: number;
}

/** What the relay's memory is after a collection, in MB. */
async function memoryMb({ child, url }: Served): Promise<Memory> {
  // Twice: what a finaliser lets go is only then free.
  for (let round = 0; round < 2; round++) {
    child.kill('SIGUSR2');
    await sleep(300);
  }
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]) / 1e6;
  const used = read('nodejs_heap_size_used_bytes') + read('nodejs_external_memory_bytes');
  return { resident: read('process_resident_memory_bytes'), used };
}

async function soak(relay: Served, seconds: number) {
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
  // By then the caches are warm and the allocator has grown.
  await sleep((seconds * 1000) / 3);
  const early = await memoryMb(relay);
  await sleep(end - performance.now() - 2000);
  const late = await memoryMb(relay);
  await Promise.all(callers);
  return { answered, lost, early, late };
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
    const before = [relay.child, bare.child].map(cpuSeconds);
    const [ours = NaN, theirs = NaN] = await sideBySide([relay.url, bare.url]);
    const [ourCpu = NaN, theirCpu = NaN] = [relay.child, bare.child].map(
      (child, which) => cpuSeconds(child) - (before[which] ?? NaN),
    );
    const ratio = ours / theirs;
    report(
      `tools/call, relay ÷ bare SDK server: p50 ${ratio.toFixed(2)} (≤ 1.3), ` +
        `processor time ${(ourCpu / theirCpu).toFixed(2)}`,
      ratio <= 1.3,
    );
    bare.child.kill();

    const { answered, lost, early, late } = await soak(relay, seconds);
    report(
      `${seconds} s, ${CONNECTIONS} connections: ${answered} calls answered, ${lost} lost`,
      lost === 0 && answered > 0,
    );
    report(
      `memory after a collection, a third through → at the end: in use ${early.used.toFixed(0)} → ` +
        `${late.used.toFixed(0)} MB, resident ${early.resident.toFixed(0)} → ${late.resident.toFixed(0)} MB (each ≤ 1.1)`,
      late.used / early.used <= 1.1 && late.resident / early.resident <= 1.1,
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
