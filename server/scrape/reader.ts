/** Reads pages of the web itself: a guarded request, then the page's main text. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import { FetchError } from '../guard';
import type { GuardedFetcher } from '../guard';
import type { PageReader } from '../search/types';
import type { PageContent } from './content';
import type { Robots } from './robots';
import type { ReadResult, ReadTask } from './worker';

const ACCEPT =
  'text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,application/json;q=0.7,*/*;q=0.1';
const PARSE_TIMEOUT_MS = 15_000;

/** The worker is TypeScript where the relay runs from its sources. */
function loaderArguments(filename: string): string[] {
  if (!filename.endsWith('.ts')) return [];
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(tsx).href];
}

export class WebReader implements PageReader {
  readonly name = 'web';
  readonly #fetcher: GuardedFetcher;
  readonly #robots: Robots | undefined;
  readonly #parseTimeoutMs: number;
  readonly #threads: Piscina;

  /** Without `robots` nobody is asked what may be read. */
  constructor(options: {
    fetcher: GuardedFetcher;
    robots?: Robots | undefined;
    parseTimeoutMs?: number;
  }) {
    this.#fetcher = options.fetcher;
    this.#robots = options.robots;
    this.#parseTimeoutMs = options.parseTimeoutMs ?? PARSE_TIMEOUT_MS;
    const filename = fileURLToPath(new URL('./worker.ts', import.meta.url));
    this.#threads = new Piscina({
      filename,
      execArgv: loaderArguments(filename),
      minThreads: 0,
      maxThreads: 2,
      // Long enough for the pages of one answer.
      idleTimeout: 60_000,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
  }

  async read(
    address: string,
    options: { markdown: boolean },
    signal: AbortSignal,
  ): Promise<PageContent & { url: string }> {
    const { url, status, type, body } = await this.#fetcher.get(address, {
      signal,
      accept: ACCEPT,
      before: (target, limit) => this.#robots?.check(target, limit) ?? Promise.resolve(),
    });
    if (status < 200 || status > 299) {
      throw new FetchError(
        `${new URL(url).host} answered with ${explain(status)}. Use another page.`,
      );
    }
    const task: ReadTask = { body, type, url, markdown: options.markdown };
    const page = await this.#parse(task, signal);
    return { ...page, url };
  }

  /** Ends the threads and connections. */
  async close(): Promise<void> {
    await Promise.all([this.#threads.destroy(), this.#fetcher.close()]);
  }

  async #parse(task: ReadTask, signal: AbortSignal): Promise<PageContent> {
    const timeout = AbortSignal.timeout(this.#parseTimeoutMs);
    let result: ReadResult;
    try {
      // An abort ends the thread, whatever it is doing.
      result = (await this.#threads.run(task, {
        signal: AbortSignal.any([signal, timeout]),
      })) as ReadResult;
    } catch (cause) {
      signal.throwIfAborted();
      throw new FetchError(
        timeout.aborted
          ? `This page could not be read within ${this.#parseTimeoutMs / 1000} s. Use another page.`
          : 'This page is built in a way that cannot be read. Use another page.',
        { cause },
      );
    }
    if ('unreadable' in result) throw new FetchError(result.unreadable);
    return result.page;
  }
}

function explain(status: number): string {
  if (status === 404 || status === 410) return `status ${status}: there is no such page`;
  if (status === 401 || status === 403) return `status ${status}: it does not let readers in`;
  if (status === 429) return `status ${status}: too many requests`;
  return `status ${status}`;
}
