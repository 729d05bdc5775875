/** MCP requests by hand, in the form of 2025, which needs nothing but a body. */
export function postMcp(
  base: string,
  message: { method: string; params?: unknown; id?: number },
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${base}/mcp`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
    ...(signal ? { signal } : {}),
  });
}

export const search = (q: string) => ({
  method: 'tools/call',
  params: { name: 'google_search', arguments: { q } },
});

/** The result of an answer, which comes as JSON or as the last event of a stream. */
export async function resultOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  const json = text.startsWith('{') ? text : (/^data: (.+)$/gm.exec(text)?.[1] ?? text);
  const { result } = JSON.parse(json) as { result: Record<string, unknown> };
  return result;
}
