/** Turns facts into training examples, through the same code that renders prompts and tool results in the app. */
import type { Message, ToolCall, ToolResult } from '../../src/contracts';
import { renderPrompt } from '../../src/agent/prompt';
import {
  ANSWER_NOW,
  NOT_FOUND,
  showToolError,
  showToolResult,
  SYSTEM_PROMPT,
} from '../../src/agent/shapes';
import { SourceBook } from '../../src/agent/sources';
import { neutralise } from '../../src/agent/untrusted';
import type { OfflineBackend } from '../../server/search/offline';
import { SNIPPET_LENGTH } from '../../src/library/passage-index';
import { sentences } from '../../src/library/terms';
import type { SearchResponse } from '../../server/search/types';
import { toolSpecs } from '../../src/mcp/search-tools';
import { errorOf } from './errors';
import type { Random } from './names';
import { queryOf } from './query';
import type { Fact } from './world';

/** One piece of text; `trained` says whether the loss counts it as the model's own words. */
export type Piece = [
  text: string,
  trained: 0 | 1,
  /** The character at which it shows what is known: the value follows, or a question mark. 0 where it begins. */
  decides?: number,
];

export interface Example {
  kind: string;
  /** Whether the system block stands before it. */
  prefixed: boolean;
  pieces: Piece[];
}

interface Hit {
  number: string;
  title: string;
  url: string;
}

/**
 * The model begins as the statement of the fact would, and only then says whether it is there. To go on with words
 * that have been read is what it can do best, so the hard decision becomes an easy one.
 */
const openHit = (start: string, { number, title }: Hit): string =>
  `${start}? Not in the results, so I open [${number}] ${title}.`;
const giveUpOn = (start: string): string => `${start}? ${NOT_FOUND}`;

/** Where a fact's sentence has said what it is about. */
function decisionOf({ said, start }: Fact): number {
  return said.startsWith(start) ? start.length : 0;
}

export const SEARCH_FAILED = 'The search failed, so I could not look this up.';
const END = '<|im_end|>';
const tools = toolSpecs();
const system: Message = { role: 'system', content: SYSTEM_PROMPT };

/** The system block with the tools: the same at the start of every prompt. */
export const PREFIX = (() => {
  const text = renderPrompt({
    messages: [system, { role: 'user', content: 'x' }],
    tools,
    addGenerationPrompt: false,
  });
  return text.slice(0, text.indexOf('<|im_start|>user'));
})();

export interface Limits {
  maxResults: number;
  maxTokens: number;
  count: (text: string) => number;
}

/** One conversation in the making: every step adds an example and the messages it leaves behind. */
export class Conversation {
  readonly examples: Example[] = [];
  readonly #messages: Message[] = [system];
  #book: SourceBook;
  #question = '';
  readonly #limits: Limits;

  constructor(limits: Limits, firstSource = 1) {
    this.#limits = limits;
    this.#book = new SourceBook(firstSource);
  }

  ask(question: string): void {
    this.#question = question;
    this.#messages.push({ role: 'user', content: question });
  }

  /** A question and the search for it. */
  look(question: string): void {
    this.ask(question);
    this.say('search', '', search(queryOf(question)));
  }

  /** The model's turn: words, then a call or none. `decides` as in a piece. */
  say(kind: string, content: string, call?: ToolCall, decides = 0): void {
    const before = renderPrompt({ messages: this.#messages, tools, addGenerationPrompt: true });
    if (!before.startsWith(PREFIX))
      throw new Error('The prompt does not begin with the shared prefix');
    const turn: Message = {
      role: 'assistant',
      content,
      ...(call ? { tool_calls: [{ function: call }] } : {}),
    };
    this.#messages.push(turn);
    const rendered = callText(call);
    const text = content && rendered ? `${content}\n${rendered}` : content + rendered;
    this.examples.push({
      kind,
      prefixed: true,
      pieces: [
        [before.slice(PREFIX.length), 0],
        [text + END, 1, decides],
      ],
    });
  }

  /** Says what a source says, and with `next` what it is needed for. */
  answer(kind: string, fact: Fact, mark: number, next?: ToolCall): void {
    this.say(kind, `${fact.said} [${String(mark)}]`, next, decisionOf(fact));
  }

  /** Opens a hit, since no snippet answers. */
  open(start: string, hit: Hit, find: string): void {
    const call = { name: 'scrape', arguments: { url: hit.url, find } };
    this.say('open', openHit(start, hit), call, start.length);
  }

  giveUp(kind: 'none' | 'none-page', start: string): void {
    this.say(kind, giveUpOn(start), undefined, start.length);
  }

  /** `hurried`: no call may follow. */
  async see(result: ToolResult, hurried = false): Promise<string> {
    const { maxResults, maxTokens, count } = this.#limits;
    const shown = await showToolResult(result, {
      book: this.#book,
      question: this.#question,
      maxResults,
      maxTokens,
      count,
    });
    this.#messages.push({
      role: 'tool',
      content: hurried ? `${shown.text}\n${ANSWER_NOW}` : shown.text,
    });
    return shown.text;
  }

