/** Threads as files: Markdown to read and print, JSON to keep and take in again. */
import { foldRun, sourceOf, type RunView } from './fold';
import { isThread, type Thread } from './thread-store';
import { citedSources, isReport } from './run-sources';

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
 * The threads of a file of ours.
 *
 * @throws Error that says what is wrong with the file.
 */
export function fromJson(text: string): Thread[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('The file is not JSON. Choose one that was exported here.');
  }
  const { format, version, threads } = (value ?? {}) as Partial<Record<keyof ThreadFile, unknown>>;
  if (format !== 'jan-nano-threads' || !Array.isArray(threads))
    throw new Error('The file holds no threads of this app. Choose one that was exported here.');
  if (version !== 1)
    throw new Error('The file is of a newer version of this app. Reload the page and try again.');
  const read = threads.filter(isThread);
  if (read.length < threads.length)
    throw new Error(
      `${threads.length - read.length} of ${threads.length} threads in the file are damaged. Nothing was taken in.`,
    );
  return read;
}

/** Questions as headings, `[n]` as footnotes, each with its address and what was checked. */
export function toMarkdown(thread: Thread): string {
  const runs = thread.runs.map(({ question, events }) => foldRun(events, question));
  const title = oneLine(thread.title ?? thread.runs[0]?.question ?? 'Thread');
  const parts = runs.map((run) => {
    const asked = oneLine(run.question);
    return `${asked === title ? '' : `## ${asked}\n\n`}${withFootnotes(run) || remark(run)}${sourceTable(run)}`;
  });
  const notes = new Map(runs.flatMap((run) => run.citations.map(({ n }) => [n, footnote(run, n)])));
  const footnotes = [...notes].sort(([a], [b]) => a - b).map(([, note]) => note);
  const date = new Date(thread.at).toISOString().slice(0, 10);
  const models = [...new Set(runs.map(({ model }) => model).filter(Boolean))].join(', ');
  const about = `_${date}${models ? `, ${models}` : ''}. Checks say whether words stand in the source, not that it is right._`;
  return `${[`# ${title}`, ...parts, footnotes.join('\n'), about].filter(Boolean).join('\n\n')}\n`;
}

/** One answer with its sources below it. */
export function answerToMarkdown(run: RunView): string {
  const numbers = [...new Set(run.citations.map(({ n }) => n))].sort((a, b) => a - b);
  const notes = numbers.map((n) => footnote(run, n)).join('\n');
  return `${withFootnotes(run)}${sourceTable(run)}\n${notes && `\n${notes}\n`}`;
}

function withFootnotes({ answer, citations }: RunView): string {
  return answer.replace(/\[(\d{1,3})\]/g, (mark, n: string) =>
    citations.some((one) => one.n === Number(n)) ? `[^${n}]` : mark,
  );
}

/** What a report cites, and where; '' for any other answer. */
function sourceTable(run: RunView): string {
  const cited = isReport(run) ? citedSources(run) : [];
  if (cited.length === 0) return '';
  const rows = cited.map(({ n, source, sections, found, total }) => {
    const title = oneLine(source?.title ?? 'Unknown source').replaceAll('|', '\\|');
    return `| ${n} | ${title} | ${sections.join(', ')} | ${found} of ${total} |`;
  });
  const head =
    '| No. | Source | Cited in section | Checks that found the words |\n| --- | --- | --- | --- |';
  return `\n\n## Sources\n\n${head}\n${rows.join('\n')}`;
}

function footnote(run: RunView, n: number): string {
  const source = sourceOf(run, n);
  const own = run.citations.filter((one) => one.n === n);
  const verified = own.length > 0 && own.every((one) => one.verified);
  const quote = own.find((one) => one.quote)?.quote;
  const check = verified ? 'found in source' : 'not found in source';
  const words = quote ? ` “${oneLine(quote)}”` : '';
  return `[^${n}]: ${oneLine(source?.title ?? 'Unknown source')}. <${source?.url ?? ''}>${words} (${check})`;
}

function remark({ status, error }: RunView): string {
  return status === 'failed' ? `_No answer: ${error?.message ?? 'it failed'}_` : '_No answer._';
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
