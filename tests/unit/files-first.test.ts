import { describe, expect, it } from 'vitest';
import type { Toolbox, ToolResult } from '../../src/contracts';
import { filesFirst } from '../../src/mcp/files-first';

const { signal } = new AbortController();
const result = (...links: string[]): ToolResult => {
  const structured = { kind: links[0], organic: links.map((link) => ({ link, title: link })) };
  return { ok: true, text: JSON.stringify(structured), structured };
};
const textOnly = ({ ok, text }: ToolResult): ToolResult => ({ ok, text });
const file = (name: string) => `library://file/${name}`;

function setUp(ours: ToolResult, web: ToolResult) {
  const calls: string[] = [];
  const box = (who: string, answer: ToolResult): Toolbox => ({
    list: () => Promise.resolve([]),
    call: (name) => {
      calls.push(`${who} ${name}`);
      return Promise.resolve(answer);
    },
  });
  return { calls, tools: filesFirst(box('web', web), box('library', ours)) };
}

async function links(ours: ToolResult, web: ToolResult) {
  const { tools } = setUp(ours, web);
  const { text } = await tools.call('google_search', { q: 'x' }, { signal });
  const { organic } = JSON.parse(text) as { organic: { link: string; position: number }[] };
  expect(organic.map(({ position }) => position)).toEqual(organic.map((_, at) => at + 1));
  return organic.map(({ link }) => link);
}

const failed: ToolResult = { ok: false, text: 'no' };

describe('files of one’s own in a search', () => {
  it.each<[string, ToolResult, ToolResult, string[]]>([
    [
      'stand before the web’s',
      result(file('a'), 'https://read.example'),
      result('https://a.example', 'https://b.example', 'https://c.example'),
      [file('a'), 'https://a.example', 'https://b.example'],
    ],
    [
      'are three at most',
      result(...['a', 'b', 'c', 'd'].map(file)),
      result('https://a.example', 'https://b.example', 'https://c.example', 'https://d.example'),
      [...['a', 'b', 'c'].map(file), 'https://a.example'],
    ],
    ['stand alone where the web fails', result(file('a')), failed, [file('a')]],
    [
      'are found in plain JSON, too',
      textOnly(result(file('a'))),
      textOnly(result('https://a.example')),
      [file('a'), 'https://a.example'],
    ],
  ])('%s', async (_, ours, web, expected) => {
    expect(await links(ours, web)).toEqual(expected);
  });

  it.each<[string, ToolResult]>([
    ['there is none', result('https://read.example')],
    ['the library fails', failed],
    ['the library says something else', { ok: true, text: 'null' }],
    ['its results have no links', { ok: true, text: '{"organic":[null]}' }],
  ])('leave the web’s as they are where %s', async (_, ours) => {
    const web = result('https://a.example');
    const { tools } = setUp(ours, web);
    expect(await tools.call('google_search', {}, { signal })).toBe(web);
  });

  it.each([
    ['scrape', { url: file('a') }, ['library scrape']],
    ['scrape', { url: 'https://a.example' }, ['web scrape']],
    ['other', {}, ['web other']],
  ])('%s %j is called where it belongs', async (name, args, expected) => {
    const { calls, tools } = setUp(result(file('a')), result('https://a.example'));
    await tools.call(name, args, { signal });
    expect(calls).toEqual(expected);
  });
});