  seeError(message: string): void {
    this.#messages.push({ role: 'tool', content: showToolError(message) });
  }
}

function callText(call: ToolCall | undefined): string {
  if (!call) return '';
  const messages: Message[] = [
    { role: 'user', content: '' },
    { role: 'assistant', content: '', tool_calls: [{ function: call }] },
  ];
  const text = renderPrompt({ messages, tools: [], addGenerationPrompt: false });
  return text.slice(text.indexOf('<tool_call>'), text.lastIndexOf(END));
}

/** The mark of the block in which a sentence is shown, or undefined where it is not shown whole. */
export function markOf(shown: string, sentence: string): number | undefined {
  const at = shown.indexOf(neutralise(sentence));
  if (at < 0) return undefined;
  const after = /\[(\d+)\]/.exec(shown.slice(at));
  return after ? Number(after[1]) : undefined;
}

/**
 * Whether a result without the fact's own sentence has another that says the same of the same: several pages state the
 * capital of Peru, each in its own words. To call it missing there would teach not to believe what is read.
 */
export function saidOtherwise(shown: string, { entity, value }: Fact): boolean {
  return shown
    .split('\n')
    .flatMap(sentences)
    .some((one) => one.includes(value) && one.includes(bareEntity(entity)));
}

/** Without what only tells pages apart: `the programming language X` is X in a sentence. */
function bareEntity(entity: string): string {
  return entity.split(' ').at(-1) ?? entity;
}

/**
 * What is opened where no snippet answers: the page about the entity, and where none is, the first result. So a small
 * model has one decision less: that nothing was found is said in front of the page, whose title it has copied.
 */
export function hitToOpen(shown: string, url: string | undefined): Hit | undefined {
  const hits = [...shown.matchAll(/^\[(\d+)\] (.*)\n(\S+)$/gm)].map(
    ([, number = '', title = '', link = '']) => ({ number, title, url: link }),
  );
  return hits.find((hit) => hit.url === url) ?? hits[0];
}

export const search = (q: string): ToolCall => ({ name: 'google_search', arguments: { q } });

/** Asks about one fact and goes wherever the results lead. Pass fact undefined for a question nothing answers. */
export async function askFact(
  talk: Conversation,
  {
    question,
    fact,
    start,
    entityUrl,
  }: { question: string; fact?: Fact; start: string; entityUrl?: string },
  backend: OfflineBackend,
  r: Random,
): Promise<void> {
  const signal = new AbortController().signal;
  talk.ask(question);
  const query = queryOf(question);
  talk.say('search', '', search(query));
  if (r.chance(0.02)) {
    talk.seeError(errorOf(r));
    talk.say('retry', '', search(query));
    if (r.chance(0.5)) {
      talk.seeError(errorOf(r));
      talk.say('failed', SEARCH_FAILED);
      return;
    }
  }
  const found = await backend.search({ q: query }, signal);
  if (fact && r.chance(0.25)) hideFact(found, fact, backend, r);
  const shown = await talk.see({ ok: true, text: '', structured: found });
  const mark = fact && markOf(shown, fact.sentence);
  if (fact && mark !== undefined) {
    talk.answer('answer-snippet', fact, mark);
    return;
  }
  if (fact && saidOtherwise(shown, fact)) return;
  const hit = hitToOpen(shown, fact?.url ?? entityUrl);
  if (!hit) {
    talk.giveUp('none', start);
    return;
  }
  talk.open(start, hit, query);
  const page = await talk.see({
    ok: true,
    text: '',
    structured: await backend.scrape({ url: hit.url, find: query }, signal),
  });
  const pageMark = fact && markOf(page, fact.sentence);
  if (fact && pageMark !== undefined) talk.answer('answer-page', fact, pageMark);
  else if (!fact || !saidOtherwise(page, fact)) talk.giveUp('none-page', start);
}

