/** Threads as files: Markdown to read and print, in the language of the page; JSON to keep and take in again. */
import { AppError } from '../errors';
import { say } from '../i18n/area';
import { answer } from '../i18n/en/answer';
import { exportFaults as faults, exports as t } from '../i18n/en/exports';
import { foldRun, sourceOf, type RunView } from './fold';
import { citedSources, isReport } from './run-sources';
import { soundVersions } from './run-versions';
import { isWholeThread } from './thread-shape';
import type { Thread } from './thread-store';

/** Told apart from other JSON by its `format`. */
export interface ThreadFile {
  format: 'jan-nano-threads';
  version: 1;
  threads: Thread[];
}

export function toJson(threads: readonly Thread[]): string {
  const file: ThreadFile = { format: 'jan-nano-threads', version: 1, threads: [...threads] };
  return JSON.stringify(file, null, 1);
}

/**
 * The threads of a file of ours, and how many of it cannot be read.
 *
 * @throws AppError that says what is wrong with the file, also where none of its threads can be read.
 */
export function fromJson(text: string): { threads: Thread[]; damaged: number } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('bad-input', faults.notJson);
  }
  const { format, version, threads } = (value ?? {}) as Partial<Record<keyof ThreadFile, unknown>>;
  if (format !== 'jan-nano-threads' || !Array.isArray(threads))
    throw new AppError('bad-input', faults.noThreads);
  if (version !== 1) throw new AppError('bad-input', faults.newer);
  const read = threads.filter(isWholeThread);
  const damaged = threads.length - read.length;
  if (damaged > 0 && read.length === 0)
    throw new AppError('bad-input', faults.damaged(damaged, threads.length));
  // Another version of an answer that cannot be shown must not cost the answer: it stays in the file alone.
  const whole = read.map((thread) => ({
    ...thread,
    runs: thread.runs.map((run) => soundVersions(run).run),
  }));
  return { threads: whole, damaged };
}

/** Questions as headings, `[n]` as footnotes, each with its address and what was checked; `mark` begins their names. */
export function toMarkdown(thread: Thread, mark = ''): string {
  const runs = thread.runs.map(({ question, events }) => foldRun(events, question));
  const title = oneLine(thread.title ?? thread.runs[0]?.question ?? t.thread);
  const parts = runs.map((run) => {
    const asked = oneLine(run.question);
    return `${asked === title ? '' : `## ${asked}\n\n`}${withFootnotes(run, mark) || remark(run)}${sourceTable(run)}`;
  });
  const notes = new Map(
    runs.flatMap((run) => run.citations.map(({ n }) => [n, footnote(run, n, mark)])),
  );
  const footnotes = [...notes].sort(([a], [b]) => a - b).map(([, note]) => note);
  const date = new Date(thread.at).toISOString().slice(0, 10);
  const models = [...new Set(runs.map(({ model }) => model).filter(Boolean))].join(', ');
  const about = `_${models ? t.aboutModel(date, models) : t.about(date)}_`;
  return `${[`# ${title}`, ...parts, footnotes.join('\n'), about].filter(Boolean).join('\n\n')}\n`;
}

/** In one file, where no two footnotes may have the same name. */
export function allToMarkdown(threads: readonly Thread[]): string {
  return threads.map((thread, at) => toMarkdown(thread, `${at + 1}-`)).join('\n');
}

/** One answer with its sources below it. */
export function answerToMarkdown(run: RunView): string {
  const numbers = [...new Set(run.citations.map(({ n }) => n))].sort((a, b) => a - b);
  const notes = numbers.map((n) => footnote(run, n)).join('\n');
  return `${withFootnotes(run)}${sourceTable(run)}\n${notes && `\n${notes}\n`}`;
}

function withFootnotes({ answer, citations }: RunView, mark = ''): string {
  return answer.replace(/\[(\d{1,3})\]/g, (written, n: string) =>
    citations.some((one) => one.n === Number(n)) ? `[^${mark}${n}]` : written,
  );
}

/** What a report cites, and where; '' for any other answer. */
function sourceTable(run: RunView): string {
  const cited = isReport(run) ? citedSources(run) : [];
  if (cited.length === 0) return '';
  const rows = cited.map(({ n, source, sections, found, total }) => {
    const title = oneLine(source?.title ?? answer.unknownSource).replaceAll('|', '\\|');
    return `| ${n} | ${title} | ${sections.join(', ')} | ${t.someFound(found, total)} |`;
  });
  const { n, source, sections, found } = t.checks;
  const head = `| ${[n, source, sections, found].join(' | ')} |\n| --- | --- | --- | --- |`;
  return `\n\n## ${answer.sources}\n\n${head}\n${rows.join('\n')}`;
}

function footnote(run: RunView, n: number, mark = ''): string {
  const source = sourceOf(run, n);
  const own = run.citations.filter((one) => one.n === n);
  const verified = own.length > 0 && own.every((one) => one.verified);
  const quote = own.find((one) => one.quote)?.quote;
  const check = verified ? answer.foundInSource : answer.failures.words;
  const words = quote ? ` “${oneLine(quote)}”` : '';
  return `[^${mark}${n}]: ${oneLine(source?.title ?? answer.unknownSource)}. <${source?.url ?? ''}>${words} (${check})`;
}

function remark({ status, error }: RunView): string {
  if (status !== 'failed') return `_${t.noAnswer}_`;
  return `_${t.noAnswerFor(error ? say(error) : t.failed)}_`;
}

/** A file name that every system takes. */
export function fileName(title: string, ending: string): string {
  const plain = title
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${plain || 'thread'}.${ending}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
