import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHAT_TEMPLATE } from '../../src/agent/chat-template';
import { renderPrompt } from '../../src/agent/prompt';
import type { Message, ToolSpec } from '../../src/contracts';

interface Case {
  name: string;
  messages: Message[];
  tools: ToolSpec[] | null;
  addGenerationPrompt: boolean;
  prompt: string;
}

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const cases = JSON.parse(fixture('prompts.json')) as Case[];

describe('the chat template', () => {
  it('is the published file, unchanged', () => {
    expect(CHAT_TEMPLATE).toBe(fixture('chat_template.jinja'));
  });
});

describe('renderPrompt', () => {
  it('is tried on many different conversations', () => {
    expect(new Set(cases.map((one) => JSON.stringify(one.messages))).size).toBeGreaterThan(36);
  });

  it.each(
    cases.map((one) => [`${one.name}, generation: ${one.addGenerationPrompt}`, one] as const),
  )(
    'renders what Jinja2 renders: %s',
    (_name, { messages, tools, addGenerationPrompt, prompt }) => {
      expect(renderPrompt({ messages, tools: tools ?? undefined, addGenerationPrompt })).toBe(
        prompt,
      );
    },
  );

  it('leaves the thought open when thinking is on', () => {
    const messages: Message[] = [{ role: 'user', content: 'Hi' }];
    const closed = renderPrompt({ messages, addGenerationPrompt: true });
    const open = renderPrompt({ messages, addGenerationPrompt: true, thinking: true });
    expect(closed).toBe(`${open}<think>\n\n</think>\n\n`);
  });

  it('ignores thinking where the assistant has no turn', () => {
    const messages: Message[] = [{ role: 'user', content: 'Hi' }];
    expect(renderPrompt({ messages, addGenerationPrompt: false, thinking: true })).toBe(
      '<|im_start|>user\nHi<|im_end|>\n',
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    const tool: ToolSpec = {
      type: 'function',
      function: { name: 'f', description: 'd', parameters: { type: 'object', title: undefined } },
    };
    const messages: Message[] = [{ role: 'user', content: 'Hi' }];
    expect(renderPrompt({ messages, tools: [tool], addGenerationPrompt: true })).toContain(
      '{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}}',
    );
  });
});
