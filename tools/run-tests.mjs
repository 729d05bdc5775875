/**
 * `npm test`: everything that CI runs, the fast parts first. Goes on after a failure, so that one run
 * tells everything, and ends with one line: `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.mjs';
import { root, runTool } from './steps.mjs';

const reports = join(root, '.cache', 'tests');
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');
const total = { passed: 0, failed: 0 };

/** @param {string} title */
function heading(title) {
  console.log(`\n═══ ${title}`);
}

/**
 * @param {boolean} ok Whether the tool itself succeeded.
 * @param {{ passed: number, failed: number }} counts
 */
function add(ok, counts) {
  total.passed += counts.passed;
  // A tool that ends badly without naming a failed test is a failure of its own.
  total.failed += ok ? counts.failed : Math.max(1, counts.failed);
}

/** @param {string} path */
function read(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** @param {string} title @param {string[]} command */
async function step(title, command) {
  heading(title);
  const ok = await runTool(command);
  add(ok, { passed: ok ? 1 : 0, failed: 0 });
  return ok;
}

function check() {
  heading('Check');
  const script = join(root, 'tools', 'check.mjs');
  const { status } = spawnSync(process.execPath, [script], { cwd: root, stdio: 'inherit' });
  add(status === 0, { passed: status === 0 ? 1 : 0, failed: 0 });
}

async function unit() {
  heading('Unit tests');
  const ok = await runTool([
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ]);
  const report = read(unitReport);
  add(ok, { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 });
}

async function e2e() {
  heading('End-to-end tests');
  try {
    ensureChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    add(false, { passed: 0, failed: 1 });
    return;
  }
  const ok = await runTool(['playwright', 'test']);
  const stats = read(e2eReport)?.stats;
  // Skipped tests and flaky ones prove nothing, so they count as failed.
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats ?? {};
  add(ok, { passed: expected, failed: unexpected + flaky + skipped });
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

check();
await unit();
if (await step('Build', ['vite', 'build'])) {
  await step('Size of the first paint', ['size-limit']);
  await e2e();
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
