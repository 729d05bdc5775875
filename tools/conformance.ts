/**
 * `npm run conformance`: the official MCP conformance suite, and the Inspector, against the relay. They
 * need a newer Node than the relay does: all three are installed into .cache/conformance when first used.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../server/config';
import { startRelay } from '../server/relay';
import { corpus } from '../tests/unit/relay-harness';
import { withFixtures } from '../tests/conformance/fixtures';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.cache', 'conformance');
const packages = {
  node: '24.21.0',
  '@modelcontextprotocol/conformance': '0.2.0-alpha.12',
  '@modelcontextprotocol/inspector': '2.12.0',
};
const revisions = ['2025-11-25', '2026-07-28'];

function install(): void {
  const manifest = JSON.stringify({ private: true, dependencies: packages }, null, 2);
  const path = join(folder, 'package.json');
  const done = join(folder, 'installed');
  if (existsSync(done) && readFileSync(done, 'utf8') === manifest) return;
  console.error('Installing the conformance suite and its Node …');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, manifest);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The conformance suite could not be installed.');
  writeFileSync(done, manifest);
}

/** Runs a command of the folder on its Node; resolves with its output and whether it succeeded. */
function run(command: string, args: string[]): Promise<{ ok: boolean; output: string }> {
  const bin = join(folder, 'node_modules', '.bin');
  const child = spawn(join(bin, 'node'), [join(bin, command), ...args], { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

async function conformance(url: string): Promise<boolean> {
  let all = true;
  for (const revision of revisions) {
    const baseline = join(root, 'tests', 'conformance', `expected-failures-${revision}.yml`);
    const args = ['server', '--url', url, '--requirements', revision];
    const { ok, output } = await run('conformance', [...args, '--expected-failures', baseline]);
    console.log(`\n── Conformance to ${revision}\n${output}`);
    all &&= ok;
  }
  return all;
}

async function inspector(url: string): Promise<boolean> {
  const inspect = (...args: string[]) =>
    run('mcp-inspector', ['--cli', url, '--transport', 'http', ...args]);
  const list = await inspect('--method', 'tools/list');
  const call = await inspect(
    ...[
      '--method',
      'tools/call',
      '--tool-name',
      'google_search',
      '--tool-arg',
      'q=capital of Peru',
    ],
  );
  const ok = list.ok && call.ok && list.output.includes('"scrape"') && call.output.includes('Lima');
  console.log(`\n── Inspector lists and calls the tools: ${ok ? 'ok' : 'FAILED'}`);
  if (!ok) console.log(list.output, call.output);
  return ok;
}

install();
const relay = await startRelay({
  config: readConfig({ PORT: '0', RATE_LIMIT_PER_ADDRESS: '0' }),
  backend: corpus,
  corpus,
  log: pino({ level: 'error' }, pino.destination(2)),
  adapt: withFixtures,
});
try {
  const url = `${relay.url}/mcp`;
  const conforms = await conformance(url);
  const inspects = await inspector(url);
  if (!conforms || !inspects) process.exitCode = 1;
} finally {
  await relay.close(0);
}
