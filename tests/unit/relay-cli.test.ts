import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as ClientOf2025 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioOf2025 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { settings, settingsTable } from '../../server/settings';

const root = join(import.meta.dirname, '../..');
const command = join(root, 'server', 'jan-nano-relay.mjs');
const wrapped = join(root, 'tests', 'fakes', 'wrapped-server.mjs');
const env = { PATH: process.env['PATH'] ?? '', PORT: '0' };

async function run(...args: string[]) {
  const child = spawn(process.execPath, [command, ...args], { env });
  const [out, error, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { out, error, code };
}

describe('jan-nano-relay', () => {
  it('is what the package offers as a command', async () => {
    const { bin } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    expect(join(root, bin['jan-nano-relay']!)).toBe(command);
  });

  it('explains itself and every setting', async () => {
    const { out, error, code } = await run('--help');
    expect([code, error]).toEqual([0, '']);
    for (const option of ['--stdio', '--wrap "COMMAND"', '--help']) expect(out).toContain(option);
    for (const { name } of settings()) expect(out).toContain(`\n  ${name} `);
  });

  it('refuses what it does not know, in one line', async () => {
    const { out, error, code } = await run('--port', '80');
    expect([code, out]).toEqual([1, '']);
    expect(error).toMatch(/^Cannot start: Unknown option '--port'.* See --help\.\n$/);
  });

  it('speaks MCP over stdio, and writes nothing else there', async () => {
    const client = new Client(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: 'auto' } },
    );
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [command, '--stdio'],
      env: { ...env, LOG_LEVEL: 'debug' },
      stderr: 'pipe',
    });
    const errors: Error[] = [];
    client.onerror = (error) => errors.push(error);
    await client.connect(transport);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['google_search', 'scrape']);
    const found = await client.callTool({ name: 'google_search', arguments: { q: 'Peru' } });
    expect(JSON.stringify(found.structuredContent)).toContain('Lima');
    await client.close();
    expect(errors).toEqual([]);
  });

  it('speaks it to a client of 2025, also for a server that it wraps', async () => {
    const client = new ClientOf2025({ name: 'old', version: '1' });
    const wrap = `"${process.execPath}" "${wrapped}"`;
    const args = [command, '--stdio', '--wrap', wrap];
    await client.connect(new StdioOf2025({ command: process.execPath, args, env }));
    const called = await client.callTool({ name: 'echo', arguments: { text: 'through' } });
    expect(called.content).toEqual([{ type: 'text', text: 'through' }]);
    await client.close();
  });
});

describe('the settings', () => {
  it('stand in the README as the schema has them', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const options = await resolveConfig(join(root, 'README.md'));
    const table = await format(settingsTable(), { ...options, parser: 'markdown' });
    expect(readme, 'Bring it up to date with: npx tsx tools/settings-table.ts').toContain(table);
  });

  it('show paths of the project, not of this machine', () => {
    const defaults = new Map(settings().map(({ name, fallback }) => [name, fallback]));
    expect(defaults.get('STATIC_DIR')).toBe('dist');
    expect(defaults.get('CORPUS_DIR')).toBe('public/corpus');
    expect(defaults.get('PORT')).toBe('8787');
  });
});
