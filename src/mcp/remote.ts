/**
 * The relay's tools from a worker: the MCP client and its schemas take a phone half a second to evaluate, and the page
 * goes on meanwhile. Each request has a port of its own, over which its abort, its news and its outcome go.
 */
import type { ErrorInfo, ToolProgress, Toolbox, ToolResult } from '../contracts';
import { abortError, AppError, fromErrorInfo, isAbort, orAbort, toErrorInfo } from '../errors';
import { mcp as words } from '../i18n/en/mcp';
import type { ToolboxOptions } from './client';
import { mcpEndpoint } from './relay';

type Request =
  | { of: 'list' }
  | { of: 'call'; name: string; args: Record<string, unknown> }
  | { of: 'prompts' }
  | { of: 'prompt'; name: string; args: Record<string, string> };

/** What is asked of the worker, beside the port that it answers on. */
export interface Asked {
  relay: ToolboxOptions;
  request: Request;
}

/** `news`: the progress of a call, or nothing where prompts have changed. */
type Reply = { news: ToolProgress | undefined } | { value: unknown } | { error: ErrorInfo };

/** The worker's side: answers one request on its port. Never rejects. */
export async function answer(toolbox: Toolbox, request: Request, port: MessagePort): Promise<void> {
  const abort = new AbortController();
  const { signal } = abort;
  const reply = (message: Reply): void => port.postMessage(message);
  port.onmessage = () => abort.abort();
  try {
    reply({ value: await outcome(toolbox, request, signal, (news) => reply({ news })) });
  } catch (error) {
    reply({ error: toErrorInfo(error) });
  }
}

function outcome(
  toolbox: Toolbox,
  request: Request,
  signal: AbortSignal,
  onNews: (news?: ToolProgress) => void,
): Promise<unknown> {
  const { prompts } = toolbox;
  switch (request.of) {
    case 'list':
      return toolbox.list({ signal });
    case 'call':
      return toolbox.call(request.name, request.args, { signal, onProgress: onNews });
    case 'prompts':
      return prompts?.list({ signal, onchange: () => onNews() }) ?? Promise.resolve([]);
    case 'prompt':
      return prompts!.get(request.name, request.args, { signal });
  }
}

interface Options {
  signal: AbortSignal;
  onNews?: ((news?: ToolProgress) => void) | undefined;
  /** News may still come when the outcome is there. */
  lasting?: boolean;
}

/**
 * The page's side: makes toolboxes of relays. `start` makes a worker that answers requests of all of them; it is called
 * when the first one is made, and again after a worker that failed.
 */
export function remoteToolboxes(start: () => Worker): (relay: ToolboxOptions) => Toolbox {
  let worker: Worker | undefined;
  /** Told when the worker fails: nobody else answers them. */
  const waiting = new Set<(error: AppError) => void>();

  function started(): Worker {
    if (worker) return worker;
    const one = start();
    one.addEventListener('error', (event) => {
      event.preventDefault();
      one.terminate();
      if (worker === one) worker = undefined;
      const error = new AppError('relay-unreachable', words.workerFailed, { cause: event.message });
      for (const tell of waiting) tell(error);
    });
    return (worker = one);
  }

  function ask<T>(asked: Asked, { signal, onNews, lasting = false }: Options): Promise<T> {
    if (signal.aborted) return Promise.reject(abortError());
    const { port1: port, port2 } = new MessageChannel();
    const answered = new Promise<T>((resolve, reject) => {
      const onAbort = (): void => port.postMessage('abort');
      const end = (): void => {
        signal.removeEventListener('abort', onAbort);
        waiting.delete(fail);
      };
      const fail = (error: AppError): void => {
        end();
        port.close();
        reject(error);
      };
      port.onmessage = ({ data }: MessageEvent<Reply>) => {
        if ('news' in data) return onNews?.(data.news);
        if ('error' in data) return fail(fromErrorInfo(data.error));
        end();
        if (!lasting) port.close();
        resolve(data.value as T);
      };
      waiting.add(fail);
      signal.addEventListener('abort', onAbort);
      started().postMessage(asked, [port2]);
    });
    // A worker that is still on its way hears of the abort later.
    return orAbort(answered, signal);
  }

  return (relay) => {
    mcpEndpoint(relay.relayUrl); // An address that is none is not left to the worker.
    return {
      prompts: {
        list: ({ signal, onchange }) =>
          ask(
            { relay, request: { of: 'prompts' } },
            { signal, onNews: () => onchange?.(), lasting: true },
          ),
        get: (name, args, { signal }) =>
          ask({ relay, request: { of: 'prompt', name, args } }, { signal }),
      },
      list: ({ signal }) => ask({ relay, request: { of: 'list' } }, { signal }),
      call: (name, args, { signal, onProgress }) =>
        ask<ToolResult>(
          { relay, request: { of: 'call', name, args } },
          { signal, onNews: (news) => news && onProgress?.(news) },
        ).catch((error: unknown) => {
          if (isAbort(error)) throw error;
          const unreachable = toErrorInfo(error);
          return { ok: false, text: unreachable.message, unreachable };
        }),
    };
  };
}
