/** Runs of the agent on real llama.cpp over HTTP, whose server fails in the middle. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { OpenAiEngine } from '../../src/engine/openai';
import { servedCard } from '../../src/engine/served-card';
import { TokenCounter } from '../../src/engine/token-counter';
import { startLlamaServer, type LlamaServer } from '../fakes/llama-server';
import { collect, ofType, peru, ScriptedToolbox } from '../fixtures/agent';

const tokenizer = JSON.parse(
  readFileSync(new URL('../../public/models/jan-pocket/tokenizer.json', import.meta.url), 'utf8'),
) as object;
const { signal } = new AbortController();
let llama: LlamaServer;

// The first time on a machine llama.cpp is installed.
beforeAll(async () => {
  llama = await startLlamaServer();
}, 300_000);
afterAll(() => llama.close());

interface Start {
  resume?: AgentEvent[];
  toolbox?: ScriptedToolbox;
  idleMs?: number;
}

async function start({
  resume = [],
  toolbox = new ScriptedToolbox(peru, peru, peru),
  idleMs = 60_000,
}: Start = {}) {
  const server = { baseUrl: llama.url, model: '' };
  const card = await servedCard(server, signal);
  const counter = new TokenCounter(tokenizer);
  const engine = new OpenAiEngine(server, {
    makeCounter: () => Promise.resolve({ count: (text) => Promise.resolve(counter.count(text)) }),
    pausesMs: [1, 1],
    idleMs,
  });
  await engine.load(card, { signal });
  const events = await collect({ engine, card, toolbox, resume });
  return { events, toolbox };
}

describe('a run goes on where its model server', () => {
  let whole: AgentEvent[];
  beforeAll(async () => {
    ({ events: whole } = await start());
    expect(whole.at(-1)?.type).toBe('run-finished');
    expect(ofType(whole, 'generation-finished').length).toBeGreaterThan(1);
  });

  it.each([
    // One attempt and two more.
    ['refused', ['refuses', 'refuses', 'refuses'], /status 503 \(Loading model\)/],
    ['broke off', ['breaks-off'], /broke off in the middle/],
    ['fell silent', ['stalls'], /sent nothing for 4 s/],
    ['broke off after a search', ['none', 'breaks-off'], /broke off in the middle/],
  ] as const)('%s, and answers as without that', async (_, faults, message) => {
    llama.faults.push(...faults);
    // On a busy machine llama.cpp itself may be silent for a while.
    const { events, toolbox } = await start({ idleMs: 4000 });
    const failed = events.at(-1);
    expect(failed).toMatchObject({ type: 'run-failed', error: { code: 'network' } });
    expect(failed?.type === 'run-failed' && failed.error.message).toMatch(message);
    expect(llama.faults).toEqual([]);

    const { events: rest } = await start({ resume: events, toolbox });
    expect(rest[0]?.type).toBe('run-resumed');
    const [answered] = ofType(rest, 'run-finished');
    expect(answered?.answer).toBe(ofType(whole, 'run-finished')[0]?.answer);
    // What had been written or found by then was not asked for again.
    expect(toolbox.calls).toHaveLength(ofType(whole, 'tool-started').length);
  });

  it('refused once: nobody notices', async () => {
    llama.faults.push('refuses');
    const { events } = await start();
    expect(ofType(events, 'run-finished')[0]?.answer).toBe(
      ofType(whole, 'run-finished')[0]?.answer,
    );
  });
});
