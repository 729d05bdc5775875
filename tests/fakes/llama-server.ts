/**
 * Real llama.cpp behind `/v1/completions`, `/v1/models` and `/tokenize`, as its own server has them: node-llama-cpp,
 * one question at a time, on the CPU.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { ensureLlama } from '../../tools/ensure-llama.mjs';
import { close, listen } from './loopback';

type Token = number;

/** What is used of node-llama-cpp 3, which is not among the dependencies. */
interface Sequence {
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>;
  readonly nextTokenIndex: number;
  evaluate(tokens: Token[], options: object): AsyncIterable<Token>;
  controlledEvaluate(
    input: (Token | [Token, { generateNext: { probabilities: true } }])[],
  ): Promise<({ next: { probabilities?: Map<Token, number> } } | undefined)[]>;
}
interface Model {
  tokenize(text: string, specialTokens: true): Token[];
  detokenize(tokens: Token[], specialTokens: true): string;
  isEogToken(token: Token): boolean;
  createContext(options: object): Promise<{ getSequence(): Sequence }>;
}
interface NodeLlamaCpp {
  getLlama: (options: object) => Promise<{
    loadModel(options: object): Promise<Model>;
    dispose(): Promise<void>;
  }>;
}

/** None; status 503; the connection cut after some tokens; nothing more after some tokens. */
type LlamaFault = 'none' | 'refuses' | 'breaks-off' | 'stalls';
const TOKENS_BEFORE_FAULT = 4;

export interface LlamaServer {
  /** With `/v1`. */
  readonly url: string;
  readonly model: string;
  /** What befalls the next completions, one each. */
  readonly faults: LlamaFault[];
  /** Completions that were asked for. */
  readonly completions: number;
  /** Probabilities of the likeliest tokens that may follow, best first, as texts. */
  likeliest(prompt: string, count: number): Promise<[text: string, probability: number][]>;
  close(): Promise<void>;
}

interface Completion {
  prompt: string;
  max_tokens?: number;
  temperature?: number;
  top_p?: number;
  top_k?: number;
  min_p?: number;
  seed?: number;
}

const pocket = join(import.meta.dirname, '../../public/models/jan-pocket/jan-pocket.gguf');

export async function startLlamaServer({
  file = pocket,
  model: name = 'Jan-Pocket',
  contextTokens = 4096,
  /** The page that may call it. */
  origin = '',
} = {}): Promise<LlamaServer> {
  const { getLlama } = (await import(ensureLlama())) as NodeLlamaCpp;
  const llama = await getLlama({
    build: 'never',
    skipDownload: true,
    gpu: false,
    logLevel: 'error',
    progressLogs: false,
  });
  const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
  const context = await model.createContext({
    contextSize: contextTokens,
    batchSize: 64,
    threads: 1,
    flashAttention: false,
  });
  const sequence = context.getSequence();
  let completions = 0;
  const faults: LlamaFault[] = [];
  /** One sequence has one state. */
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = tail.then(work, work);
    tail = next.catch(() => undefined);
    return next;
  };

  async function complete(body: Completion, response: ServerResponse): Promise<void> {
    const fault = faults.shift();
    if (fault === 'refuses') return json(response, 503, { error: { message: 'Loading model' } });
    const prompt = model.tokenize(body.prompt, true);
    const most = body.max_tokens ?? 16;
    if (prompt.length + most > contextTokens) {
      const message = `the request exceeds the available context size (${contextTokens} tokens)`;
      return json(response, 400, { error: { message, type: 'exceed_context_size_error' } });
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    // The last token is always evaluated: what follows it is what is asked for.
    await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
    const reused = sequence.nextTokenIndex;
    const counts = { total: prompt.length, cache: reused };
    send({ choices: [], prompt_progress: { ...counts, processed: reused } });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const written: Token[] = [];
    let sent = '';
    try {
      for await (const token of sequence.evaluate(prompt.slice(reused), {
        temperature: body.temperature ?? 1,
        topP: body.top_p ?? 1,
        topK: body.top_k ?? 0,
        minP: body.min_p ?? 0,
        ...(body.seed === undefined ? {} : { seed: body.seed }),
        signal: gone.signal,
      })) {
        written.push(token);
        // Half a character waits for its other bytes.
        const text = model.detokenize(written, true).replace(/\ufffd+$/, '');
        const timings = {
          cache_n: reused,
          prompt_n: prompt.length - reused,
          predicted_n: written.length,
        };
        send({ choices: [{ text: text.slice(sent.length) }], timings });
        sent = text;
        if (fault && fault !== 'none' && written.length === TOKENS_BEFORE_FAULT) {
          if (fault === 'breaks-off') response.destroy();
          return;
        }
        if (written.length >= most) break;
      }
    } catch (error) {
      if (gone.signal.aborted) return;
      throw error;
    }
    const finish_reason = written.length >= most ? 'length' : 'stop';
    send({ choices: [{ text: '', finish_reason }] });
    response.end('data: [DONE]\n\n');
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (origin) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Authorization');
    }
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    switch (request.url) {
      case '/v1/models':
        return json(response, 200, { object: 'list', data: [{ id: name, object: 'model' }] });
      case '/tokenize': {
        const { content } = (await read(request)) as { content: string };
        return json(response, 200, { tokens: model.tokenize(content, true) });
      }
      case '/v1/completions': {
        completions += 1;
        const body = (await read(request)) as Completion;
        return inTurn(() => complete(body, response));
      }
      default:
        return json(response, 404, { error: { message: 'File Not Found' } });
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  return {
    url: `${await listen(server)}/v1`,
    model: name,
    faults,
    get completions() {
      return completions;
    },
    likeliest: (prompt, count) =>
      inTurn(async () => {
        const tokens = model.tokenize(prompt, true);
        await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
        const rest = tokens.slice(sequence.nextTokenIndex);
        const input = rest.slice(0, -1) as Parameters<Sequence['controlledEvaluate']>[0];
        input.push([rest.at(-1)!, { generateNext: { probabilities: true } }]);
        const last = (await sequence.controlledEvaluate(input)).at(-1);
        const found = [...(last?.next.probabilities ?? [])].sort(([, a], [, b]) => b - a);
        return found
          .slice(0, count)
          .map(([token, probability]) => [model.detokenize([token], true), probability]);
      }),
    async close() {
      await close(server);
      await tail;
      await llama.dispose();
    },
  };
}

async function read(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  return JSON.parse(text);
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
