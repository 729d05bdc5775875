/** Everything that the palette can do, a row each. */
import type { Depth } from '../contracts';
import { answer } from '../i18n/en/answer';
import { ask } from '../i18n/en/ask';
import { commands as t } from '../i18n/en/commands';
import { common } from '../i18n/en/common';
import { threads } from '../i18n/en/threads';
import type { AppState } from '../research/app.svelte';
import type { Assistant } from '../research/assistants';
import { depths, type Theme } from '../research/settings';
import type { SheetName } from '../research/page-request';
import type { Starter } from '../research/prompts';
import type { Part } from '../research/thread-search';

/** What decides which commands there are. */
export interface CommandState {
  running: boolean;
  hurried: boolean;
  started: boolean;
  /** The last run broke off. */
  unfinished: boolean;
  /** Its last run has an answer. */
  answered?: boolean;
  pinned?: boolean;
  depth: Depth;
  theme: Theme;
  /** Those of a person, and which one answers: the built-in one where absent. */
  assistants?: readonly Pick<Assistant, 'id' | 'name'>[];
  assistant?: string;
}

export function stateOf({ session, history, depth, settings }: AppState): CommandState {
  const { running, hurried, unfinished } = session;
  const { theme, assistants, assistant } = settings;
  return {
    ...{ running, hurried, unfinished, depth, theme, assistants, assistant },
    started: session.runs.length > 0,
    answered: Boolean(session.runs.at(-1)?.answer),
    pinned: history.threads.some(({ id, pinned }) => id === session.id && pinned),
  };
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
  /** Without an id, the built-in one. */
  assistant: (id: string | undefined) => void;
  /** Copies the last answer. */
  copy: () => void;
  /** Pins the thread that is shown, or unpins it. */
  pin: () => void;
  remove: () => void;
}

export interface Command {
  label: string;
  /** What it does, where the label does not say it. */
  about?: string;
  /** What was found in it, in place of that. */
  piece?: readonly Part[] | undefined;
  group: string;
  /** As they are called on the keys. */
  keys?: string;
  run: () => void;
}

interface Row extends Omit<Command, 'run'> {
  /** Other words that people look for. */
  also?: string;
  when?: (state: CommandState) => boolean;
  run: (actions: CommandActions) => void;
}

const themes: readonly Theme[] = ['system', 'light', 'dark'];

const idle = ({ started, running }: CommandState): boolean => started && !running;

/** In the language of the moment. */
function rows(assistants?: CommandState['assistants']): Row[] {
  const { also, groups } = t;
  const inGroup = (group: string, some: Omit<Row, 'group'>[]): Row[] =>
    some.map((row) => ({ ...row, group }));
  const sheet = (label: string, name: SheetName, other: string): Omit<Row, 'group'> => ({
    label,
    also: other,
    run: (to) => to.open(name),
  });
  return [
    ...inGroup(groups.chat, [
      {
        label: threads.newChat,
        keys: 'Ctrl Shift O',
        also: also.newChat,
        run: (to) => to.newChat(),
      },
      { label: t.write, keys: '/', also: also.write, run: (to) => to.write() },
      {
        label: common.stop,
        keys: 'Esc',
        also: also.stop,
        when: ({ running }) => running,
        run: (to) => to.stop(),
      },
      {
        label: ask.answerNow,
        also: also.answerNow,
        when: ({ running, hurried }) => running && !hurried,
        run: (to) => to.answerNow(),
      },
      {
        label: answer.goOn,
        also: also.goOn,
        when: ({ unfinished }) => unfinished,
        run: (to) => to.goOn(),
      },
      { label: answer.askAgain, also: also.again, when: idle, run: (to) => to.again() },
    ]),
    ...inGroup(groups.open, [
      sheet(ask.prompts, 'prompts', also.prompts),
      sheet(common.models, 'models', also.models),
      sheet(common.library, 'library', also.library),
      sheet(t.evaluate, 'evaluate', also.evaluate),
      sheet(common.settings, 'settings', also.settings),
      sheet(common.history, 'history', also.history),
      { ...sheet(t.shortcuts, 'shortcuts', also.shortcuts), keys: '?' },
    ]),
    ...inGroup(groups.thread, [
      {
        label: t.copyAnswer,
        when: (state) => idle(state) && Boolean(state.answered),
        run: (to) => to.copy(),
      },
      {
        label: threads.pin,
        when: (state) => idle(state) && !state.pinned,
        run: (to) => to.pin(),
      },
      {
        label: threads.unpin,
        when: (state) => idle(state) && Boolean(state.pinned),
        run: (to) => to.pin(),
      },
      { label: threads.print, when: idle, run: (to) => to.take('print') },
      { label: threads.share, also: also.share, when: idle, run: (to) => to.take('share') },
      { label: threads.markdown, also: also.export, when: idle, run: (to) => to.take('md') },
      { label: threads.json, also: also.export, when: idle, run: (to) => to.take('json') },
      { label: common.delete, also: also.delete, when: idle, run: (to) => to.remove() },
    ]),
    ...(assistants ? [{ id: undefined, name: common.researcher }, ...assistants] : []).map(
      ({ id, name }): Row => ({
        label: t.assistant(name),
        group: common.assistant,
        also: also.assistant,
        when: ({ running, assistant }) => !running && assistant !== id,
        run: (to) => to.assistant(id),
      }),
    ),
    ...depths.map((value): Row => ({
      label: t.depth(common.depths[value]),
      group: groups.depth,
      when: ({ depth }) => depth !== value,
      run: (to) => to.depth(value),
    })),
    ...themes.map((value): Row => ({
      label: t.theme(t.themes[value]),
      group: groups.theme,
      also: also.theme,
      when: ({ theme }) => theme !== value,
      run: (to) => to.theme(value),
    })),
  ];
}

/** Whether a text holds every word, or the beginning of it. Chinese has no blanks, and Arabic writes its article on. */
function holder(query: string): (...texts: string[]) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (...texts) => {
    const text = ` ${texts.join(' ')}`.toLowerCase();
    return words.every(
      (word) =>
        text.includes(` ${word}`) ||
        text.includes(` ال${word}`) ||
        (/\p{Script=Han}/u.test(word) && text.includes(word)),
    );
  };
}

/** Those that can be done now and that the words fit. */
export function findCommands(
  state: CommandState,
  actions: CommandActions,
  query: string,
): Command[] {
  const holds = holder(query);
  return rows(state.assistants)
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
    .filter(({ title, about, server }) => holds(ask.prompts, title, about, server))
    .map((starter) => ({
      label: starter.title,
      about: [starter.about, starter.origin && starter.server].filter(Boolean).join(' · '),
      group: ask.prompts,
      run: () => onchoose(starter),
    }));
}

/** Keys and what they do, for the sheet that lists them. */
export function shortcuts(): { keys: string; what: string }[] {
  return [
    { keys: 'Ctrl K', what: t.all },
    ...rows().flatMap(({ keys, label }) => (keys ? [{ keys, what: label }] : [])),
    { keys: 'Enter', what: t.keys.ask },
    { keys: 'Shift Enter', what: t.keys.newLine },
    { keys: '/ /', what: ask.prompts },
    { keys: '↑ ↓', what: t.keys.earlier },
  ];
}
