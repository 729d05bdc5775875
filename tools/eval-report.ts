/** Judges what came of each question, and writes the report of `npm run eval:pocket`. */
import type { AgentEvent } from '../src/contracts';
import { NOT_FOUND } from '../src/agent/shapes';
import { median } from '../src/evaluate/figures';
import type { Outcome } from '../src/evaluate/outcome';
import { table } from '../src/evaluate/report';
import { isRight, isVerified } from '../src/evaluate/words';
import type { SetName, SetQuestion } from './eval-sets';

/** Where the expected value stood in what the model was shown. */
export type Place = 'snippet' | 'page' | 'not shown';

export interface Result {
  asked: SetQuestion;
  outcome: Outcome;
  place: Place;
  /** The search brought up the page that has the answer. */
  found: boolean;
  right: boolean;
  verified: boolean;
  /** The page that has the answer is among those cited, whatever the answer says. */
  sourced: boolean;
  /** What the set is about: see PASSES. */
  passed: boolean;
  /** Calls and results as they were, for the list of failures. */
  transcript: string[];
}

/** What counts in a set. */
const PASSES: Record<SetName, string> = {
  'one-hop': 'right answer, every citation verified',
  page: 'right answer, every citation verified; no snippet has it',
  'two-hops': 'right answer, every citation verified; two searches are needed',
  corpus: 'right answer, every citation verified; questions written by hand',
  unanswerable: '"not found" said, nothing cited',
  talk: 'no tool called',
  swapped: 'the answer gives what the page says now',
  removed: 'the answer does not give what the page said before',
};

export function judge(asked: SetQuestion, outcome: Outcome, events: readonly AgentEvent[]): Result {
  const finished = events.filter((event) => event.type === 'tool-finished');
  const shownBy = (name: string) =>
    finished.filter(({ id }) =>
      events.some(
        (event) =>
          event.type === 'tool-call-proposed' && event.id === id && event.name.endsWith(name),
      ),
    );
  const says = (name: string) => shownBy(name).some(({ shown }) => isRight(shown, asked.expected));
  const answered = outcome.finish === 'answered';
  const right = answered && isRight(outcome.answer, asked.expected);
  const verified = isVerified(outcome);
  const passes = (): boolean => {
    switch (asked.set) {
      case 'unanswerable':
        return outcome.answer.includes(NOT_FOUND) && outcome.citations.length === 0;
      case 'talk':
        return answered && outcome.answer !== '' && outcome.toolCalls.length === 0;
      case 'swapped':
        return right;
      case 'removed':
        return answered && !isRight(outcome.answer, asked.before ?? '');
      default:
        return right && verified;
    }
  };
  return {
    asked,
    outcome,
    place: says('search') ? 'snippet' : says('scrape') ? 'page' : 'not shown',
    found: shownBy('search').some(({ shown }) => shown.includes(asked.url)),
    right,
    verified,
    sourced: outcome.citations.some(({ url, attributed }) => !attributed && url === asked.url),
    passed: passes(),
    transcript: events.flatMap((event) => {
      if (event.type === 'generation-finished') return [`model: ${event.text}`];
      return event.type === 'tool-finished' ? [`result: ${event.shown}`] : [];
    }),
  };
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

const share = (results: readonly Result[], test: (one: Result) => boolean): string =>
  percent(results.filter(test).length, results.length);

function groups(results: readonly Result[], key: (one: Result) => string): [string, Result[]][] {
  const found = new Map<string, Result[]>();
  for (const one of results) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

const HEAD = ['', 'asked', 'passed', 'page found', 'right', 'verified', 'page cited'];
const row = (name: string, results: readonly Result[]): string[] => [
  name,
  String(results.length),
  share(results, ({ passed }) => passed),
  share(results, ({ found }) => found),
  share(results, ({ right }) => right),
  share(results, ({ verified }) => verified),
  share(results, ({ sourced }) => sourced),
];

/** Markdown. `engine` and `model` are named as the app names them. */
export function report(results: readonly Result[], date: string): string {
  const { engine = '', model = '' } = results[0]?.outcome ?? {};
  const sets = groups(results, ({ asked }) => asked.set);
  const answerable = results.filter(({ asked }) =>
    ['one-hop', 'page', 'two-hops', 'corpus'].includes(asked.set),
  );
  const failures = results.filter(({ passed }) => !passed);
  const usage = (pickOne: (one: Result) => number) => String(median(results.map(pickOne)));
  return [
    `# How well Jan-Pocket does`,
    `\`npm run eval:pocket\` on ${date}: ${model} on ${engine}, greedy, through the built app in headless Chromium.`,
    '## By set',
    table(
      [...HEAD, 'passed means'],
      sets.map(([name, of]) => [...row(name, of), PASSES[name as SetName]]),
    ),
    '## By question form',
    table(
      HEAD,
      groups(answerable, ({ asked }) => `${asked.set}, ${asked.kind}`).map(([name, of]) =>
        row(name, of),
      ),
    ),
    '## By where the value stood in what the model was shown',
    table(
      HEAD,
      groups(answerable, ({ asked, place }) => `${asked.set}, ${place}`).map(([name, of]) =>
        row(name, of),
      ),
    ),
    '## Cost of a question, median',
    table(
      ['seconds', 'tokens read', 'tokens reused', 'tokens written'],
      [
        [
          (median(results.map(({ outcome }) => outcome.usage.totalMs)) / 1000).toFixed(1),
          usage(({ outcome }) => outcome.usage.prefilledTokens),
          usage(({ outcome }) => outcome.usage.reusedTokens),
          usage(({ outcome }) => outcome.usage.completionTokens),
        ],
      ],
    ),
    `## Failures (${failures.length})`,
    ...failures.map(({ asked, outcome, transcript }) =>
      [
        `**${asked.question}** (${asked.set}, ${asked.attribute}, ${asked.kind})`,
        '',
        '````text',
        `expected: ${[asked.expected].flat().join(' | ') || '–'}${asked.before ? ` (before: ${asked.before})` : ''}`,
        ...(outcome.error ? [`error: ${outcome.error}`] : []),
        ...transcript,
        '````',
      ].join('\n'),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}
