/** `npm run eval:pocket`: questions on entities that Jan-Pocket never saw, through the real app. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openApp } from './drive';
import { add, isRight, isVerified, noScore, pick, type EvalQuestion, type Score } from './scoring';

const file = new URL('../tests/eval/pocket-heldout.jsonl', import.meta.url);

function readQuestions(): EvalQuestion[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as EvalQuestion);
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '200' },
      json: { type: 'boolean', default: false },
    },
  });
  const count = Number(values.n);
  if (!(Number.isInteger(count) && count > 0)) throw new Error('--n is a whole number above 0.');
  return { count, json: values.json };
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

function printTable(scores: Map<string, Score>, total: Score): void {
  const row = (name: string, { asked, right, verified, rightAndVerified }: Score) => ({
    attribute: name,
    asked,
    right: percent(right, asked),
    verified: percent(verified, asked),
    'right and verified': percent(rightAndVerified, asked),
  });
  console.table([
    ...[...scores].sort(([a], [b]) => a.localeCompare(b)).map(([name, score]) => row(name, score)),
    row('all', total),
  ]);
}

async function main(): Promise<void> {
  const { count, json } = readArguments();
  const questions = pick(readQuestions(), count);
  const scores = new Map<string, Score>();
  const failures: string[] = [];
  let total = noScore;
  const app = await openApp({ offline: true, seed: 1 });
  try {
    for (const { question, expected, attribute, kind } of questions) {
      const outcome = await app.ask(question);
      const right = isRight(outcome.answer, expected);
      const verified = isVerified(outcome);
      total = add(total, right, verified);
      scores.set(attribute, add(scores.get(attribute) ?? noScore, right, verified));
      if (!right || !verified) {
        const calls = outcome.toolCalls.map(
          ({ name, arguments: args }) => `${name} ${JSON.stringify(args)}`,
        );
        failures.push(
          [
            `${right ? 'not verified' : 'wrong'} (${attribute}, ${kind}): ${question}`,
            `  expected: ${[expected].flat().join(' | ')}`,
            `  answer:   ${outcome.answer || `(${outcome.finish}${outcome.error ? `: ${outcome.error}` : ''})`}`,
            ...calls.map((call) => `  ${call}`),
          ].join('\n'),
        );
      }
      process.stderr.write(
        `\r${total.asked} of ${questions.length}: ${total.rightAndVerified} right and verified `,
      );
    }
  } finally {
    await app.close();
  }
  process.stderr.write('\n');
  if (json) {
    console.log(JSON.stringify(total));
    return;
  }
  printTable(scores, total);
  if (failures.length > 0) console.log(`\n${failures.join('\n\n')}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
