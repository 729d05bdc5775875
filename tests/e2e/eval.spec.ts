import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Row } from '../../src/evaluate/rows';
import { chromiumFlags, ensureChromium } from '../../tools/ensure-chromium.mjs';

/** `npm run eval` as a person runs it: the real app, model and corpus; killed, and run again. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const csv = [
  'metadata,problem,answer',
  '{},What is the capital of Peru?,Lima',
  '{},What is the capital of Chile?,Santiago',
  '{},What is the chemical symbol of tungsten?,W',
  '',
].join('\n');

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eval-'));
  writeFileSync(join(folder, 'questions.csv'), csv);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(out: string, ...more: string[]) {
  const questions = join(folder, 'questions.csv');
  const args = [
    '--import',
    'tsx',
    'tools/eval.ts',
    '--questions',
    questions,
    '--out',
    out,
    ...more,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  return { child, said: () => said };
}

async function complete(out: string, ...more: string[]): Promise<string> {
  const { child, said } = start(out, ...more);
  await once(child, 'close');
  expect(child.exitCode, said()).toBe(0);
  return said();
}

const lines = (out: string) =>
  existsSync(join(out, 'rows.jsonl'))
    ? readFileSync(join(out, 'rows.jsonl'), 'utf8').split('\n').filter(Boolean)
    : [];
const rows = (out: string) => lines(out).map((line) => JSON.parse(line) as Row);

test('a killed evaluation goes on without repeating a row, and its answers are those of another', async () => {
  test.setTimeout(300_000);
  const out = join(folder, 'killed');
  const { child, said } = start(out);
  await expect
    .poll(() => lines(out).length, { message: said(), timeout: 120_000 })
    .toBeGreaterThan(0);
  child.kill('SIGKILL');
  await once(child, 'close');
  const before = lines(out);
  expect(before.length).toBeLessThan(3);

  const summary = await complete(out);
  expect(summary).toMatch(/of 3 correct/);
  expect(lines(out).slice(0, before.length)).toEqual(before);
  expect(new Set(rows(out).map(({ id }) => id)).size).toBe(3);
  expect(rows(out)).toHaveLength(3);
  for (const name of ['report.json', 'report.md', 'report.html', 'manifest.json'])
    expect(existsSync(join(out, name)), name).toBe(true);

  // Two tabs are no other evaluation.
  const other = join(folder, 'other');
  await complete(other, '--tabs', '2');
  const identity = (one: string) =>
    (JSON.parse(readFileSync(join(one, 'manifest.json'), 'utf8')) as { identity: string }).identity;
  expect(identity(other)).toBe(identity(out));
  const answers = (one: string) =>
    rows(one)
      .map(({ id, outcome }) => [id, outcome.answer])
      .sort();
  expect(answers(other)).toEqual(answers(out));

  // Another seed is one: its rows must not mix with these.
  const { child: wrong, said: why } = start(out, '--seed', '2', '--sample', '2');
  await once(wrong, 'close');
  expect(wrong.exitCode).toBe(1);
  expect(why()).toMatch(/holds another evaluation/);
  expect(rows(out)).toHaveLength(3);
});

test('a Chrome of one’s own is opened, or one that runs is used with its own models', async ({
  baseURL,
}) => {
  test.setTimeout(240_000);
  // As a window would; this machine has no screen.
  const chrome = join(folder, 'chrome');
  writeFileSync(
    chrome,
    `#!/bin/sh\nexec ${ensureChromium()} --headless ${chromiumFlags.join(' ')} "$@"\n`,
  );
  chmodSync(chrome, 0o755);
  const opened = join(folder, 'opened');
  await complete(opened, '--chrome', chrome, '--sample', '1');
  expect(rows(opened)).toMatchObject([{ engine: 'wllama', outcome: { finish: 'answered' } }]);

  const profile = join(folder, 'profile');
  const running = spawn(chrome, ['--remote-debugging-port=0', `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    let said = '';
    running.stderr.on('data', (part: Buffer) => (said += part.toString()));
    await expect.poll(() => said).toMatch(/DevTools listening on ws:/);
    const [, address = ''] = /listening on (ws:\S+)/.exec(said) ?? [];
    const connected = join(folder, 'connected');
    await complete(connected, '--connect', address, '--app', baseURL!, '--sample', '1');
    expect(rows(connected).map(({ outcome }) => outcome.answer)).toEqual(
      rows(opened).map(({ outcome }) => outcome.answer),
    );
    // It is the person's own, and stays.
    expect(running.exitCode).toBeNull();
  } finally {
    running.kill();
    await once(running, 'close');
  }
});
