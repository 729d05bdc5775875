/** Prompts of an MCP server, as the app knows them. */
import { ProtocolError } from '@modelcontextprotocol/client';
import type { Client, GetPromptResult } from '@modelcontextprotocol/client';
import type { PromptSpec, PromptText } from '../contracts';
import { AppError } from '../errors';

const TIMEOUT_MS = 10_000;

/** Empty where the server offers none. */
export async function listPrompts(client: Client, signal: AbortSignal): Promise<PromptSpec[]> {
  if (!client.getServerCapabilities()?.prompts) return [];
  const { prompts } = await refusing(
    client.listPrompts(undefined, { signal, timeout: TIMEOUT_MS, cacheMode: 'refresh' }),
  );
  return prompts.map(({ name, title, description, arguments: args = [] }) => ({
    ...told({ name, title, description }),
    arguments: args.map(({ required, ...arg }) => ({ ...told(arg), required: required === true })),
  }));
}

/** @throws AppError `tool-failed` with the server's own words where it refuses. */
export async function getPrompt(
  client: Client,
  name: string,
  args: Record<string, string>,
  signal: AbortSignal,
): Promise<PromptText> {
  const { messages } = await refusing(
    client.getPrompt({ name, arguments: args }, { signal, timeout: TIMEOUT_MS }),
  );
  const texts = messages.map(textOf).filter((text) => text !== undefined);
  return { text: texts.join('\n\n'), left: messages.length - texts.length };
}

/** What a person would say; pictures, and what the server would have the model say, are not. */
function textOf({ role, content }: GetPromptResult['messages'][number]): string | undefined {
  if (role !== 'user') return undefined;
  if (content.type === 'text') return content.text;
  return content.type === 'resource' && 'text' in content.resource
    ? content.resource.text
    : undefined;
}

/** A refusal is an answer: the connection is as good as before. */
async function refusing<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ProtocolError)
      throw new AppError('tool-failed', error.message, { cause: error });
    throw error;
  }
}

function told({
  name,
  title,
  description,
}: {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
}) {
  return { name, ...(title ? { title } : {}), ...(description ? { description } : {}) };
}
