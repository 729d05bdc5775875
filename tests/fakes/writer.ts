/** A loopback model server that searches once, and then writes a given answer, however long a person would look at it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { close, listen } from './loopback';

export interface Writer {
  /** With `/v1`. */
  readonly url: string;
  close(): Promise<void>;
}

const MODEL = 'Writer';
const CALL = '<tool_call>\n{"name": "google_search", "arguments": {"q": "Peru"}}\n</tool_call>';

interface Options {
  /** What it writes first, in place of its search. */
  first?: string;
  /** Between two pieces. */
  everyMs?: number;
  /** Whether the answer ends after the last piece, or stays as it is. */
  ends?: boolean;
}

/** Words go out with the blank before them, as tokens do. */
export async function startWriter(
  answer: string,
  { first = CALL, everyMs = 0, ends = true }: Options = {},
): Promise<Writer> {
  const pieces = answer.match(/\s*\S+/g) ?? [];

  async function write(prompt: string, response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const send = (choice: object) =>
      response.write(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
    const hasSearched = prompt.includes('<tool_response>');
    for (const text of hasSearched ? pieces : [first]) {
      if (response.destroyed) return;
      send({ text });
      if (everyMs > 0) await pause(everyMs);
    }
    if (hasSearched && !ends) return;
    send({ text: '', finish_reason: 'stop' });
    response.end('data: [DONE]\n\n');
  }

  const server = createServer((request, response) => {
    if (request.url === '/v1/models')
      response.end(JSON.stringify({ object: 'list', data: [{ id: MODEL }] }));
    else if (request.url === '/v1/completions')
      void promptOf(request).then((prompt) => write(prompt, response));
    else response.writeHead(404).end();
  });
  return { url: `${await listen(server)}/v1`, close: () => close(server) };
}

async function promptOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8').on('data', (part: string) => (body += part));
  await once(request, 'end');
  return (JSON.parse(body) as { prompt: string }).prompt;
}
