/** The palette of commands, and the list of shortcuts. */
import { area } from '../area';

export const en = {
  title: 'Commands',
  what: 'Command or thread',
  prompt: 'Prompt',
  all: 'Commands and threads',
  threads: 'Threads',
  none: 'Nothing has these words.',
  shortcuts: 'Keyboard shortcuts',
  groups: {
    chat: 'Chat',
    open: 'Open',
    thread: 'This thread',
    depth: 'Depth',
    theme: 'Theme',
  },
  write: 'Write a question',
  evaluate: 'Evaluate',
  depth: (depth: string) => `Depth: ${depth}`,
  theme: (theme: string) => `Theme: ${theme}`,
  assistant: (name: string) => `Assistant: ${name}`,
  copyAnswer: 'Copy the last answer',
  themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
  /** Other words that people look for. */
  also: {
    newChat: 'question thread',
    write: 'ask box',
    stop: 'cancel',
    answerNow: 'hurry',
    goOn: 'resume go on',
    again: 'retry regenerate',
    prompts: 'templates starters',
    models: 'download import',
    library: 'pages files',
    evaluate: 'measure test',
    settings: 'preferences relay servers',
    history: 'threads search',
    shortcuts: 'keys help',
    share: 'send',
    export: 'save download',
    delete: 'remove bin',
    assistant: 'persona',
    theme: 'mode colours',
  },
  keys: {
    ask: 'Ask what is in the box',
    newLine: 'A new line in the box',
    earlier: 'Earlier questions, from the edge of the box',
  },
};

export const commands = area('commands', en);
