/**
 * `npm run bench download [GIGABYTES]`: the app downloads a model (1.5 GB unless told otherwise) from a
 * loopback stand-in for Hugging Face and is interrupted ten times at random points: paused, its tab
 * closed, its browser killed, its connections cut. How many bytes the server sent ÷ the file's size, and
 * how much memory the browser took on top. Ends with 1 when a limit is passed.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { largestShardBytes } from '../src/models/offers';
import { startFakeHub, syntheticBytes, type FakeHub } from '../tests/fakes/hub';
import { buildIfStale } from './build-if-stale.mjs';
import { serveApp } from './drive';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';

const NAME = 'Jan-Nano iQ4_XS';
const INTERRUPTIONS = 10;
const sentLimit = 1.02;
/** Two shards of the model that people download. */
const memoryLimit = 2 * largestShardBytes;
/** Of each of four connections, a second: what is on the wire when a tab dies stays small. */
const RATE = 12e6;

const ways = ['pause', 'close the tab', 'kill the browser', 'cut the connections'] as const;

class Browser {
  readonly #profile: string;
  readonly #url: string;
  readonly #hub: FakeHub;
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  /** Most that all its processes held at once, in bytes, beyond what they held before the download. */
  peak = 0;

  constructor(profile: string, url: string, hub: FakeHub) {
    this.#profile = profile;
    this.#url = url;
    this.#hub = hub;
  }

  /** Opens the model manager, in a new browser where the last one is gone. */
  async entry() {
    this.#context ??= await chromium.launchPersistentContext(this.#profile, {
      executablePath: ensureChromium(),
      args: chromiumFlags,
    });
    if (!this.#page || this.#page.isClosed()) {
      this.#page = await this.#context.newPage();
      await this.#page.goto(this.#url);
      await this.#page.getByRole('button', { name: 'Models' }).click();
      const address = this.#page.getByLabel('Hub', { exact: true });
      if ((await address.inputValue()) !== this.#hub.url) {
        await address.fill(this.#hub.url);
        await address.press('Enter');
      }
    }
    return this.#page
      .getByRole('dialog', { name: 'Models' })
      .locator('li', { hasText: NAME })
      .first();
  }

  async interrupt(way: (typeof ways)[number]): Promise<void> {
    if (way === 'cut the connections') {
      this.#hub.faults = [{ type: 'cut', after: 100_000, times: 4 }];
    } else if (way === 'pause') {
      const entry = await this.entry();
      await entry.getByRole('button', { name: /^Pause/ }).click();
      await entry.and(entry.page().locator('[data-state=partial]')).waitFor();
    } else if (way === 'close the tab') {
      await this.#page?.close();
    } else {
      const gone = new Promise((resolve) => this.#context?.once('close', resolve));
      for (const pid of processes(this.#profile)) process.kill(pid, 'SIGKILL');
      await gone;
      this.#context = this.#page = undefined;
    }
  }

  close(): Promise<void> | undefined {
    return this.#context?.close();
  }
}

/** Chromium's own processes: all that name this profile, and their children. */
function processes(profile: string): number[] {
  const children = new Map<number, number[]>();
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!pid) continue;
    try {
      const parent = Number(
        /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
      );
      children.set(parent, [...(children.get(parent) ?? []), pid]);
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile)) found.push(pid);
    } catch {
      // It has just ended.
    }
  }
  for (const pid of found)
    found.push(...(children.get(pid) ?? []).filter((one) => !found.includes(one)));
  return found;
}

/** Bytes of memory that these processes hold, shared pages counted once. */
function memoryOf(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      return sum + Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) * 1024;
    } catch {
      return sum;
    }
  }, 0);
}

async function main(gigabytes: number): Promise<void> {
  await buildIfStale();
  const hub = await startFakeHub();
  const served = await serveApp(true);
  const profile = await mkdtemp(join(tmpdir(), 'bench-download-'));
  const size = Math.round(gigabytes * 1e9);
  hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-iQ4_XS.gguf', syntheticBytes(size));
  hub.put('Menlo/Jan-nano/tokenizer.json', Buffer.from('{}'));
  hub.rate = RATE;
  const browser = new Browser(profile, served.url, hub);
  try {
    let entry = await browser.entry();
    const base = memoryOf(processes(profile));
    const points = Array.from({ length: INTERRUPTIONS }, () => 0.02 + 0.94 * Math.random()).sort();
    const started = Date.now();
    await entry.getByRole('button', { name: /^Download/ }).click();
    let counted = 0;
    for (;;) {
      const state = await entry.getAttribute('data-state');
      if (state === 'stored') break;
      if (state === 'partial') await entry.getByRole('button', { name: /^Resume/ }).click();
      const bar = entry.getByRole('progressbar');
      const done = (await bar.count()) > 0 ? Number(await bar.first().getAttribute('value')) : 0;
      browser.peak = Math.max(browser.peak, memoryOf(processes(profile)) - base);
      const next = points[counted];
      if (state === 'downloading' && next !== undefined && done >= next) {
        const way = ways[counted % ways.length] ?? 'pause';
        console.log(`${(100 * done).toFixed(1)} %: ${way}`);
        await browser.interrupt(way);
        counted++;
        entry = await browser.entry();
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const seconds = (Date.now() - started) / 1000;
    await entry.getByRole('button', { name: /^Check/ }).click();
    await entry.getByText('Every byte is as it should be.').waitFor({ timeout: 300_000 });
    const ratio = hub.sent / size;
    console.table({
      [NAME]: {
        'size MB': Math.round(size / 1e6),
        interruptions: counted,
        seconds: Math.round(seconds),
        'sent ÷ size': +ratio.toFixed(4),
        'peak MB above start': Math.round(browser.peak / 1e6),
      },
    });
    const verdict = (ok: boolean) => (ok ? 'ok' : 'MISSED');
    console.log(`sent ÷ size ≤ ${sentLimit}: ${verdict(ratio <= sentLimit)}`);
    console.log(
      `memory ≤ two shards, ${Math.round(memoryLimit / 1e6)} MB: ${verdict(browser.peak <= memoryLimit)}`,
    );
    if (ratio > sentLimit || browser.peak > memoryLimit) process.exitCode = 1;
  } finally {
    await browser.close();
    await served.close();
    await hub.close();
    await rm(profile, { recursive: true, force: true });
  }
}

main(Number(process.argv[2] ?? 1.5)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
