/** What an evaluation found: JSON, Markdown, and a page of HTML that needs nothing else. */
import { figures, gradeLabel, published, type Figures, type Share } from './figures';
import type { Grade } from './grade';
import type { Manifest } from './manifest';
import type { Row } from './rows';

const grades: readonly Grade[] = ['A', 'B', 'C'];
const PUBLISHED =
  'Published by the makers of Jan-Nano, in its documentation (432 questions) and its technical report (arXiv:2506.22760): SimpleQA with tools over MCP. Not measured here, and on other questions.';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const interval = ({ count, of, share, low, high }: Share) =>
  of === 0 ? '–' : `${percent(share)} (${percent(low)} to ${percent(high)}), ${count} of ${of}`;

/** The files of a report by their names; `manifests` are those of the files that the rows come from. */
export function reportFiles(
  rows: readonly Row[],
  manifests: readonly Manifest[],
): Record<'report.json' | 'report.md' | 'report.html', string> {
  const found = figures(rows);
  const graded = [...new Set(rows.map(({ gradedBy }) => gradedBy))];
  const json = { figures: found, graded, published, publishedNote: PUBLISHED, manifests };
  return {
    'report.json': `${JSON.stringify(json, null, 1)}\n`,
    'report.md': markdown(found, graded, manifests),
    'report.html': html(found, graded, rows, manifests),
  };
}

export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

type Line = [label: string, value: (one: Figures) => string];
const lines: Line[] = [
  ['Model', ({ model }) => model],
  ['Questions', ({ questions }) => String(questions)],
  ...grades.map((grade): Line => [gradeLabel(grade), (one) => interval(one.grades[grade])]),
  ['correct, of those attempted', ({ correctOfAttempted }) => interval(correctOfAttempted)],
  ['answers with every citation verified', ({ verified }) => interval(verified)],
  ['citations verified', ({ citations }) => interval(citations)],
  ['runs that failed', ({ failed }) => String(failed)],
  ['seconds, median', ({ median }) => median.seconds.toFixed(1)],
  ['tool calls, median', ({ median }) => String(median.toolCalls)],
  ['tokens read, median', ({ median }) => String(median.read)],
  ['tokens reused, median', ({ median }) => String(median.reused)],
  ['tokens written, median', ({ median }) => String(median.written)],
  ['searches (one search credit each)', ({ searches }) => String(searches)],
  ['pages read', ({ pagesRead }) => String(pagesRead)],
];

const METHOD = (graded: string[]) =>
  `Graded by ${graded.join(', ')}. Intervals are Wilson’s at 95 %: they say how far the sample may be from all questions, and nothing else.`;

