/** What the page and its files say of a run, in other languages; and what stays the same in each. */
import { afterEach, describe, expect, it } from 'vitest';
import { fitPrompt } from '../../src/agent/budget';
import { toErrorInfo } from '../../src/errors';
import * as ar from '../../src/i18n/ar';
import { say, speakFrom } from '../../src/i18n/area';
import * as de from '../../src/i18n/de';
import * as zh from '../../src/i18n/zh';
import { labelOf } from '../../src/research/answer-checks';
import { fromJson, toJson, toMarkdown } from '../../src/research/export';
import { foldRun } from '../../src/research/fold';
import { momentsOf } from '../../src/research/replay';
import { checkRelay } from '../../src/research/settings';
import { placeOf, tileOf } from '../../src/research/source-link';
import type { Thread } from '../../src/research/thread-store';
import { findCommands, type CommandActions } from '../../src/ui/commands';
import { announce, toolLabel } from '../../src/ui/step-label';
import { recorded } from '../fixtures/run-events';

const languages = { de, zh, ar };
const speak = (language: keyof typeof languages) =>
  speakFrom(() => ({ language, words: languages[language] }));
afterEach(() => speakFrom(() => ({ language: 'en' })));

const thread: Thread = {
  id: 'a',
  at: Date.UTC(2026, 0, 2),
  changed: 1,
  runs: [{ question: 'What is the capital of Peru?', events: recorded() }],
};

describe('a thread as a file', () => {
  it('is Markdown in the language of the page, with question and answer as they are', () => {
    const english = toMarkdown(thread);
    speak('de');
    const german = toMarkdown(thread);
    expect(german.split('\n')[0]).toBe(english.split('\n')[0]);
    expect(german).toContain('(in der Quelle gefunden)');
    expect(german).toContain('Geprüft wird, ob Wörter in der Quelle stehen');
    expect(german).not.toContain('found in source');
  });

  it('is the same JSON everywhere, and what is wrong with one is said', () => {
    const english = toJson([thread]);
    speak('ar');
    expect(toJson([thread])).toBe(english);
    try {
      fromJson('{');
      expect.unreachable();
    } catch (error) {
      expect(toErrorInfo(error).message).toMatch(/^The file is not JSON/);
      expect(say(toErrorInfo(error))).toBe(ar.exports.notJson);
    }
  });
});

describe('a run', () => {
  it('is said anew in each language', () => {
    const run = foldRun(recorded());
    const step = run.steps.find((one) => one.kind === 'tool')!;
    const said = () => [
      toolLabel(step).verb,
      labelOf(run.citations[0]),
      momentsOf(recorded())[0]?.label,
      announce({ ...run, steps: [step] }),
    ];
    const all = [said()];
    for (const language of ['de', 'zh', 'ar'] as const) {
      speak(language);
      all.push(said());
    }
    for (const at of [0, 1, 2, 3]) expect(new Set(all.map((one) => one[at])).size).toBe(4);
  });

  it('that does not fit says so to the reader, and in English to programs', async () => {
    const options = { maxTokens: 1234, quotes: [], render: () => '', count: async () => 56_789 };
    const failure = await fitPrompt([{ role: 'user', content: 'Why?' }], options).catch(
      toErrorInfo,
    );
    if (!('message' in failure)) throw new Error('It fits.');
    expect(failure).toMatchObject({ code: 'context-exceeded' });
    expect(failure.message).toContain('needs 56789 tokens and the model takes 1234');
    // As it is stored with the run, and read in another language later.
    const stored = JSON.parse(JSON.stringify(failure)) as typeof failure;
    speak('de');
    expect(say(stored)).toContain('braucht 56.789 Token');
  });
});

describe('a source', () => {
  it('has its place in words, and one colour in every language', () => {
    const source = { title: 'Peru', url: 'corpus://countries/peru' };
    const before = tileOf(source);
    speak('zh');
    expect(placeOf(source.url)).toBe('离线语料库 › countries');
    expect(tileOf(source)).toEqual(before);
  });
});

it('what was typed is checked in the language of the page', () => {
  speak('de');
  expect(checkRelay('ftp://a')).toEqual({ ok: false, problem: de.checks.http });
});

describe('commands', () => {
  const state = { running: false, hurried: false, started: true, unfinished: false };
  const labels = (query: string) =>
    findCommands({ ...state, depth: 'standard', theme: 'dark' }, {} as CommandActions, query).map(
      ({ label }) => label,
    );

  it.each([
    ['de', 'farb hell', [de.commands.theme('Hell')]],
    ['de', 'herunter modelle', [de.common.models]],
    // Without blanks between words.
    ['zh', '快捷键', [zh.commands.shortcuts]],
    // Behind the article.
    ['ar', 'إعدادات', [ar.common.settings]],
    ['de', 'settings', []],
  ] as const)('are found in %s by “%s”', (language, query, expected) => {
    speak(language);
    expect(labels(query)).toEqual(expected);
  });
});
