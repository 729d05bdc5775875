/**
 * `npm run bench app`: how smoothly the page runs while it answers, and how much of each prompt is
 * computed again. Ends with 1 when a limit is passed. Needs an otherwise idle machine.
 */
import { openApp } from './drive';
import { takeLongTasks, watchLongTasks } from './long-tasks';

const questions = [
  'What is the capital of Peru?',
  'What is the chemical symbol of tungsten?',
  'What is the currency of Japan?',
];
const longTaskLimitMs = 50;
const prefillLimit = 1.1;

async function main(): Promise<void> {
  const app = await openApp({ offline: true, seed: 1 });
  const rows = [];
  try {
    await watchLongTasks(app.page);
    // The first run also loads the model; it is not measured.
    await app.ask('What is the capital of Chile?');
    await takeLongTasks(app.page);
    for (const question of questions) {
      const { usage, finish, error } = await app.ask(question);
      if (finish === 'failed') throw new Error(error ?? 'The run failed.');
      const tasks = await takeLongTasks(app.page);
      rows.push({
        question,
        'tokens out': usage.completionTokens,
        'total ms': usage.totalMs,
        'prefilled ÷ final prompt': +(usage.prefilledTokens / usage.finalPromptTokens).toFixed(3),
        'long tasks': tasks.length,
        'longest ms': Math.round(Math.max(0, ...tasks)),
      });
    }
  } finally {
    await app.close();
  }
  console.table(rows);
  const longest = Math.max(...rows.map((row) => row['longest ms']));
  const prefill = Math.max(...rows.map((row) => row['prefilled ÷ final prompt']));
  const verdict = (ok: boolean) => (ok ? 'ok' : 'OVER');
  console.log(
    `longest main-thread task ≤ ${longTaskLimitMs} ms: ${verdict(longest <= longTaskLimitMs)}`,
  );
  console.log(`prefilled ÷ final prompt ≤ ${prefillLimit}: ${verdict(prefill <= prefillLimit)}`);
  if (longest > longTaskLimitMs || prefill > prefillLimit) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
