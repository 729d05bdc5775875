/**
 * A conversation as the model sees it, made from the events of its runs alone: a run that goes on
 * after a reload sees what it saw before, and a follow-up what its thread saw.
 */
import type { AgentEvent, Haste, Message, Source } from '../contracts';
import { assistantMessage, systemMessage as system, type History } from './conversation';
import { ANSWER_NOW, PLAN_REQUEST } from './shapes';
import { SourceBook } from './sources';
import { parseToolCalls, type BrokenCall, type ParsedCall, type ParsedOutput } from './tool-calls';
import { neutraliseControl } from './untrusted';

/** A call that was made and what came of it. */
export interface MadeCall {
  name: string;
  arguments: Record<string, unknown>;
  ok: boolean;
  shown: string;
  sources: Source[];
}

export interface Section {
  question: string;
  /** Absent until the section is finished. */
  answer?: string;
}

export class Transcript {
  readonly messages: Message[];
  readonly book = new SourceBook();
  /** Whether there is a run; what follows is of the last one. */
  started = false;
  /** Whether the model may think before it writes. */
  thinking = false;
  /** The question that is being answered, or its sub-question. */
  asked = '';
  step = 0;
  /** Text of a generation that has begun and not ended. */
  partial = '';
  /** The last whole output; undefined while there is none after the last result. */
  output?: ParsedOutput;
  /** How the last whole generation ended. */
  ended: 'stop' | 'length' = 'stop';
  /** Calls of the last output that have no result yet. */
  open: (ParsedCall | BrokenCall)[] = [];
  /** Calls that have a result, by id. */
  readonly made = new Map<string, MadeCall>();
  /** Place of each result among the messages, by the id of its call. */
  readonly places = new Map<string, number>();
  /** Results since the question, and how many of the last of them brought nothing new. */
  calls = 0;
  idle = 0;
  demanded?: Haste;
  proposed?: string[];
  plan?: string[];
  sections: Section[] = [];
  /** Where the run's own messages begin. */
  start: number;
  /** Words of the sources that answers were verified with. */
  readonly quotes: string[] = [];
  readonly #proposed = new Map<string, { name: string; arguments: Record<string, unknown> }>();
  readonly #seen = new Set<string>();
  #writing = false;
  #deep = false;
  #question = '';
  #answer = '';

  constructor(history: History) {
    this.messages = [system(), ...history.messages];
    this.start = this.messages.length;
    this.quotes.push(...(history.quotes ?? []));
    for (const source of [...history.sources].sort((a, b) => a.n - b.n)) this.#note(source);
  }

  apply(event: AgentEvent): void {
    switch (event.type) {
      case 'run-started':
        this.messages[0] = system(event.system);
        this.thinking = event.thinking ?? false;
        this.#begin(event.question, event.depth === 'deep');
        break;
      case 'prompt-rendered':
        if (event.step !== this.step) this.partial = '';
        this.step = event.step;
        this.#writing = true;
        break;
      case 'token-generated':
        this.partial += event.text;
        break;
      case 'generation-finished':
        this.#generated(event.text, event.usage.finish);
        break;
      case 'tool-call-proposed':
        this.#proposed.set(event.id, event);
        break;
      case 'tool-finished':
        this.#finished(event);
        break;
      case 'result-shrunk':
        this.messages[event.index] = { role: 'tool', content: event.shown };
        break;
      case 'messages-dropped':
        this.#dropped(event.index, event.count);
        break;
      case 'citation-checked':
        if (event.citation.verified) this.quotes.push(event.citation.quote);
        break;
      case 'answer-demanded':
        this.#demand(event.reason);
        break;
      case 'plan-proposed':
        this.proposed = event.questions;
        break;
      case 'plan-accepted':
        this.plan = event.questions;
        break;
      case 'section-started':
        this.sections.push({ question: event.question });
        this.#ask(event.question);
        break;
      case 'section-finished': {
        const section = this.sections.at(-1);
        if (section) section.answer = event.answer;
        break;
      }
      case 'run-finished':
      case 'run-stopped':
        this.#answer = event.answer;
        break;
      default:
    }
  }

