/** Everything that the palette can do, a row each. */
import type { Depth } from '../contracts';
import type { Theme } from '../research/settings';
import type { SheetName } from '../research/page-request';
import type { Starter } from '../research/prompts';

/** What decides which commands there are. */
export interface CommandState {
  running: boolean;
  hurried: boolean;
  started: boolean;
  /** The last run broke off. */
  unfinished: boolean;
  depth: Depth;
  theme: Theme;
}

export interface CommandActions {
  newChat: () => void;
  write: () => void;
  stop: () => void;
  answerNow: () => void;
  again: () => void;
  goOn: () => void;
  open: (sheet: SheetName) => void;
  depth: (depth: Depth) => void;
  theme: (theme: Theme) => void;
  take: (way: 'md' | 'json' | 'print' | 'share') => void;
}

export interface Command {
  label: string;
  /** What it does, where the label does not say it. */
  about?: string;
  group: string;
  /** As they are called on the keys. */
  keys?: string;
  run: () => void;
}

interface Row {
  label: string;
  group: 'Chat' | 'Open' | 'This thread' | 'Depth' | 'Theme';
  keys?: string;
  /** Other words that people look for. */
  also?: string;
  when?: (state: CommandState) => boolean;
  run: (actions: CommandActions) => void;
}

const depths: Record<Depth, string> = { quick: 'Quick', standard: 'Standard', deep: 'Deep' };
const themes: Record<Theme, string> = { system: 'Like the system', light: 'Light', dark: 'Dark' };

const idle = ({ started, running }: CommandState): boolean => started && !running;

const rows: Row[] = [
  {
    label: 'New chat',
    group: 'Chat',
    keys: 'Ctrl Shift O',
    also: 'question thread',
    run: (to) => to.newChat(),
  },
  { label: 'Write a question', group: 'Chat', keys: '/', also: 'ask box', run: (to) => to.write() },
  {
    label: 'Stop',
    group: 'Chat',
    keys: 'Esc',
    also: 'cancel',
    when: ({ running }) => running,
    run: (to) => to.stop(),
  },
  {
    label: 'Answer now',
    group: 'Chat',
    also: 'hurry',
    when: ({ running, hurried }) => running && !hurried,
    run: (to) => to.answerNow(),
  },
  {
    label: 'Continue',
    group: 'Chat',
    also: 'resume go on',
    when: ({ unfinished }) => unfinished,
    run: (to) => to.goOn(),
  },
  {
    label: 'Ask again',
    group: 'Chat',
    also: 'retry regenerate',
    when: idle,
    run: (to) => to.again(),
  },
  { label: 'Prompts', group: 'Open', also: 'templates starters', run: (to) => to.open('prompts') },
  { label: 'Models', group: 'Open', also: 'download import', run: (to) => to.open('models') },
  { label: 'Library', group: 'Open', also: 'pages files', run: (to) => to.open('library') },
  {
    label: 'Evaluate',
    group: 'Open',
    also: 'measure test',
    run: (to) => to.open('evaluate'),
  },
  {
    label: 'Settings',
    group: 'Open',
    also: 'preferences relay servers',
    run: (to) => to.open('settings'),
  },
  { label: 'History', group: 'Open', also: 'threads search', run: (to) => to.open('history') },
  {
    label: 'Keyboard shortcuts',
    group: 'Open',
    keys: '?',
    also: 'keys help',
    run: (to) => to.open('shortcuts'),
  },
  {
    label: 'Print or save as PDF',
    group: 'This thread',
    when: idle,
    run: (to) => to.take('print'),
  },
  {
    label: 'Share as a file',
    group: 'This thread',
    also: 'send',
    when: idle,
    run: (to) => to.take('share'),
  },
  {
    label: 'Export as Markdown',
    group: 'This thread',
    also: 'save download',
    when: idle,
    run: (to) => to.take('md'),
  },
  {
    label: 'Export as JSON',
    group: 'This thread',
    also: 'save download',
    when: idle,
    run: (to) => to.take('json'),
  },
  ...Object.entries(depths).map(([value, label]): Row => ({
    label: `Depth: ${label}`,
    group: 'Depth',
    when: ({ depth }) => depth !== value,
    run: (to) => to.depth(value as Depth),
  })),
  ...Object.entries(themes).map(([value, label]): Row => ({
    label: `Theme: ${label}`,
    group: 'Theme',
    also: 'mode colours',
    when: ({ theme }) => theme !== value,
    run: (to) => to.theme(value as Theme),
  })),
];

/** Whether a text holds every word, or the beginning of it. */
function holder(query: string): (...texts: string[]) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (...texts) => {
    const text = ` ${texts.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(` ${word}`));
  };
}

/** Those that can be done now and that the words fit. */
export function findCommands(
  state: CommandState,
  actions: CommandActions,
  query: string,
): Command[] {
  const holds = holder(query);
  return rows
    .filter(({ when }) => when?.(state) ?? true)
    .filter(({ label, group, also = '' }) => holds(label, group, also))
    .map(({ label, group, keys, run }) => ({
      label,
      group,
      ...(keys ? { keys } : {}),
      run: () => run(actions),
    }));
}

/** Prompts of servers that the words fit. */
export function findPrompts(
  starters: readonly Starter[],
  onchoose: (starter: Starter) => void,
  query: string,
): Command[] {
  const holds = holder(query);
  return starters
    .filter(({ title, about, server }) => holds('Prompts', title, about, server))
    .map((starter) => ({
      label: starter.title,
      about: [starter.about, starter.origin && starter.server].filter(Boolean).join(' · '),
      group: 'Prompts',
      run: () => onchoose(starter),
    }));
}

/** Keys and what they do, for the sheet that lists them. */
export const shortcuts: readonly { keys: string; what: string }[] = [
  { keys: 'Ctrl K', what: 'Commands and threads' },
  ...rows.flatMap(({ keys, label }) => (keys ? [{ keys, what: label }] : [])),
  { keys: 'Enter', what: 'Ask what is in the box' },
  { keys: 'Shift Enter', what: 'A new line in the box' },
  { keys: '/ /', what: 'Prompts' },
  { keys: '↑ ↓', what: 'Earlier questions, from the edge of the box' },
];
