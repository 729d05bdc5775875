/** What a run did, step by step: live, in its figures and in its replay. */
import { area } from '../area';
import { formatsOf } from '../formats';

const { count, plural } = formatsOf('en');

export const en = {
  working: 'Working',
  awaited: 'Waiting for you',
  noSearch: 'No search',
  searches: (number: number) => plural(number, { one: '# search', other: '# searches' }),
  pages: (number: number) => plural(number, { one: '# page', other: '# pages' }),
  sources: (number: number) => plural(number, { one: '# source', other: '# sources' }),
  results: (number: number) => plural(number, { one: '# result', other: '# results' }),
  nothingFound: 'nothing found',
  failed: 'failed',
  steps: 'Steps',
  thought: 'Thought',
  gpuLost: 'The graphics processor was lost. The model was started again and went on.',
  madeRoom: 'It made room later. The sources above keep what was read.',
  notFit: (tokens: number) => `${count(tokens)} tokens of it did not fit the context window.`,

  /** Before what is searched, read or called: while it goes on, and when it is done. */
  verbs: {
    search: { active: 'Searching', done: 'Searched' },
    page: { active: 'Reading', done: 'Read' },
    tool: { active: 'Calling', done: 'Called' },
  },
  whichFailed: (step: string) => `${step}, which failed`,
  starting: 'Starting',
  thinking: 'Thinking',
  writing: 'Writing',
  writingAnswer: 'Writing the answer',
  readingTokens: (done: number, total: number) =>
    `Reading ${count(done)} of ${count(total)} tokens`,
  lookingUp: (question: string) => `Looking up: ${question}`,

  /** What fills the context window. */
  context: {
    instructions: 'Instructions and tools',
    thread: 'Earlier in the thread',
    question: 'Question',
    results: 'Results',
    written: 'Calls and remarks',
    answer: 'Kept for the answer',
    free: 'Free',
  },
  window: (filled: number, window: number) =>
    `Context window: ${count(filled)} of ${count(window)} tokens`,
  roomMade: (tokens: number) =>
    `${count(tokens)} tokens of older results and turns made room. Their sources keep the full text.`,
  leftOut: 'Left out in part; one press opens the full text:',

  figures: (time: string, tokens: number, speed: number, reused: number) =>
    `${time} · ${count(tokens)} tokens · ${count(speed)} tok/s · ${count(reused)} reused`,
  live: 'Live figures',
  notYet: 'Not yet',
  stats: {
    time: 'Time',
    firstToken: 'First token after',
    written: 'Written',
    speed: 'Speed',
    prefill: 'Prefill',
    reused: 'Reused from the KV cache',
    lastPrompt: 'Last prompt',
    searches: 'Searches',
    cost: 'Searches cost',
    model: 'Model',
    memory: 'Memory of the page',
    modelMemory: 'Memory of the model',
    stored: 'Stored in the browser',
  },
  tokens: (number: number) => plural(number, { one: '# token', other: '# tokens' }),
  tokensIn: (tokens: number, time: string) => `${count(tokens)} tokens in ${time}`,
  perSecond: (tokens: string) => `${tokens} tokens per second`,
  credits: (number: number) => plural(number, { one: '# credit', other: '# credits' }),
  withoutModel: (size: string) => `${size}, without the model`,
  modelTakes: (all: string, weights: string, cache: string) =>
    `about ${all} while it is loaded, an estimate: ${weights} of weights and ${cache} of KV cache`,
  weightsTake: (weights: string) =>
    `about ${weights} of weights while it is loaded, an estimate without the KV cache`,
  onServer: 'on its server, not in this browser',
  ofQuota: (used: string, quota: string) => `${used} of ${quota}`,
  modelOn: (model: string, engine: string) => `${model} on ${engine}`,
  modelAt: (model: string, engine: string, depth: string) => `${model} on ${engine}, ${depth}`,

  /** The plot, and the table that says the same. */
  plot: {
    title: 'Over the run',
    context: 'Context',
    most: 'Most context',
    tokensOf: (tokens: number, window: number) => `${count(tokens)} of ${count(window)} tokens`,
    dashed: 'dashed: the window',
    speed: 'Writing speed',
    range: (low: string, high: string) => `${low} to ${high} tokens per second`,
    endedAfter: 'Ended after',
  },

  whereTime: 'Where the time went',
  stepByStep: 'Step by step',
  kinds: { prefill: 'Reading', decode: 'Writing', tool: 'Tools' },
  readPrompt: 'Read the prompt',
  wrote: 'Wrote',
  stretch: (time: string, share: string) => `${time} (${share} %)`,
  stretchOf: (tokens: string, time: string, share: string) => `${tokens}, ${time} (${share} %)`,

  replay: 'Replay',
  back: 'Step back',
  step: 'Step',
  forward: 'Step forward',
  end: 'End the replay',
  at: (step: number, all: number, what: string) => `${step} of ${all}: ${what}`,
  moments: {
    asked: 'Asked',
    wentOn: 'Went on',
    result: 'Got a result',
    error: 'Got an error',
    planned: 'Planned',
    madeRoom: 'Made room',
    toldToAnswer: 'Was told to answer',
    answered: 'Answered',
    stopped: 'Stopped',
    failed: 'Failed',
  },
  readTokens: (number: number) => `Read ${number} tokens`,
  wroteTokens: (number: number) => `Wrote ${number} tokens`,
  called: (tool: string) => `Called ${tool}`,
  checked: (n: number) => `Checked [${n}]`,
};

export const steps = area('steps', en);
