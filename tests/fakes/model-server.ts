/** A loopback stand-in for vLLM and llama.cpp, speaking `/v1/completions` and `/v1/models` as they do. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { close, listen } from './loopback';

export type ModelServerMode =
  | 'vllm'
  | 'llama'
  /** Neither usage nor timings. */
  | 'plain'
  | 'length'
  | 'bad-key'
  | 'no-model'
  | 'too-long'
  | 'busy'
  | 'crashed'
  | 'stalls'
  | 'stalls-midway'
  | 'breaks-off'
  /** Ends as if all were well, but without saying why. */
  | 'ends-early'
  | 'fails-midway'
  | 'no-api'
  | 'endless';

export interface FakeModelServer {
  /** With `/v1`. */
  readonly url: string;
  /** How it answers from now on. */
  mode: ModelServerMode;
  /** What it says that it has. */
  readonly models: { id: string; max_model_len?: number }[];
  /** How it counts tokens, if it does: the answer to `/tokenize`. */
  tokenize?: (body: Record<string, unknown>) => object;
  /** Pages of other origins may call it. */
  cors: boolean;
  /** How it answers before that, one a request. */
  readonly first: ModelServerMode[];
  readonly requests: {
    path: string;
    headers: IncomingHttpHeaders;
    body: Record<string, unknown>;
  }[];
  /** Answers that the caller broke off. */
  readonly brokenOff: number;
  /** That are open. */
  readonly connections: number;
  /** Bytes that the last endless answer has handed over. */
  readonly sent: number;
  close(): Promise<void>;
}

const WORDS = ['Lima', ' is', ' the', ' capital', ' – ¡', 'sí!'];

const refusals: Partial<Record<ModelServerMode, [number, string]>> = {
  'bad-key': [401, '{"error":"Unauthorized"}'],
  'no-model': [
    404,
    '{"object":"error","message":"The model `jan` does not exist.","type":"NotFoundError","code":404}',
  ],
  'too-long': [
    400,
    '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}',
  ],
  busy: [503, '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}'],
  crashed: [500, '<html>Internal Server Error</html>'],
  'no-api': [404, '<html>nginx</html>'],
};

export async function startModelServer(mode: ModelServerMode = 'vllm'): Promise<FakeModelServer> {
  let brokenOff = 0;
  let last: ServerResponse | undefined;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
      if (request.method !== 'OPTIONS')
        fake.requests.push({ path: request.url ?? '', headers: request.headers, body });
      last = response;
      response.on('close', () => {
        if (!response.writableFinished) brokenOff += 1;
      });
      if (fake.cors) {
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Authorization');
        if (request.method === 'OPTIONS') return void response.writeHead(204).end();
      }
      answer(fake, fake.first.shift() ?? fake.mode, request.url ?? '', body, response);
    });
  });
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => (connections -= 1));
  });
  const fake: FakeModelServer = {
    url: `${await listen(server)}/v1`,
    mode,
    models: [{ id: 'jan' }],
    cors: false,
    first: [],
    requests: [],
    get brokenOff() {
      return brokenOff;
    },
    get connections() {
      return connections;
    },
    get sent() {
      return last?.socket?.bytesWritten ?? 0;
    },
    close: () => close(server),
  };
  return fake;
}

function answer(
  fake: FakeModelServer,
  mode: ModelServerMode,
  path: string,
  body: Record<string, unknown>,
  response: ServerResponse,
): void {
  const refused = refusals[mode];
  if (refused) {
    response.writeHead(refused[0], {
      'Content-Type': 'application/json',
      ...(mode === 'busy' ? { 'Retry-After': '0' } : {}),
    });
    response.end(refused[1]);
  } else if (path === '/v1/models') {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data: fake.models }));
  } else if (path === '/tokenize' && fake.tokenize) {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(fake.tokenize(body)));
  } else if (path === '/v1/completions') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    complete(mode, response);
  } else response.writeHead(404).end();
}

function complete(mode: ModelServerMode, response: ServerResponse): void {
  const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  const word = (text: string, more: object = {}) => send({ choices: [{ text, ...more }] });
  if (mode === 'stalls') return;
  if (mode === 'endless') {
    // As fast as it is read, and no faster.
    const go = (): void => {
      while (word('word '.repeat(2000)));
      response.once('drain', go);
    };
    return go();
  }
  if (mode === 'llama') send({ prompt_progress: { total: 40, cache: 30, processed: 40 } });
  for (const [index, text] of WORDS.entries()) {
    if (index === 2) {
      if (mode === 'stalls-midway') return;
      if (mode === 'breaks-off') return void setTimeout(() => response.destroy(), 20);
      if (mode === 'ends-early') return void response.end();
      if (mode === 'fails-midway') return void send({ error: { message: 'CUDA error' } });
    }
    const timings = { cache_n: 30, prompt_n: 10, predicted_n: index + 1 };
    if (mode === 'llama') send({ choices: [{ text }], timings });
    else word(text);
  }
  word('', { finish_reason: mode === 'length' ? 'length' : 'stop' });
  if (mode === 'vllm') {
    send({
      choices: [],
      usage: {
        prompt_tokens: 40,
        completion_tokens: 8,
        prompt_tokens_details: { cached_tokens: 32 },
      },
    });
  }
  response.end('data: [DONE]\n\n');
}
