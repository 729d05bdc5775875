/**
 * `npm run bench webllm`: our token loop beside WebLLM's own, on Jan-Pocket in one page, as ratios; and
 * how much of the prompts of a run with three tool turns is computed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { renderPrompt } from '../src/agent/prompt';
import type { Message } from '../src/contracts';
import { serveStatic } from '../tests/e2e/static-server';
import type { Timed } from './bench-page/main';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';

const ROUNDS = 3;
const TOKENS = 24;

/** The prompts of a run that calls a tool three times, each as long as what came before it. */
function prompts(): string[] {
  const messages: Message[] = [
    { role: 'system', content: 'You are a research assistant. Search, read, then answer.' },
    { role: 'user', content: 'Which of Peru, Chile and Bolivia has the highest capital?' },
  ];
  const render = () =>
    renderPrompt({ messages: [...messages], tools: [], addGenerationPrompt: true });
  const all = [render()];
  for (const country of ['Peru', 'Chile', 'Bolivia']) {
    const call = { name: 'google_search', arguments: { q: `elevation capital ${country}` } };
    messages.push({ role: 'assistant', content: null, tool_calls: [call] });
    const result = `The capital of ${country} lies in a valley at some height above the sea. `;
    messages.push({ role: 'tool', content: result.repeat(8) });
    all.push(render());
  }
  return all;
}

const rate = (runs: Timed[]) =>
  (1000 * sum(runs.map((run) => run.tokens - 1))) / sum(runs.map((run) => run.decodeMs));
const share = (runs: Timed[]) =>
  sum(runs.map((run) => run.samplerMs)) / sum(runs.map((run) => run.decodeMs));
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

async function main(): Promise<void> {
  const dist = mkdtempSync(join(tmpdir(), 'bench-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('./bench-page', import.meta.url)),
    base: './',
    logLevel: 'error',
    build: { outDir: dist, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  const host = await serveStatic(
    [dist, fileURLToPath(new URL('../public', import.meta.url))],
    false,
  );
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
  try {
    const page = await browser.newPage();
    await page.goto(host.url);
    await page.evaluate(() => window.bench.load());
    const ask = (loop: 'ours' | 'stock', prompt: string, tokens: number) =>
      page.evaluate(([which, text, count]) => window.bench[which](text, count), [
        loop,
        prompt,
        tokens,
      ] as const);

    const text = 'Once upon a time there was ';
    // Compiles the shaders of both.
    for (const loop of ['ours', 'stock'] as const) await ask(loop, text, 4);
    const speed = { ours: [] as Timed[], stock: [] as Timed[] };
    const sampler = { ours: [] as Timed[], stock: [] as Timed[] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const loop of ['ours', 'stock'] as const)
        speed[loop].push(await ask(loop, text, TOKENS));
    }
    await page.evaluate(() => window.bench.timeSampler(true));
    for (const loop of ['ours', 'stock'] as const)
      sampler[loop].push(await ask(loop, text, TOKENS));
    await page.evaluate(() => window.bench.timeSampler(false));

    const run = prompts();
    const prefilled = { ours: 0, stock: 0 };
    let final = 0;
    for (const loop of ['ours', 'stock'] as const) {
      for (const prompt of run) {
        const { promptTokens, reusedTokens } = await ask(loop, prompt, 8);
        prefilled[loop] += promptTokens - reusedTokens;
        final = promptTokens;
      }
    }
    const row = (loop: 'ours' | 'stock') => ({
      'tokens/s': +rate(speed[loop]).toFixed(2),
      'sampler’s share of decode': +share(sampler[loop]).toFixed(3),
      'prefilled ÷ final prompt': +(prefilled[loop] / final).toFixed(3),
    });
    console.table({ ours: row('ours'), stock: row('stock') });
    const ratio = rate(speed.ours) / rate(speed.stock);
    const reuse = prefilled.ours / final;
    console.log(`our tokens/s ÷ stock's = ${ratio.toFixed(2)} (≥ 1.0): ${verdict(ratio >= 1)}`);
    console.log(
      `prefilled ÷ final prompt = ${reuse.toFixed(3)} (≤ 1.10): ${verdict(reuse <= 1.1)}`,
    );
    if (ratio < 1 || reuse > 1.1) process.exitCode = 1;
  } finally {
    await browser.close();
    host.server.close();
    rmSync(dist, { recursive: true, force: true });
  }
}

function verdict(ok: boolean): string {
  return ok ? 'ok' : 'MISSED';
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
