/** `npm run ask -- "question" …`: asks the built app from the command line. */
import { parseArgs } from 'node:util';
import { checkSigns, labelOf, stateOf } from '../src/research/answer-checks';
import type { AgentEvent, Depth } from '../src/contracts';
import { depths } from '../src/research/settings';
import { approvals, approver } from './approvals';
import { openApp } from './drive';
import type { Outcome } from '../src/evaluate/outcome';

const usage = `Usage: npm run ask -- [options] "question" …

  --json          one JSON object a question, a line each, and nothing else on standard output
  --model ID      a model of the catalogue (default: the first)
  --engine NAME   webllm or wllama (default: the model's first)
  --relay URL     a running relay (default: one is started for the question)
  --depth NAME    quick, standard or deep (default: standard)
  --seed N        same seed, same answer
  --approve HOW   calls that a person must allow, such as to an address that nobody named: ask, always or
                  never (default: never)`;

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      model: { type: 'string' },
      engine: { type: 'string' },
      relay: { type: 'string' },
      seed: { type: 'string' },
      depth: { type: 'string' },
      approve: { type: 'string', default: 'never' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { json, model, engine, relay, depth, help } = values;
  if (help) {
    console.log(usage);
    process.exit(0);
  }
  if (positionals.length === 0) throw new Error(usage);
  if (engine !== undefined && engine !== 'webllm' && engine !== 'wllama')
    throw new Error(`--engine is webllm or wllama.\n\n${usage}`);
  if (depth !== undefined && !depths.includes(depth as Depth))
    throw new Error(`--depth is ${depths.join(', ')}.\n\n${usage}`);
  if (relay !== undefined && !/^https?:/.test(relay))
    throw new Error(`--relay is an address like http://localhost:8787.\n\n${usage}`);
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
    throw new Error(`--seed is a whole number from 0 to 4294967295.\n\n${usage}`);
  const mode = approvals.find((one) => one === values.approve);
  if (!mode) throw new Error(`--approve is ${approvals.join(', ')}.\n\n${usage}`);
  const options = { model, engine, relay, seed, depth, approve: approver(mode) };
  return { json, questions: positionals, options };
}

/** One line on standard error for each thing that happened. */
function report(event: AgentEvent): void {
  switch (event.type) {
    case 'run-started':
      console.error(`\n? ${event.question}  (${event.model}, ${event.engine})`);
      break;
    case 'tool-call-proposed':
      console.error(`→ ${event.name} ${JSON.stringify(event.arguments)}`);
      break;
    case 'tool-finished': {
      const ms = Math.round(event.ms);
      console.error(event.ok ? `← ${event.sources.length} sources, ${ms} ms` : '← failed');
      for (const { n, title, url } of event.sources) console.error(`  ${n}. ${title} — ${url}`);
      break;
    }
    case 'generation-finished':
      console.error(
        `  ${event.usage.completionTokens} tokens; prompt ${event.usage.promptTokens}, ` +
          `${event.usage.reusedTokens} of it reused`,
      );
      break;
    default:
  }
}

function print({ answer, citations, finish, error }: Outcome): void {
  if (finish !== 'answered') console.error(`! ${finish}${error ? `: ${error}` : ''}`);
  if (answer) console.log(`\n${answer}\n`);
  for (const citation of citations) {
    const { n, title, url, quote, attributed } = citation;
    const sign = checkSigns[stateOf(citation)];
    const by = attributed ? ', found by the app' : '';
    console.log(`[${n}] ${sign} ${labelOf(citation)}${by} ${title} — ${url}`);
    if (quote) console.log(`    “${quote}”`);
  }
}

async function main(): Promise<void> {
  const { json, questions, options } = readArguments();
  const app = await openApp(options);
  try {
    for (const question of questions) {
      const outcome = await app.ask(question, json ? undefined : report);
      if (json) console.log(JSON.stringify(outcome));
      else print(outcome);
      if (outcome.finish !== 'answered') process.exitCode = 1;
    }
  } finally {
    await app.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
