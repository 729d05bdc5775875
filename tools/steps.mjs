/** Runs the command-line tools of node_modules one after another, their output as it comes. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The script behind a command, so that it runs the same on every platform, without a shell.
 * @param {string} command A command of node_modules/.bin.
 */
function binOf(command) {
  const name = { tsc: 'typescript' }[command] ?? command;
  const path = join(root, 'node_modules', name, 'package.json');
  const { bin } = JSON.parse(readFileSync(path, 'utf8'));
  return join(dirname(path), typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs one tool; resolves with whether it succeeded.
 * @param {string[]} command The tool and its arguments.
 * @param {{ quiet?: boolean }} [options] Quiet keeps standard output free: it may carry data.
 * @returns {Promise<boolean>}
 */
export function runTool([name = '', ...args], { quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [binOf(name), ...args], {
      cwd: root,
      stdio: quiet ? ['ignore', process.stderr.fd, process.stderr.fd] : 'inherit',
    });
    child.on('exit', (code) => resolve(code === 0));
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
  });
}

/**
 * Runs every step, also after one has failed, and returns the names of those that failed.
 * @param {{ name: string, command: string[] }[]} steps
 */
export async function runSteps(steps) {
  const failed = [];
  for (const { name, command } of steps) {
    console.log(`\n── ${name}: ${command.join(' ')}`);
    if (!(await runTool(command))) failed.push(name);
  }
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
  return failed;
}
