import { describe, expect, it, vi } from 'vitest';
import {
  findCommands,
  findPrompts,
  shortcuts,
  type CommandActions,
  type CommandState,
} from '../../src/ui/commands';

const state: CommandState = {
  running: false,
  hurried: false,
  started: true,
  unfinished: false,
  depth: 'standard',
  theme: 'dark',
};
const terse = { id: 'a', name: 'Terse' };
const calls = vi.fn<(...call: unknown[]) => void>();
const actions = new Proxy({} as CommandActions, {
  get: (_, name) => (value: unknown) => calls(name, value),
});
const labels = (query: string, change: Partial<CommandState> = {}) =>
  findCommands({ ...state, ...change }, actions, query).map(({ label }) => label);

describe('commands', () => {
  it.each<[query: string, change: Partial<CommandState>, expected: string[]]>([
    ['new', {}, ['New chat']],
    ['THEME', {}, ['Theme: Like the system', 'Theme: Light']],
    ['dep qui', {}, ['Depth: Quick']],
    ['retry', {}, ['Ask again']],
    ['retry', { running: true }, []],
    ['stop', {}, []],
    ['stop', { running: true }, ['Stop']],
    ['answer now', { running: true, hurried: true }, []],
    ['continue', { unfinished: true }, ['Continue']],
    ['thread', { started: false }, ['New chat', 'History']],
    ['export json', {}, ['Export as JSON']],
    ['copy', {}, []],
    ['copy', { answered: true }, ['Copy the last answer']],
    ['copy', { answered: true, running: true }, []],
    ['pin', {}, ['Pin']],
    ['unpin', { pinned: true }, ['Unpin']],
    ['delete', { started: false }, []],
    ['assistant', {}, []],
    ['assistant', { assistants: [terse], assistant: 'a' }, ['Assistant: Researcher']],
    ['assistant ters', { assistants: [terse] }, ['Assistant: Terse']],
    ['assistant', { assistants: [terse], running: true }, []],
    ['ew', {}, []],
    ['zebra', {}, []],
  ])('“%s” finds %s', (query, change, expected) => {
    expect(labels(query, change)).toEqual(expected);
  });

  it.each([
    ['Depth: Deep', 'depth', 'deep'],
    ['Theme: Light', 'theme', 'light'],
    ['Library', 'open', 'library'],
    ['Keyboard shortcuts', 'open', 'shortcuts'],
    ['Print or save as PDF', 'take', 'print'],
    ['New chat', 'newChat', undefined],
    ['Copy the last answer', 'copy', undefined],
    ['Pin', 'pin', undefined],
    ['Delete', 'remove', undefined],
    ['Assistant: Terse', 'assistant', 'a'],
  ])('%s does it', (label, name, value) => {
    const now = { ...state, answered: true, assistants: [terse] };
    const command = findCommands(now, actions, '').find((one) => one.label === label);
    command?.run();
    expect(calls).toHaveBeenLastCalledWith(name, value);
  });

  it('have names and keys of their own', () => {
    const all = labels('', { running: true, unfinished: true });
    expect(new Set(all).size).toBe(all.length);
    const keys = shortcuts().map((one) => one.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('?');
  });
});

describe('prompts of servers', () => {
  const starter = {
    key: 'a/fact-check',
    origin: 'a',
    server: 'docs',
    name: 'fact-check',
    title: 'Check a fact',
    about: 'Looks for evidence.',
    fields: [],
  };
  it.each([
    ['', 1],
    ['evid check', 1],
    ['docs', 1],
    ['prompt', 1],
    ['zebra', 0],
  ])('“%s” finds %d', (query, count) => {
    const chosen = vi.fn();
    const found = findPrompts([starter], chosen, query);
    expect(found).toHaveLength(count);
    for (const { run } of found) run();
    expect(chosen).toHaveBeenCalledTimes(count);
  });
});
