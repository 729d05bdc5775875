/**
 * `npm run eval:pocket`: questions on what Jan-Pocket never saw, through the real app. `--sets one-hop,talk` chooses
 * sets, `--n` how many questions of each, `--report` the file that the report goes to.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AgentEvent } from '../src/contracts';
import { openApp } from './drive';
import { judge, percent, report, type Result } from './eval-report';
import { changeCorpus, readSet, SETS, type SetName, type SetQuestion } from './eval-sets';
import { pick } from './scoring';

interface Arguments {
  count: number;
  sets: SetName[];
  json: boolean;
  file: string;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '200' },
      sets: { type: 'string', default: 'one-hop' },
      json: { type: 'boolean', default: false },
      report: { type: 'string', default: 'tests/eval/pocket-report.md' },
    },
  });
  const count = Number(values.n);
  if (!(Number.isInteger(count) && count > 0)) throw new Error('--n is a whole number above 0.');
  const isSet = (name: string): name is SetName => SETS.some((set) => set === name);
  const sets = values.sets === 'all' ? [...SETS] : values.sets.split(',');
  if (!sets.every(isSet)) throw new Error(`--sets: 'all', or some of ${SETS.join(',')}.`);
  return { count, sets, json: values.json, file: values.report };
}

async function askAll(questions: SetQuestion[], corpus?: string): Promise<Result[]> {
  const results: Result[] = [];
  const app = await openApp({ offline: true, seed: 1, corpus });
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

async function main(): Promise<void> {
  const { count, sets, json, file } = readArguments();
  const results: Result[] = [];
  for (const set of sets) {
    if (set !== 'swapped' && set !== 'removed') {
      results.push(...(await askAll(pick(readSet(set), count))));
      continue;
    }
    const { dir, questions } = await changeCorpus(set);
    try {
      results.push(...(await askAll(pick(questions, count), dir)));
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