function markdown(
  found: readonly Figures[],
  graded: string[],
  manifests: readonly Manifest[],
): string {
  const rows = lines.map(([label, value]) => [label, ...found.map(value)]);
  return [
    '# Evaluation',
    METHOD(graded),
    table(['', ...found.map(({ name }) => name)], rows),
    '## Published figures',
    PUBLISHED,
    table(
      ['published', 'correct'],
      published.map(({ name, share }) => [name, percent(share)]),
    ),
    ...manifests.flatMap((manifest) => [
      `## Manifest ${manifest.identity}`,
      `Commit ${manifest.commit}, ${manifest.date}. The same manifest at temperature 0 gives the same answers.`,
      `\`\`\`json\n${JSON.stringify(manifest, null, 1)}\n\`\`\``,
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Answers and pages are others' words. */
function escape(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (mark) => marks[mark]!);
}

const WIDTH = 620;
/** Where the bars begin: to the left stand their names. */
const LEFT = 285;
const BAR = 26;

/** One bar a line from 0 to 100 %, with its interval as a whisker. */
export function bars(
  title: string,
  entries: readonly { name: string; share: number; low?: number; high?: number; kind: string }[],
): string {
  const x = (share: number) => (LEFT + share * (WIDTH - LEFT - 60)).toFixed(1);
  const drawn = entries.map(({ name, share, low, high, kind }, index) => {
    const y = 30 + index * BAR;
    const whisker =
      low === undefined || high === undefined
        ? ''
        : `<path class="whisker" d="M${x(low)} ${y + 8}H${x(high)}M${x(low)} ${y + 4}v8M${x(high)} ${y + 4}v8"/>`;
    return [
      `<text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${escape(name)}</text>`,
      `<rect class="${kind}" x="${LEFT}" y="${y}" width="${(Number(x(share)) - LEFT).toFixed(1)}" height="16" rx="3"/>`,
      whisker,
      `<text x="${WIDTH - 52}" y="${y + 12}">${percent(share)}</text>`,
    ].join('');
  });
  const height = 36 + entries.length * BAR;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}"><text class="title" x="0" y="16">${escape(title)}</text>${drawn.join('')}</svg>`;
}

const STYLE = `:root{color-scheme:light dark;--ink:light-dark(#1d1c1a,#e8e6e1);--soft:light-dark(#6b6860,#a09c92);--line:light-dark(#dedbd3,#3b3934);--paper:light-dark(#fbfaf7,#1b1a18);--good:#2f8f6b;--pub:#8a8fa8}
*{box-sizing:border-box}body{max-width:860px;margin:0 auto;padding:24px 16px 64px;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1,h2{line-height:1.2;margin:1.6em 0 .5em}p.soft,figcaption,td.soft{color:var(--soft);font-size:.9rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}td,th{padding:5px 14px 5px 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
svg{width:100%;max-width:${WIDTH}px;display:block;margin:12px 0;font:13px system-ui,sans-serif}svg text{fill:currentcolor}svg .title{font-weight:600}svg .ours{fill:var(--good)}svg .published{fill:var(--pub)}.whisker{fill:none;stroke:currentcolor;stroke-width:1.5}
details{border-bottom:1px solid var(--line)}summary{padding:8px 0;cursor:pointer}summary b{display:inline-block;min-width:7.5em;font-weight:600}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0 12px;padding:10px 12px;border-left:3px solid var(--line);font-size:.8125rem}pre.model{border-color:var(--good)}`;

function html(
  found: readonly Figures[],
  graded: string[],
  rows: readonly Row[],
  manifests: readonly Manifest[],
): string {
  const ours = found.map(({ name, grades: { A } }) => ({ name, ...A, kind: 'ours' }));
  const theirs = published.map(({ name, share }) => ({ name, share, kind: 'published' }));
  const verified = found.map(({ name, verified: one }) => ({ name, ...one, kind: 'ours' }));
  const cells = (one: Figures[]) =>
    lines.map(
      ([label, value]) =>
        `<tr><th scope="row">${escape(label)}</th>${one.map((each) => `<td>${escape(value(each))}</td>`).join('')}</tr>`,
    );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>Evaluation</title><style>${STYLE}</style><h1>Evaluation</h1><p>${escape(METHOD(graded))}</p>`,
    `<figure style="margin:0">${bars('Correct', ours)}</figure>`,
    `<figure style="margin:0">${bars('Every citation verified', verified)}</figure>`,
    `<figure style="margin:0">${bars('Published, for comparison', theirs)}<figcaption>${escape(PUBLISHED)}</figcaption></figure>`,
    `<h2>Figures</h2><div class="wide"><table><tr><td></td>${found.map(({ name }) => `<th scope="col">${escape(name)}</th>`).join('')}</tr>${cells([...found]).join('')}</table></div>`,
    `<h2>Every question</h2>${rows.map(details).join('\n')}`,
    `<h2>Manifest</h2>${manifests.map((one) => `<pre>${escape(JSON.stringify(one, null, 1))}</pre>`).join('')}`,
    '</html>\n',
  ].join('\n');
}

function details(row: Row): string {
  const { outcome } = row;
  const parts = row.transcript.map(({ by, text }) => `<pre class="${by}">${escape(text)}</pre>`);
  const facts = [
    row.engine,
    row.quantisation,
    `${(outcome.usage.totalMs / 1000).toFixed(1)} s`,
    `${outcome.toolCalls.length} calls`,
  ].join(' · ');
  return `<details><summary><b>${gradeLabel(row.grade)}</b> ${escape(row.question)}</summary><p class="soft">${escape(facts)}</p><p>Expected: ${escape(row.expected.join(' | '))}<br>Answer: ${escape(outcome.answer || '–')}${outcome.error ? `<br>Error: ${escape(outcome.error)}` : ''}</p>${parts.join('')}</details>`;
}