/** Search engines often show other words of the page than those that answer. */
function hideFact(found: SearchResponse, fact: Fact, backend: OfflineBackend, r: Random): void {
  const others = sentences(
    backend
      .page(fact.url)
      ?.sections.map((section) => section.text)
      .join(' ') ?? '',
  ).filter((sentence) => sentence !== fact.sentence && sentence.length < SNIPPET_LENGTH);
  for (const hit of found.organic) {
    if (hit.link === fact.url && others.length > 0)
      hit.snippet = r.shuffle(others).slice(0, r.int(1, 2)).join(' ').slice(0, SNIPPET_LENGTH);
  }
}

export interface Asked {
  question: string;
  fact: Fact;
}

const user = (text: string): string => `<|im_start|>user\n${text}${END}\n`;
const assistant = '<|im_start|>assistant\n<think>\n\n</think>\n\n';

/**
 * Dense practice in reading: one block of results or one page, then many questions about it, as many with their
 * answer in it as without. `others` gives questions on facts of the addresses that are shown. No system block.
 */
export async function readingDrill(
  seed: Asked,
  others: (urls: ReadonlySet<string>) => Asked[],
  backend: OfflineBackend,
  limits: Limits,
  r: Random,
): Promise<Example | undefined> {
  const { signal } = new AbortController();
  const query = queryOf(seed.question);
  const asPage = r.chance(0.4);
  const { maxResults, maxTokens, count } = limits;
  const { text: shown } = await showToolResult(
    {
      ok: true,
      text: '',
      structured: asPage
        ? await backend.scrape({ url: seed.fact.url, find: query }, signal)
        : await backend.search({ q: query }, signal),
    },
    {
      book: new SourceBook(r.chance(0.8) ? 1 : r.int(2, 20)),
      question: seed.question,
      maxResults,
      maxTokens,
      count,
    },
  );
  const pieces: Example['pieces'] = [
    [`<|im_start|>user\n<tool_response>\n${shown}\n</tool_response>${END}\n`, 0],
  ];
  const urls = new Set([...shown.matchAll(/^\[\d+\] .*\n(\S+)$/gm)].map(([, url = '']) => url));
  let answered = 0;
  let missing = 0;
  for (const { question, fact } of r.shuffle([seed, ...others(urls)])) {
    const mark = markOf(shown, fact.sentence);
    if (mark === undefined && (missing > answered || saidOtherwise(shown, fact))) continue;
    pieces.push([user(question) + assistant, 0]);
    const hit = asPage ? undefined : hitToOpen(shown, fact.url);
    const { start } = fact;
    if (mark !== undefined)
      pieces.push([`${fact.said} [${mark}]${END}`, 1, decisionOf(fact)], ['\n', 0]);
    else if (hit) pieces.push([`${openHit(start, hit)}\n`, 1, start.length], [`${END}\n`, 0]);
    else pieces.push([giveUpOn(start) + END, 1, start.length], ['\n', 0]);
    if (mark === undefined) missing += 1;
    else answered += 1;
    if (answered + missing >= 14) break;
  }
  return answered > 0 ? { kind: 'drill-read', prefixed: false, pieces } : undefined;
}

/** Dense practice in writing queries. */
export function queryDrill(questions: string[]): Example {
  const pieces: Example['pieces'] = [];
  for (const question of questions)
    pieces.push(
      [user(question) + assistant, 0],
      [callText(search(queryOf(question))) + END, 1],
      ['\n', 0],
    );
  return { kind: 'drill-query', prefixed: false, pieces };
}

/** Key-value copying: the first skill, from which reading grows. */
export function copyDrill(pairs: [string, string][], r: Random): Example {
  const pieces: Example['pieces'] = [
    [`<|im_start|>user\n${pairs.map(([key, value]) => `${key}: ${value}`).join('\n')}${END}\n`, 0],
  ];
  for (const [key, value] of r.shuffle(pairs))
    pieces.push([`${user(key)}${assistant}${key}: `, 0], [value + END, 1], ['\n', 0]);
  return { kind: 'drill-copy', prefixed: false, pieces };
}

/** The plainest copying: say again what was said. Every token of the second half is a lesson in it. */
export function repeatDrill(text: string): Example {
  return {
    kind: 'drill-repeat',
    prefixed: false,
    pieces: [
      [user(text) + assistant, 0],
      [text + END, 1],
    ],
  };
}
