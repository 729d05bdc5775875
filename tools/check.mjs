/** `npm run check`: everything that needs no run of the program. Goes on after a failure. */
import { runSteps } from './steps.mjs';

const failed = await runSteps([
  { name: 'Formatting', command: ['prettier', '--check', '.'] },
  { name: 'Types: app', command: ['svelte-check', '--tsconfig', 'tsconfig.app.json'] },
  {
    name: 'Types: workers, relay, tests',
    command: ['tsc', '-b', 'tsconfig.worker.json', 'tsconfig.server.json', 'tsconfig.test.json'],
  },
  {
    name: 'Lint',
    command: [
      'eslint',
      '.',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      '.cache/eslint/',
    ],
  },
  { name: 'Unused files, exports and packages', command: ['knip'] },
]);

process.exitCode = failed.length === 0 ? 0 : 1;
