import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { approver, type ApprovalMode } from '../../tools/approvals';

const request = {
  tool: 'scrape',
  args: { url: 'https://x.example' },
  address: 'https://x.example',
};

async function decide(mode: ApprovalMode, typed?: string) {
  const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  const output = new PassThrough();
  const said: string[] = [];
  output.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const decision = approver(mode, { input, output })(request);
  if (typed !== undefined) input.write(`${typed}\n`);
  return { allowed: await decision, said: said.join('') };
}

describe('npm run ask --approve', () => {
  it.each<[ApprovalMode, string | undefined, boolean, string]>([
    ['never', undefined, false, '! refused (--approve never): scrape'],
    ['always', undefined, true, '! allowed (--approve always): scrape'],
    ['ask', 'y', true, 'Allow scrape {"url":"https://x.example"}: nobody named https://x.example?'],
    ['ask', 'Yes', true, '[y/N]'],
    ['ask', '', false, '[y/N]'],
    ['ask', 'no', false, '[y/N]'],
    ['ask', undefined, false, '! refused (nobody can be asked here): scrape'],
  ])('%s, answered %j', async (mode, typed, allowed, words) => {
    const decided = await decide(mode, typed);
    expect(decided.allowed).toBe(allowed);
    expect(decided.said).toContain(words);
  });
});
