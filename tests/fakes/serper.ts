/** A loopback stand-in for google.serper.dev and scrape.serper.dev, answering as they are known to. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { close, listen } from './loopback';

export type FakeSerperMode =
  | 'normal'
  | 'bare'
  | 'bad-key'
  | 'no-credits'
  | 'rate-limited'
  | 'bad-request'
  | 'crashed'
  | 'broken-json'
  | 'wrong-shape'
  | 'redirect'
  | 'hangs';

export interface FakeSerper {
  readonly url: string;
  /** How it answers from now on. */
  mode: FakeSerperMode;
  /** What a scrape returns. */
  pageText: string;
  readonly requests: { path: string; headers: IncomingHttpHeaders; body: unknown }[];
  /** Requests that the caller broke off before they were answered. */
  readonly brokenOff: number;
  close(): Promise<void>;
}

const searchAnswer = {
  searchParameters: { q: 'capital of peru', type: 'search', engine: 'google' },
  answerBox: { title: 'Peru / Capital', answer: 'Lima', link: 'https://example.org/peru' },
  organic: [
    {
      title: 'Peru',
      link: 'https://example.org/peru',
      snippet: 'The capital of Peru is Lima.',
      position: 1,
      date: '3 May 2024',
      sitelinks: [{ title: 'Lima', link: 'https://example.org/lima' }],
    },
  ],
  peopleAlsoAsk: [{ question: 'Is Lima the capital?', snippet: 'Yes.' }],
  topStories: [
    { title: 'Lima grows', link: 'https://example.org/news', source: 'The News', imageUrl: 'x' },
  ],
  relatedSearches: [{ query: 'lima peru' }],
  credits: 1,
};

const refusals: Partial<Record<FakeSerperMode, [number, string]>> = {
  'bad-key': [403, '{"message":"Unauthorized.","statusCode":403}'],
  'no-credits': [400, '{"message":"Not enough credits","statusCode":400}'],
  'rate-limited': [429, '{"message":"Too many requests","statusCode":429}'],
  'bad-request': [400, '{"message":"Missing query parameter","statusCode":400}'],
  crashed: [500, '<html>Internal Server Error</html>'],
  'broken-json': [200, '{"organic": ['],
  'wrong-shape': [200, '{"organic": "none", "text": 7}'],
};

export async function startFakeSerper(): Promise<FakeSerper> {
  const requests: FakeSerper['requests'] = [];
  let brokenOff = 0;

  function answer(path: string, response: ServerResponse): void {
    const refusal = refusals[fake.mode];
    if (refusal) {
      response.writeHead(refusal[0], { 'Content-Type': 'application/json' }).end(refusal[1]);
    } else if (fake.mode === 'redirect') {
      response.writeHead(302, { Location: `${fake.url}/elsewhere` }).end();
    } else if (fake.mode !== 'hangs') {
      const page = { text: fake.pageText, metadata: { title: 'A page', depth: 3 }, credits: 2 };
      const body = path === '/search' ? (fake.mode === 'bare' ? {} : searchAnswer) : page;
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    response.on('close', () => {
      if (!response.writableFinished) brokenOff += 1;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const text = Buffer.concat(chunks).toString('utf8');
      requests.push({ path, headers: request.headers, body: text ? JSON.parse(text) : undefined });
      answer(path, response);
    });
  });
  const url = await listen(server);

  const fake: FakeSerper = {
    url,
    mode: 'normal',
    pageText: 'Lima is the capital of Peru.',
    requests,
    get brokenOff() {
      return brokenOff;
    },
    close: () => close(server),
  };
  return fake;
}
