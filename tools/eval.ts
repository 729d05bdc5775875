/**
 * `npm run eval`: asks the real app questions from a file and writes each answer as it comes, so that an evaluation
 * that was interrupted goes on where it stopped.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AgentEvent, Depth, EngineId } from '../src/contracts';
import { figures } from '../src/evaluate/figures';
import { gradeByJudge, gradeOffline, type Judge } from '../src/evaluate/grade';
import type { Manifest } from '../src/evaluate/manifest';
import { parseQuestions, sample, type AskedQuestion } from '../src/evaluate/questions';
import { reportFiles } from '../src/evaluate/report';
import { openQuestions, rowOf } from '../src/evaluate/rows';
import { depths } from '../src/research/settings';
import { openTabs, type App } from './drive';
import { digestOf, makeManifest } from './eval-manifest';
import { appendRow, readRows } from './eval-rows';

const usage = `Usage: npm run eval -- --questions FILE [options]
       npm run eval -- --report ROWS.jsonl … [--out DIR]

  --questions FILE   CSV or JSONL with a question and its answer; SimpleQA's own file as it is
  --sample N         how many questions are drawn (default: all)
  --seed S           which are drawn, and the model's seed (default: 1)
  --model ID         a model of the catalogue or of the browser's store; with openai the server's name for it
  --engine NAME      webllm, wllama or openai; several with commas between (default: wllama)
  --server URL       the model server of openai, such as http://localhost:8000/v1; LLM_API_KEY is its key
  --tools WHERE      offline (the corpus), web (as the environment says) or a relay's address (default: offline)
  --depth NAME       quick, standard or deep (default: standard)
  --tabs N           how many questions at the same time (default: 1)
  --out DIR          rows, manifest and report; an evaluation that is there goes on (default: .cache/eval)
  --judge URL        who grades, such as http://localhost:8000/v1; JUDGE_API_KEY is its key (default: words alone)
  --judge-model NAME
  --chrome PATH      your own Chrome in a window, with its GPU
  --connect URL      a Chrome that runs with --remote-debugging-port, such as http://localhost:9222
  --app URL          an app that runs already, with the models that your Chrome has stored for it`;

const engineIds: readonly EngineId[] = ['webllm', 'wllama', 'openai'];

function fail(message: string): never {
  throw new Error(`${message}\n\n${usage}`);
}

function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    fail(`--${name} is a whole number from ${least}.`);
  return value;
}

function readArguments() {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ questions: text, sample: text, seed: text, model: text, engine: text, server: text },
      ...{ tools: text, depth: text, tabs: text, out: text, judge: text, 'judge-model': text },
      ...{ chrome: text, connect: text, app: text, report: { type: 'boolean' } },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const out = values.out ?? '.cache/eval';
  if (values.report) return { report: positionals, out };
  if (positionals.length > 0) fail(`What is “${positionals.join(' ')}”?`);
  if (!values.questions) fail('--questions is missing.');
  if (!existsSync(values.questions)) fail(`There is no file ${values.questions}.`);
  const engines = (values.engine ?? 'wllama').split(',') as EngineId[];
  if (!engines.every((one) => engineIds.includes(one)))
    fail(`--engine is ${engineIds.join(', ')}.`);
  if (engines.includes('openai') !== Boolean(values.server))
    fail('--engine openai and --server belong together.');
  const depth = values.depth ?? 'standard';
  if (!depths.includes(depth as Depth)) fail(`--depth is ${depths.join(', ')}.`);
  const tools = values.tools ?? 'offline';
  if (tools !== 'offline' && tools !== 'web' && !URL.canParse(tools))
    fail('--tools is offline, web or an address.');
  for (const key of ['server', 'judge', 'connect', 'app'] as const)
    if (values[key] !== undefined && !URL.canParse(values[key])) fail(`--${key} is an address.`);
  if (Boolean(values.judge) !== Boolean(values['judge-model']))
    fail('--judge and --judge-model belong together.');
  if (values.app && values.server) fail('--server is that of the app at --app: leave it out.');
  const judge: Judge | undefined = values.judge
    ? {
        baseUrl: values.judge,
        model: values['judge-model']!,
        apiKey: process.env['JUDGE_API_KEY'],
      }
    : undefined;
  const { questions, model = '', server, chrome, connect, app } = values;
  return {
    ...{ questions, engines, depth, tools, model, server, chrome, connect, app, judge, out },
    count: wholeNumber('sample', values.sample, 1),
    seed: wholeNumber('seed', values.seed, 0) ?? 1,
    tabs: wholeNumber('tabs', values.tabs, 1) ?? 1,
  };
}

type Evaluation = Exclude<ReturnType<typeof readArguments>, { report: string[] }>;

async function evaluate(given: Evaluation): Promise<void> {
  const all = await parseQuestions(given.questions, readFileSync(given.questions, 'utf8'));
  const asked = sample(all, given.count ?? all.length, given.seed);
  mkdirSync(given.out, { recursive: true });
  const file = join(given.out, 'rows.jsonl');
  let manifest: Manifest | undefined;
  for (const engine of given.engines) {
    const open = openQuestions(asked, readRows(file), engine);
    if (open.length === 0 && existsSync(join(given.out, 'manifest.json'))) {
      checkManifest(given, asked.length, all.length);
      continue;
    }
    const tabs = await openTabs(Math.min(given.tabs, Math.max(1, open.length)), {
      engine,
      seed: given.seed,
      depth: given.depth,
      offline: given.tools === 'offline',
      ...(given.model ? { model: given.model } : {}),
      ...(URL.canParse(given.tools) ? { relay: given.tools } : {}),
      ...(given.server ? { settings: { LLM_BASE_URL: given.server } } : {}),
      ...{ chrome: given.chrome, connect: given.connect, app: given.app },
    });
    try {
      manifest ??= checkManifest(given, asked.length, all.length, tabs.version);
      await askAll({ given, open, tabs: tabs.apps, engine, manifest, file });
    } finally {
      await tabs.close();
    }
  }
  report([file], given.out);
}

/**
 * The one of this evaluation. Throws where the folder holds an evaluation of something else.
 *
 * @param chromium its version; without it, where nothing is left to ask, that of the rows which are there.
 */