  /** What this leaves for the next question. A run without an answer leaves its sources alone. */
  history(): History {
    const messages = this.messages.slice(1, this.start);
    const own = this.messages.slice(this.start);
    if (this.#answer && this.#deep)
      messages.push(user(this.#question), assistant(neutraliseControl(this.#answer)));
    else if (this.#answer) messages.push(...own, ...this.#answered(own));
    return { messages, sources: this.book.all(), quotes: this.quotes };
  }

  /** A generation that was cut off goes on under its own number. */
  get nextStep(): number {
    return this.#writing ? this.step : this.step + 1;
  }

  #answered(own: Message[]): Message[] {
    const output = this.partial ? parseToolCalls(this.partial) : this.output;
    // As generated rather than as shown, so that the KV cache still holds it.
    if (output?.calls.length === 0 && output.text.trim())
      return [assistant(assistantMessage(output).content)];
    // Calls that were never executed have no result to stand before the answer.
    if (own.at(-1)?.role === 'assistant') own.pop();
    return [assistant(neutraliseControl(this.#answer))];
  }

  #begin(question: string, deep: boolean): void {
    this.#question = neutraliseControl(question);
    this.#deep = deep;
    this.#answer = '';
    this.started = true;
    this.step = 0;
    this.start = this.messages.length;
    this.made.clear();
    this.proposed = undefined;
    this.plan = undefined;
    this.sections = [];
    this.#ask(deep ? `${question}\n\n${PLAN_REQUEST}` : question);
    this.asked = question;
  }

  /** Begins anew after the thread so far. */
  #ask(question: string): void {
    this.messages.length = this.start;
    this.messages.push(user(neutraliseControl(question)));
    this.asked = question;
    this.places.clear();
    this.#writing = false;
    this.partial = '';
    this.output = undefined;
    this.open = [];
    this.calls = 0;
    this.idle = 0;
    this.demanded = undefined;
  }

  #generated(text: string, finish: 'stop' | 'length' | 'abort'): void {
    if (finish === 'abort') {
      this.partial = text;
      return;
    }
    this.#writing = false;
    this.partial = '';
    this.ended = finish;
    this.output = parseToolCalls(text);
    this.open = [...this.output.calls];
    if (this.open.length > 0) this.messages.push(assistantMessage(this.output));
  }

  #finished(event: Extract<AgentEvent, { type: 'tool-finished' }>): void {
    const { id, ok, shown, sources } = event;
    for (const source of sources) this.#note(source);
    const told = sources.flatMap(({ n, passages }) => passages.map((one) => `${n} ${one}`));
    const news = (told.length > 0 ? told : [shown]).filter((one) => !this.#seen.has(one));
    for (const one of news) this.#seen.add(one);
    this.idle = ok && news.length > 0 ? 0 : this.idle + 1;
    this.calls += 1;
    this.open = this.open.slice(1);
    if (this.open.length === 0) this.output = undefined;
    this.places.set(id, this.messages.length);
    this.messages.push({ role: 'tool', content: shown });
    const call = this.#proposed.get(id);
    if (call) this.made.set(id, { ...call, ok, shown, sources });
  }

  #dropped(index: number, count: number): void {
    this.messages.splice(index, count);
    if (index < this.start) this.start -= count;
    for (const [id, place] of this.places)
      if (place >= index + count) this.places.set(id, place - count);
      else if (place >= index) this.places.delete(id);
  }

  #demand(reason: Haste): void {
    this.demanded = reason;
    this.#writing = false;
    this.partial = '';
    const last = this.messages.at(-1);
    if (last?.role === 'tool' && !last.content?.endsWith(ANSWER_NOW))
      this.messages[this.messages.length - 1] = {
        ...last,
        content: `${last.content}\n${ANSWER_NOW}`,
      };
  }

  #note({ url, title, date, passages }: Source): void {
    this.book.note({ url, title, date });
    for (const passage of passages) this.book.note({ url, title, date, passage });
  }
}

/** The history that a thread's runs leave for the next question, each run given as its events. */
export function historyOf(runs: readonly (readonly AgentEvent[])[]): History {
  let history: History = { messages: [], sources: [] };
  for (const events of runs) {
    const transcript = new Transcript(history);
    for (const event of events) transcript.apply(event);
    history = transcript.history();
  }
  return history;
}

const user = (content: string): Message => ({ role: 'user', content });
const assistant = (content: string | null): Message => ({ role: 'assistant', content });
