/** Speaks with relays away from the page; see `src/mcp/remote.ts`. */
import '../mcp/zod-config';
import type { Toolbox } from '../contracts';
import { createToolbox } from '../mcp/client';
import { answer, type Asked } from '../mcp/remote';

const toolboxes = new Map<string, Toolbox>();

self.addEventListener('message', ({ data, ports: [port] }: MessageEvent<Asked>) => {
  if (!port) return;
  const { relay, request } = data;
  const key = JSON.stringify(relay);
  const toolbox = toolboxes.get(key) ?? createToolbox(relay);
  toolboxes.set(key, toolbox);
  void answer(toolbox, request, port);
});