function checkManifest(given: Evaluation, count: number, of: number, chromium?: string): Manifest {
  const path = join(given.out, 'manifest.json');
  const before = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest)
    : undefined;
  const manifest = makeManifest(
    {
      questions: { sha256: digestOf(given.questions), sample: count, of },
      seed: given.seed,
      engines: given.engines,
      model: given.model,
      depth: given.depth,
      tools: given.tools,
      server: given.server,
      grader: given.judge ? `${given.judge.model} at ${given.judge.baseUrl}` : 'words',
    },
    chromium ?? before?.versions['chromium'] ?? '',
  );
  if (!before) {
    writeFileSync(path, `${JSON.stringify(manifest, null, 1)}\n`);
    return manifest;
  }
  if (before.identity === manifest.identity) return before;
  throw new Error(
    `${given.out} holds another evaluation (${before.identity}, this is ${manifest.identity}): other questions, ` +
      'settings, weights or versions. Take another --out, or delete the folder.',
  );
}

interface Work {
  given: Evaluation;
  open: AskedQuestion[];
  tabs: App[];
  engine: EngineId;
  manifest: Manifest;
  file: string;
}

/** Each tab takes the next question as soon as it is free. */
async function askAll({ given, open, tabs, engine, manifest, file }: Work): Promise<void> {
  const waiting = [...open];
  let done = 0;
  const quantisation = manifest.weights[engine]?.quantisation ?? 'unknown';
  const work = async (app: App): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const events: AgentEvent[] = [];
      await app.ask(next.question, (event) => events.push(event));
      const { judge } = given;
      const row = await rowOf(next, events, {
        engine,
        quantisation,
        gradedBy: judge ? judge.model : 'words',
        grade: (outcome) =>
          judge ? gradeByJudge(next, outcome, judge) : gradeOffline(next, outcome),
      });
      appendRow(file, row);
      done += 1;
      process.stderr.write(`\r${engine}: ${done} of ${open.length} `);
    }
  };
  await Promise.all(tabs.map(work)).finally(() => process.stderr.write('\n'));
}

function report(files: string[], out: string): void {
  const rows = files.flatMap((file) => {
    if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
    return readRows(file);
  });
  if (rows.length === 0) throw new Error('There are no rows to report.');
  const manifests = files
    .map((file) => join(dirname(file), 'manifest.json'))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Manifest);
  mkdirSync(out, { recursive: true });
  for (const [name, text] of Object.entries(reportFiles(rows, manifests)))
    writeFileSync(join(out, name), text);
  for (const { name, grades, questions } of figures(rows)) {
    console.log(
      `${name}: ${grades.A.count} of ${questions} correct, ${grades.C.count} not attempted`,
    );
  }
  console.log(join(out, 'report.html'));
}

async function main(): Promise<void> {
  const given = readArguments();
  if (given.report) report(given.report, given.out);
  else await evaluate(given);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
