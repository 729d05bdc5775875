import { parseArgsStringToArgv } from 'string-argv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { say } from '../../src/i18n/area';
import { importServers, type Terminal } from '../../src/research/mcp-import';
import type { McpServer } from '../../src/research/mcp-servers';

const page = 'http://localhost:8787';

describe('importing mcpServers', () => {
  const read = (value: object, existing: McpServer[] = []) =>
    importServers(JSON.stringify(value), { existing, page });

  it.each([
    ['Jan and Claude', { mcpServers: { docs: { type: 'http', url: 'https://a.org/mcp' } } }],
    ['VS Code', { servers: { docs: { type: 'http', url: 'https://a.org/mcp' } } }],
    ['VS Code settings', { mcp: { servers: { docs: { url: 'https://a.org/mcp' } } } }],
    ['Windsurf', { mcpServers: { docs: { serverUrl: 'https://a.org/mcp' } } }],
    ['Gemini', { mcpServers: { docs: { httpUrl: 'https://a.org/mcp' } } }],
    ['the list alone', { docs: { url: 'https://a.org/mcp' } }],
  ])('reads the form of %s', (_who, value) => {
    const { servers, commands, remarks } = read(value);
    expect(servers).toMatchObject([{ name: 'docs', url: 'https://a.org/mcp' }]);
    expect([commands, remarks]).toEqual([[], []]);
  });

  it('keeps secrets, and asks for those that only stand for one', () => {
    const headers = { Authorization: 'Bearer abc', 'X-Team': 'blue', 'X-Key': '${input:key}' };
    const { servers, remarks } = read({
      mcpServers: { 'My docs!': { url: 'https://a.org/', headers, disabled: true } },
    });
    expect(servers).toEqual([
      {
        id: expect.any(String) as string,
        name: 'My-docs',
        url: 'https://a.org/',
        token: 'abc',
        headers: { 'X-Team': 'blue' },
        off: true,
      },
    ]);
    expect(remarks.map(say)).toEqual([
      'My docs!: it needs your own value for X-Key. Edit it to add it.',
    ]);
  });

  it('says what it left out', () => {
    const there: McpServer = { id: 'a', name: 'there', url: 'https://a.org/mcp' };
    const { servers, remarks } = read(
      {
        mcpServers: {
          old: { type: 'sse', url: 'https://b.org/sse' },
          again: { url: 'https://a.org/mcp' },
          odd: { url: 'nowhere' },
          empty: {},
        },
      },
      [there],
    );
    expect(servers).toEqual([]);
    expect(remarks.map(say)).toEqual([
      'old: it speaks the old SSE transport. Ask for its streamable HTTP address.',
      'again: a server with this address is there already.',
      'odd: nowhere is no address of a server.',
      'empty: it has neither an address nor a command.',
    ]);
  });

  it('has the relay’s line for a command, without its secrets', () => {
    const serper = {
      command: 'npx',
      args: ['-y', 'serper-search-scrape-mcp-server'],
      env: { SERPER_API_KEY: 'very-secret' },
    };
    const { commands, servers } = read({
      mcpServers: { serper, fs: { command: 'node', args: ['my server.js'] } },
    });
    expect(servers).toEqual([]);
    expect(commands).toEqual([
      {
        name: 'serper',
        line: `PORT=8788 SERPER_API_KEY=… npx jan-nano-relay --wrap 'npx -y serper-search-scrape-mcp-server'`,
        address: 'http://localhost:8788/mcp',
      },
      {
        name: 'fs',
        line: `PORT=8789 npx jan-nano-relay --wrap 'node "my server.js"'`,
        address: 'http://localhost:8789/mcp',
      },
    ]);
    const elsewhere = importServers(JSON.stringify({ a: serper }), {
      existing: [],
      page: 'https://app.org',
    });
    expect(elsewhere.commands[0]?.line).toContain('ALLOWED_ORIGINS=https://app.org');
  });

  it('has it in a form for PowerShell', () => {
    const fs = { command: 'node', args: ["it's ‘here’"], env: { 'API-KEY': 'very-secret' } };
    const windows = (origin: string, value: object) =>
      importServers(JSON.stringify(value), { existing: [], page: origin, terminal: 'powershell' })
        .commands;
    expect(windows(page, { fs })).toEqual([
      {
        name: 'fs',
        line: `$env:PORT='8788'; $env:API_KEY='…'; $env:WRAP_COMMAND='node "it''s ‘‘here’’"'; npx jan-nano-relay`,
        address: 'http://localhost:8788/mcp',
      },
    ]);
    expect(windows('https://app.org', { fs })[0]?.line).toContain(
      `$env:ALLOWED_ORIGINS='https://app.org'; `,
    );
  });

  /** What a shell makes of the single quotes around the command. */
  const shells: Record<Terminal, (line: string) => string> = {
    posix: (line) => /--wrap '([\s\S]*)'$/.exec(line)![1]!.replaceAll(String.raw`'\''`, "'"),
    // A quote ends the text, of whichever kind it is, but for two in a row.
    powershell: (line) => {
      const quotes = /WRAP_COMMAND='((?:[^'‘’‚‛]|(['‘’‚‛])\2)*)'; npx/;
      return quotes.exec(line)![1]!.replace(/(['‘’‚‛])\1/g, '$1');
    },
  };
  it.each(['posix', 'powershell'] as const)(
    'quotes words as the relay splits them: %s',
    (terminal) => {
      const unit = fc.oneof(
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
        fc.constantFrom('"', "'", '‘', '’', '$', '`', ' '),
      );
      fc.assert(
        fc.property(fc.array(fc.string({ unit, minLength: 1 }), { minLength: 1 }), (args) => {
          const text = JSON.stringify({ a: { command: 'run', args } });
          const [one] = importServers(text, { existing: [], page, terminal }).commands;
          expect(parseArgsStringToArgv(shells[terminal](one!.line))).toEqual(['run', ...args]);
        }),
      );
    },
  );

  it.each(['', '{', '[]', '{}', '{"mcpServers": {}}', '{"a": 1}'])(
    'refuses %j and says why',
    (text) =>
      expect(() => importServers(text, { existing: [], page })).toThrow(/not JSON|no servers/),
  );
});

/** A toolbox that answers with its own name. */
