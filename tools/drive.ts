/**
 * Drives the built app in headless Chromium, as a person would: it types into the question box and
 * reads the run from the `agent-event` events that the page dispatches on its window.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { pino } from 'pino';
import { readConfig } from '../server/config';
import { startRelay } from '../server/relay';
import { loadSearch } from '../server/search/load';
import type { AgentEvent } from '../src/contracts';
import type { ApprovalRequest } from './approvals';
import { buildIfStale } from './build-if-stale.mjs';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';
import { isLast, outcomeOf, type Outcome } from '../src/evaluate/outcome';

export interface DriveOptions {
  /** Address of a relay that runs already; without it one is started on a free port. */
  relay?: string;
  model?: string;
  engine?: string;
  seed?: number;
  /** quick, standard or deep; a plan is taken as the model made it. */
  depth?: string;
  /** Search the offline corpus even where the environment has a key for the web. */
  offline?: boolean;
  /** Answers for the person who is asked about a call; refuses without. */
  approve?: (request: ApprovalRequest) => Promise<boolean>;
  /** Folder of another offline corpus than the shipped one. */
  corpus?: string;
  /** Settings of the relay that is started. */
  settings?: NodeJS.ProcessEnv;
  /** An app that is served already; without it one is, on a free port. */
  app?: string | undefined;
  /** A Chrome of one's own, in a window and with its GPU: its path, or where it can be reached. */
  chrome?: string | undefined;
  connect?: string | undefined;
}

declare global {
  interface Window {
    onApproval: (request: ApprovalRequest) => Promise<boolean>;
  }
}

export interface App {
  page: Page;
  /**
   * Asks one question in a thread of its own and resolves when its run has ended, however it ended.
   * Rejects when the page breaks or falls silent.
   */
  ask(question: string, onEvent?: (event: AgentEvent) => void): Promise<Outcome>;
  close(): Promise<void>;
}

/** Loading weights and prefilling a long page are the longest a working run says nothing. */
const silenceMs = 180_000;

/** Starts the relay that serves the built app, on a free port; `settings` come before the environment's. */
export async function serveApp(offline: boolean, settings: NodeJS.ProcessEnv = {}) {
  const config = readConfig({
    ...process.env,
    ...settings,
    PORT: '0',
    HOST: '127.0.0.1',
    ...(offline ? { SEARCH_BACKEND: 'offline' } : {}),
  });
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const { backend, corpus } = await loadSearch(config, log);
  const relay = await startRelay({ config, backend, corpus, log });
  return { url: relay.url, close: () => relay.close().then(() => backend.close()) };
}

export interface Tabs {
  apps: App[];
  /** Of the browser. */
  version: string;
  close(): Promise<void>;
}

async function startBrowser({ chrome, connect }: DriveOptions): Promise<Browser> {
  if (connect) return chromium.connectOverCDP(connect);
  if (chrome) return chromium.launch({ executablePath: chrome, headless: false });
  return chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
}

/** Builds the app if needed, serves it, and opens it in `count` tabs of one browser. Call `close` when done. */
export async function openTabs(count: number, options: DriveOptions = {}): Promise<Tabs> {
  if (!options.app) await buildIfStale();
  const served = options.app
    ? { url: options.app, close: () => Promise.resolve() }
    : await serveApp(options.offline ?? options.relay !== undefined, {
        ...options.settings,
        ...(options.corpus ? { CORPUS_DIR: options.corpus } : {}),
      });
  let browser: Browser | undefined;
  try {
    browser = await startBrowser(options);
    const own = browser;
    const apps: App[] = [];
    for (let i = 0; i < count; i++) apps.push(await openTab(browser, served.url, options));
    return {
      apps,
      version: browser.version(),
      close: async () => {
        for (const app of apps) await app.close();
        // Of a browser that was connected to this ends the connection alone.
        await own.close();
        await served.close();
      },
    };
  } catch (error) {
    await browser?.close();
    await served.close();
    throw error;
  }
}

/** As `openTabs`, with one tab. */
export async function openApp(options: DriveOptions = {}): Promise<App> {
  const tabs = await openTabs(1, options);
  return { ...tabs.apps[0]!, close: () => tabs.close() };
}

async function openTab(browser: Browser, url: string, options: DriveOptions): Promise<App> {
  let listener: ((event: AgentEvent) => void) | undefined;
  let broken: ((error: Error) => void) | undefined;
  let pause: (() => void) | undefined;
  const breakRun = (error: Error) => broken?.(error);

  // In a person's own Chrome the models lie with its own profile.
  const page = options.connect
    ? await browser.contexts()[0]!.newPage()
    : await browser.newPage({ serviceWorkers: 'block' });
  const close = () => page.close();
  try {
    await page.exposeFunction('onAgentEvent', (event: AgentEvent) => listener?.(event));
    await page.exposeFunction('onApproval', (request: ApprovalRequest) => {
      pause?.(); // a person may take as long as they like
      return options.approve?.(request) ?? false;
    });
    await page.addInitScript(() => {
      addEventListener('approval-asked', (event) => {
        type Pending = ApprovalRequest & { answer: (allowed: boolean) => void };
        const { answer, ...request } = (event as CustomEvent<Pending>).detail;
        void window.onApproval(request).then(answer, () => answer(false));
      });
      addEventListener('agent-event', (event) => {
        const { onAgentEvent } = window as unknown as { onAgentEvent: (event: unknown) => void };
        onAgentEvent((event as CustomEvent<unknown>).detail);
      });
    });
    page.on('pageerror', (error) => console.error(`Page error: ${error.message}`));
    page.on('crash', () => breakRun(new Error('The page crashed.')));
    browser.on('disconnected', () => breakRun(new Error('The browser ended.')));

    const address = new URL(url);
    for (const key of ['relay', 'model', 'engine', 'seed', 'depth'] as const) {
      const value = options[key];
      if (value !== undefined) address.searchParams.set(key, String(value));
    }
    await page.goto(address.href);

    const run = (question: string, onEvent?: (event: AgentEvent) => void) =>
      new Promise<AgentEvent[]>((resolve, reject) => {
        const events: AgentEvent[] = [];
        const fail = () => reject(new Error(`No sign of life for ${silenceMs / 1000} s.`));
        let silence = setTimeout(fail, silenceMs);
        const settle = (end: () => void) => {
          clearTimeout(silence);
          listener = undefined;
          pause = undefined;
          broken = undefined;
          end();
        };
        pause = () => clearTimeout(silence);
        broken = (error) => settle(() => reject(error));
        listener = (event) => {
          clearTimeout(silence);
          silence = setTimeout(fail, silenceMs);
          events.push(event);
          onEvent?.(event);
          if (event.type === 'plan-proposed')
            page.getByRole('button', { name: 'Look these up' }).click().catch(breakRun);
          if (isLast(event)) settle(() => resolve(events));
        };
        submit(page, question).catch((error: unknown) => broken?.(error as Error));
      });

    return {
      page,
      close,
      ask: async (question, onEvent) => outcomeOf(question, await run(question, onEvent)),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function submit(page: Page, question: string): Promise<void> {
  const box = page.getByLabel('Question', { exact: true });
  await box.waitFor();
  // A thread of its own: a follow-up would carry the questions before it in its prompt.
  await page.keyboard.press('Control+Shift+O');
  await page.locator('main article').first().waitFor({ state: 'detached' });
  await box.fill(question);
  await box.press('Enter');
}
