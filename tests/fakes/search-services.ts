/** Loopback stand-ins for a SearXNG instance and for Wikipedia's API, answering as their documentation says. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { close, listen } from './loopback';

export interface FakeService {
  readonly url: string;
  /** How it answers from now on: the normal way, or with this status and body. */
  answer: { status: number; body: string } | 'normal' | 'hangs';
  readonly requests: { url: URL; headers: IncomingHttpHeaders }[];
  /** Requests that the caller broke off before they were answered. */
  readonly brokenOff: number;
  close(): Promise<void>;
}

async function startService(respond: (url: URL) => unknown): Promise<FakeService> {
  const requests: FakeService['requests'] = [];
  let brokenOff = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    requests.push({ url, headers: request.headers });
    response.on('close', () => {
      if (!response.writableFinished) brokenOff += 1;
    });
    const { answer } = service;
    if (answer === 'hangs') return;
    const { status, body } =
      answer === 'normal' ? { status: 200, body: JSON.stringify(respond(url)) } : answer;
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  });
  const url = await listen(server);
  const service: FakeService = {
    url,
    answer: 'normal',
    requests,
    get brokenOff() {
      return brokenOff;
    },
    close: () => close(server),
  };
  return service;
}

/** The fields are those of SearXNG's own JSON output; 25 results, so that `num` has something to cut. */
export const startFakeSearxng = () =>
  startService((url) => ({
    query: url.searchParams.get('q'),
    number_of_results: 0,
    results: Array.from({ length: 25 }, (_, i) => ({
      url: `https://example.org/${url.searchParams.get('pageno')}/${i}`,
      title: `Result ${i}`,
      content: i === 1 ? null : `Snippet ${i}`,
      engine: 'duckduckgo',
      engines: ['duckduckgo', 'brave'],
      score: 1 / (i + 1),
      category: 'general',
      publishedDate: i === 0 ? '2024-05-03T00:00:00' : null,
      positions: [i + 1],
    })),
    answers: [{ answer: 'Lima', url: 'https://example.org/lima', template: 'answer/legacy.html' }],
    corrections: [],
    infoboxes: [
      {
        infobox: 'Peru',
        id: 'https://en.wikipedia.org/wiki/Peru',
        content: 'Country in South America',
        img_src: null,
        urls: [{ title: 'Website', url: 'https://www.gob.pe' }],
        attributes: [{ label: 'Capital', value: 'Lima' }],
        engine: 'wikidata',
      },
    ],
    suggestions: ['peru capital city'],
    unresponsive_engines: [['google', 'CAPTCHA']],
  }));

/** Serves `/{lang}/w/api.php` as one wiki per language would. */
export const startFakeWikipedia = () =>
  startService((url) => {
    const get = (name: string) => url.searchParams.get(name) ?? '';
    if (!/\/w\/api\.php$/.test(url.pathname) || get('list') !== 'search') {
      return { error: { code: 'badvalue', info: 'Unrecognized value' } };
    }
    const offset = Number(get('sroffset'));
    return {
      batchcomplete: true,
      continue: { sroffset: offset + 2, continue: '-||' },
      query: {
        searchinfo: { suggestion: 'peru capital' },
        search: [
          {
            ns: 0,
            title: 'AC/DC: "Live", in Lima?',
            pageid: 1,
            snippet:
              'The <span class="searchmatch">capital</span> of Peru &amp; its &quot;city&quot; &#039;Lima&#039;',
            timestamp: '2024-05-03T10:00:00Z',
          },
          { ns: 0, title: 'Perú', pageid: 2, snippet: '', timestamp: '2023-01-01T00:00:00Z' },
        ].slice(0, Number(get('srlimit'))),
      },
    };
  });
