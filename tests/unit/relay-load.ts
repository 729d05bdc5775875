/** Load on a relay that runs in another process. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const body = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'google_search', arguments: { q: 'capital of Peru' } },
});

/**
 * One search; returns the text of its result.
 * @throws Error when the connection fails, or the answer is broken off, refused or no result.
 */
export function callOver(agent: Agent | undefined, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      Accept: 'application/json, text/event-stream',
    };
    const sent = request(`${url}/mcp`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        const json = text.startsWith('{') ? text : /^data: (\{.+)$/m.exec(text)?.[1];
        const found = /"content":/.test(json ?? '') && !/"isError":true/.test(json ?? '');
        if (response.statusCode !== 200 || json === undefined || !found) {
          return reject(new Error(`Status ${response.statusCode}: ${text.slice(0, 200)}`));
        }
        const { result } = JSON.parse(json) as { result: { content: { text: string }[] } };
        resolve(result.content[0]?.text ?? '');
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Callers that search without pause, each over a connection of its own, until the relay takes no
 * more connections. It is stopped soon after each had an answer, since the system itself resets what it
 * connected but the relay had not accepted. Only a refused connection is no loss.
 */
export async function callUntilRefused(
  url: string,
  { callers, stop }: { callers: number; stop: () => void },
): Promise<{ answered: number; inFlight: number; lost: unknown[] }> {
  const outcome = { answered: 0, inFlight: 0, lost: [] as unknown[] };
  let flying = 0;
  let connected = 0;
  const ends = Array.from({ length: callers }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let calls = 0; ; calls++) {
      if (calls === 1) connected++;
      flying++;
      try {
        await callOver(agent, url);
        outcome.answered++;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') outcome.lost.push(error);
        return agent.destroy();
      } finally {
        flying--;
      }
    }
  });
  while (connected < callers && outcome.lost.length === 0) await sleep(20);
  await sleep(200);
  outcome.inFlight = flying;
  stop();
  await Promise.all(ends);
  return outcome;
}
