/** What the screens show: threads as another model might have written them, with the checks of the real code. */
import { checkCitations } from '../../src/agent/citations';
import type { Source } from '../../src/contracts';
import { AppError, toErrorInfo } from '../../src/errors';
import { relay as relayFaults } from '../../src/i18n/en/relay';
import type { Thread } from '../../src/research/thread-store';
import { runUsage, usage } from '../fixtures/run-events';
import { brokenOff, checked, recordedReport, recordedRun } from './recorded-thread';

const peru: Source = {
  n: 1,
  url: 'https://www.example.org/countries/peru',
  title: 'Peru',
  date: '2026-01-01',
  passages: ['Lima is the capital of Peru. Its population is 34,352,720.'],
};
const chile: Source = {
  n: 2,
  url: 'https://www.example.org/countries/chile',
  title: 'Chile',
  passages: ['The capital of Chile is Santiago. Its population is 19,629,590.'],
};
const both = [peru, chile];

export const answer = `Lima is the capital of Peru [1]. The capital of Chile is Santiago [2].

| Country | Capital | Population |
| --- | --- | ---: |
| Peru | Lima | 34,352,720 |
| Chile | Santiago | 19,629,590 |

The population of Peru is 34,352,720 [1].`;
const compared = recordedRun('Compare Peru and Chile.', answer, both);
export const thread = [
  compared,
  recordedRun('And the capital of Peru alone?', 'Lima is the capital of Peru [1].', both),
];

/** Each sign that a check has. */
export const checks = [
  recordedRun(
    'What is there to know of Peru?',
    'Lima is the capital of Peru [1]. Its population is 43,000,000 [1]. The capital of Chile is Santiago. Its food is said to be fine [7].',
    both,
  ),
];

export const questions = [
  'What is the capital of Peru, and how many people live in the whole of the country?',
  'What is the capital of Chile?',
  'Which of the two has more people?',
];
export const deepQuestion =
  'Compare Peru and Chile: their capitals, and how many people live there.';
const sections: [answer: string, ...Source[]][] = [
  [
    'Lima is the capital of Peru[^a] [1]. Its population is 34,352,720 [1].\n\n[^a]: Founded as the City of the Kings.',
    peru,
  ],
  ['The capital of Chile is Santiago [2].', chile],
  ['I did not find this in the sources.'],
];
export const report = recordedReport(
  deepQuestion,
  sections.map(([written, ...sources], at) => ({
    question: questions[at]!,
    answer: written,
    sources,
  })),
);

/** It was stopped in the middle of its answer. */
const half = 'Lima is the capital of Peru [1]. The capital of';
export const stopped = brokenOff(compared, [
  { type: 'token-generated', step: 2, text: half },
  ...checkCitations(half, both).map(checked),
  { type: 'run-stopped', answer: half, usage: runUsage },
]);

/** A tool failed, and then the relay was gone. */
export const failed = brokenOff(compared, [
  { type: 'generation-finished', step: 2, text: '', usage },
  {
    type: 'tool-call-proposed',
    step: 2,
    id: 'call-2',
    name: 'scrape',
    arguments: { url: peru.url },
  },
  {
    type: 'tool-finished',
    id: 'call-2',
    ok: false,
    shown: 'scrape took longer than 60 s.',
    sources: [],
    ms: 60_000,
  },
  {
    type: 'run-failed',
    error: toErrorInfo(
      new AppError('relay-unreachable', relayFaults.silent('http://localhost:8787/mcp')),
    ),
    usage: runUsage,
  },
]);

/** Read from right to left. */
export const arabic = [
  recordedRun(
    'قارن بين بيرو وتشيلي.',
    `ليما هي عاصمة بيرو (Peru) [1]. يبلغ عدد سكان بيرو 34,352,720 نسمة [1].

| البلد | العاصمة | عدد السكان |
| --- | --- | ---: |
| بيرو | ليما | 34,352,720 |
| تشيلي | سانتياغو | 19,629,590 |

سانتياغو هي عاصمة تشيلي [2].`,
    [
      {
        n: 1,
        url: 'https://www.example.org/ar/peru',
        title: 'بيرو',
        passages: ['ليما هي عاصمة بيرو (Peru). يبلغ عدد سكان بيرو 34,352,720 نسمة.'],
      },
      chile,
    ],
  ),
];

/** For the list: a pinned one, one with a name of its own, and one whose question is long. */
export const threads: Thread[] = [
  { id: 'pinned', at: 1, changed: 2, pinned: true, title: 'Capitals', runs: thread },
  { id: 'long', at: 1, changed: 5, runs: [report] },
  { id: 'chile', at: 1, changed: 4, runs: [recordedRun('What is the capital of Chile?', '', [])] },
  { id: 'peru', at: 1, changed: 3, runs: [recordedRun('What is the capital of Peru?', '', [])] },
];
