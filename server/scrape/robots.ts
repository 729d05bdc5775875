/** What web sites ask of automatic readers (RFC 9309). */
import { LRUCache } from 'lru-cache';
import robotsParser from 'robots-parser';
import { FetchError } from '../guard';
import type { GuardedFetcher } from '../guard';

/** The RFC asks for at least 500 KiB. */
const MAX_BYTES = 512_000;
const HOUR_MS = 3_600_000;

interface Rules {
  isAllowed(url: string): boolean;
}

export class Robots {
  readonly #fetcher: GuardedFetcher;
  readonly #agent: string;
  readonly #rules = new LRUCache<string, Rules>({ max: 500, ttl: HOUR_MS });

  /** `agent` is the name by which a robots.txt calls this reader. */
  constructor(fetcher: GuardedFetcher, agent: string) {
    this.#fetcher = fetcher;
    this.#agent = agent;
  }

  /** @throws FetchError when the site does not want the page to be read, or cannot be asked. */
  async check(url: URL, signal: AbortSignal): Promise<void> {
    const rules = this.#rules.get(url.origin) ?? (await this.#load(url.origin, signal));
    if (!rules.isAllowed(url.href)) {
      throw new FetchError(
        `${url.host} asks automatic readers not to read this page (robots.txt). Use another page.`,
      );
    }
  }

  async #load(origin: string, signal: AbortSignal): Promise<Rules> {
    const address = `${origin}/robots.txt`;
    const { status, body } = await this.#fetcher.get(address, {
      signal,
      maxBytes: MAX_BYTES,
      cut: true,
    });
    if (status >= 500 || status === 429) {
      // As the RFC has it: a site that cannot say what it allows allows nothing for now.
      throw new FetchError(
        `${new URL(origin).host} could not say what may be read (robots.txt: status ${status}). Use another page.`,
      );
    }
    // Without a robots.txt everything may be read.
    const text = status === 200 ? new TextDecoder().decode(body) : '';
    const parsed = robotsParser(address, text);
    const rules = { isAllowed: (url: string) => parsed.isDisallowed(url, this.#agent) !== true };
    this.#rules.set(origin, rules);
    return rules;
  }
}
