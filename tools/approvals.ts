/** Who gives a person's word where `npm run ask` has no person at a page. */
import { createInterface } from 'node:readline/promises';

export const approvals = ['ask', 'always', 'never'] as const;
export type ApprovalMode = (typeof approvals)[number];

export interface ApprovalRequest {
  tool: string;
  args: Record<string, unknown>;
  /** An address that neither the question nor a search named. */
  address?: string;
}

export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

const terminal: Terminal = { input: process.stdin, output: process.stderr };

/** Decides on calls and says on standard error what it decided; asks only where someone can answer. */
export function approver(
  mode: ApprovalMode,
  { input, output }: Terminal = terminal,
): (request: ApprovalRequest) => Promise<boolean> {
  return async ({ tool, args, address }) => {
    const call = `${tool} ${JSON.stringify(args)}`;
    const what = address === undefined ? call : `${call}: nobody named ${address}`;
    if (mode === 'ask' && input.isTTY) {
      const lines = createInterface({ input, output });
      const answer = await lines.question(`! Allow ${what}? [y/N] `).finally(() => lines.close());
      return /^y(?:es)?$/i.test(answer.trim());
    }
    const why = mode === 'ask' ? 'nobody can be asked here' : `--approve ${mode}`;
    output.write(`! ${mode === 'always' ? 'allowed' : 'refused'} (${why}): ${what}\n`);
    return mode === 'always';
  };
}
