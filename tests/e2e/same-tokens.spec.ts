import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { expect, test } from '@playwright/test';
import type { ModelCard } from '../../src/contracts';
import { OpenAiEngine } from '../../src/engine/openai';
import { TokenCounter } from '../../src/engine/token-counter';
import { run } from '../../src/agent/run';
import { createToolbox } from '../../src/mcp/client';
import { serveApp } from '../../tools/drive';
import { readSet } from '../../tools/eval-sets';
import { pick } from '../../tools/scoring';
import { startLlamaServer, type LlamaServer } from '../fakes/llama-server';
import { serveStatic } from './static-server';
import { buildTestPage, type TestPage } from './test-page';

/**
 * Real llama.cpp through the openai engine and wllama in the browser write the same, token by token, after the prompts
 * of real runs on held-out questions: 10 here, 50 with `npm run bench llama`.
 */

const PROMPTS = Number(process.env['SAME_TOKENS'] ?? 10);
/** Below this difference of probabilities the order of two tokens is left to rounding. */
const NEAR_TIE = 0.02;
/** Stands for bytes that are no text. A model of bytes may write them; our grammar for wllama forbids them. */
const REPLACEMENT = '\ufffd';

interface Recorded {
  prompt: string;
  text: string;
}

const signal = new AbortController().signal;

/** Prompts, and what llama.cpp wrote after them. */
async function record(llama: LlamaServer, card: ModelCard, relayUrl: string): Promise<Recorded[]> {
  const file = new URL('../../public/models/jan-pocket/tokenizer.json', import.meta.url);
  const counter = new TokenCounter(JSON.parse(readFileSync(file, 'utf8')) as object);
  const engine = new OpenAiEngine(
    { baseUrl: llama.url, model: llama.model },
    {
      makeCounter: () => Promise.resolve({ count: (text) => Promise.resolve(counter.count(text)) }),
    },
  );
  await engine.load(card, { signal });
  const toolbox = createToolbox({ relayUrl });
  const recorded: Recorded[] = [];
  for (const { question } of pick(readSet('one-hop'), PROMPTS)) {
    let prompt = '';
    for await (const event of run({ question, engine, toolbox, card, signal })) {
      if (event.type === 'prompt-rendered') prompt = event.prompt;
      if (event.type === 'generation-finished') recorded.push({ prompt, text: event.text });
    }
    if (recorded.length >= PROMPTS) return recorded.slice(0, PROMPTS);
  }
  return recorded;
}

let built: TestPage;
let host: { server: Server; url: string };
let llama: LlamaServer;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  llama = await startLlamaServer();
  built = await buildTestPage('engine-page', { models: true });
  host = await serveStatic([built.folder], true);
});
test.afterAll(async () => {
  await llama.close();
  host.server.close();
  built.remove();
});

test(`llama.cpp over HTTP and wllama write the same after ${PROMPTS} prompts`, async ({ page }) => {
  test.setTimeout(600_000);
  const relay = await serveApp(true);
  await page.goto(host.url);
  const [card] = await page.evaluate(() => window.lab.catalogue);
  const recorded = await record(llama, card!, relay.url).finally(relay.close);
  expect(recorded).toHaveLength(PROMPTS);
  expect(new Set(recorded.map(({ prompt }) => prompt)).size).toBe(PROMPTS);

  expect((await page.evaluate(() => window.lab.load())).code).toBe('loaded');
  const ties: string[] = [];
  let noText = 0;
  for (const { prompt, text } of recorded) {
    const { text: here, error } = await page.evaluate(
      (given) => window.lab.run(given, { maxTokens: 160 }),
      prompt,
    );
    expect(error).toBeUndefined();
    if (here === text) continue;
    let at = 0;
    while (here[at] === text[at]) at += 1;
    if (text[at] === REPLACEMENT) {
      noText += 1;
      continue;
    }
    const [first, second] = await llama.likeliest(prompt + text.slice(0, at), 2);
    const margin = (first?.[1] ?? 1) - (second?.[1] ?? 0);
    ties.push(`${JSON.stringify([first, second])} after ${JSON.stringify(text.slice(0, at))}`);
    expect(margin, ties.at(-1)).toBeLessThan(NEAR_TIE);
  }
  console.log(
    `${PROMPTS - ties.length - noText} of ${PROMPTS} the same; near-ties: ${ties.join('; ') || 'none'}; ` +
      `bytes that are no text, which wllama does not let through: ${noText}`,
  );
});
