/**
 * `npm run eval:pocket`: questions on what Jan-Pocket never saw, through the real app. `--sets one-hop,talk` chooses
 * sets, `--n` how many questions of each, `--report` the file that the report goes to, `--engine` wllama or webllm.
 * `--agree 20` writes no report: it asks that many questions of the first set on both engines and compares.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AgentEvent } from '../src/contracts';
import { openApp, type DriveOptions } from './drive';
import { judge, percent, report, type Result } from './eval-report';
import { changeCorpus, readSet, SETS, type SetName, type SetQuestion } from './eval-sets';
import { pick } from './scoring';

interface Arguments {
  count: number;
  sets: SetName[];
  json: boolean;
  file: string;
  engine?: string;
  agree: number;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '200' },
      sets: { type: 'string', default: 'one-hop' },
      json: { type: 'boolean', default: false },
      engine: { type: 'string' },
      agree: { type: 'string', default: '0' },
      report: { type: 'string', default: 'tests/eval/pocket-report.md' },
    },
  });
  const count = Number(values.n);
  if (!(Number.isInteger(count) && count > 0)) throw new Error('--n is a whole number above 0.');
  const isSet = (name: string): name is SetName => SETS.some((set) => set === name);
  const sets = values.sets === 'all' ? [...SETS] : values.sets.split(',');
  if (!sets.every(isSet)) throw new Error(`--sets: 'all', or some of ${SETS.join(',')}.`);
  const agree = Number(values.agree);
  if (!(Number.isInteger(agree) && agree >= 0)) throw new Error('--agree is a whole number.');
  const { json, report: file, engine } = values;
  if (engine !== undefined && engine !== 'wllama' && engine !== 'webllm')
    throw new Error('--engine is wllama or webllm.');
  return { count, sets, json, file, engine, agree };
}

async function askAll(
  questions: SetQuestion[],
  options: Pick<DriveOptions, 'corpus' | 'engine'>,
): Promise<Result[]> {
  const results: Result[] = [];
  const app = await openApp({ offline: true, seed: 1, ...options });
  try {
    for (const asked of questions) {
      const events: AgentEvent[] = [];
      const outcome = await app.ask(asked.question, (event) => events.push(event));
      results.push(judge(asked, outcome, events));
      const passed = results.filter((one) => one.passed).length;
      process.stderr.write(
        `\r${asked.set}: ${results.length} of ${questions.length}, ${passed} passed `,
      );
    }
  } finally {
    await app.close();
    process.stderr.write('\n');
  }
  return results;
}

/** The same questions on both engines; what differs is listed. */
async function compareEngines(questions: SetQuestion[]): Promise<void> {
  const one = await askAll(questions, { engine: 'wllama' });
  const other = await askAll(questions, { engine: 'webllm' });
  const differing = one.flatMap(({ asked, outcome }, at) => {
    const there = other[at]?.outcome;
    return there?.answer === outcome.answer
      ? []
      : [`${asked.question}\n  wllama: ${outcome.answer}\n  webllm: ${there?.answer ?? ''}`];
  });
  const asked = [...new Set([...one, ...other].map(({ outcome }) => outcome.engine))].join(', ');
  const same = questions.length - differing.length;
  console.log(`${asked}: ${same} of ${questions.length} answers are the same, word for word.`);
  if (differing.length > 0) console.log(differing.join('\n'));
}

async function main(): Promise<void> {
  const { count, sets, json, file, engine, agree } = readArguments();
  if (agree > 0) {
    const [first] = sets;
    if (first === undefined || first === 'swapped' || first === 'removed')
      throw new Error('--agree takes a set of the shipped corpus.');
    return compareEngines(pick(readSet(first), agree));
  }
  const results: Result[] = [];
  for (const set of sets) {
    if (set !== 'swapped' && set !== 'removed') {
      results.push(...(await askAll(pick(readSet(set), count), { engine })));
      continue;
    }
    const { dir, questions } = await changeCorpus(set);
    try {
      results.push(...(await askAll(pick(questions, count), { corpus: dir, engine })));
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  const passed = results.filter((one) => one.passed).length;
  if (json) {
    const lines = sets.map((set) => {
      const of = results.filter(({ asked }) => asked.set === set);
      return [set, { asked: of.length, passed: of.filter((one) => one.passed).length }];
    });
    console.log(JSON.stringify(Object.fromEntries(lines)));
    return;
  }
  writeFileSync(file, report(results, new Date().toISOString().slice(0, 10)));
  console.log(`${passed} of ${results.length} passed, ${percent(passed, results.length)}: ${file}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
