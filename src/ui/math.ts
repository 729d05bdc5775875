/** Math in Markdown: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, told apart from money and from escaped brackets. */
import type { TokenizerAndRendererExtension, Tokens } from 'marked';

export interface MathToken extends Tokens.Generic {
  tex: string;
  display: boolean;
}

const NUMBER = /^[+−-]?\d+(?:[.,]\d+)*\s*(?:\\?%)?$/;

/** Whether what stands between the signs is a formula; `$5 to 6$` and `\(see below\)` are none. */
export function isMath(tex: string): boolean {
  const text = tex.trim();
  if (NUMBER.test(text)) return true;
  if (!/[\p{L}\\^_=+<>|]/u.test(text)) return /[*/]/.test(text); // `100 – 200` is money
  if (/[\\^_]/.test(text)) return true;
  const words = text.match(/(?<![\p{L}\p{N}])\p{L}{2,}/gu) ?? [];
  if (text.includes('=')) return words.length < 5;
  // "$5 or 6$" begins as a price does.
  return words.length < (/^[\d.,]+[\s–-]/.test(text) ? 1 : 2);
}

interface Form {
  pattern: RegExp;
  display: boolean;
}

/** As in Pandoc: no blank inside of the signs, and no letter or digit after the last. */
const inlineForms: Form[] = [
  { pattern: /^\$\$((?:[^$\\]|\\[^])+?)\$\$(?!\$)/, display: true },
  {
    pattern: /^\$(?![\s$])((?:[^$\\\n]|\\.|\n(?!\s*\n))+?)(?<![\s\\])\$(?![\p{L}\p{N}$])/u,
    display: false,
  },
  { pattern: /^\\\(([^]+?)\\\)/, display: false },
  { pattern: /^\\\[([^]+?)\\\]/, display: true },
];

const blockForms: Form[] = [
  { pattern: /^ {0,3}\$\$((?:[^$\\]|\\[^])+?)\$\$[ \t]*(?:\n|$)/, display: true },
  { pattern: /^ {0,3}\\\[([^]+?)\\\][ \t]*(?:\n|$)/, display: true },
];

function tokenise(text: string, forms: readonly Form[], type: string): MathToken | undefined {
  for (const { pattern, display } of forms) {
    const found = pattern.exec(text);
    const tex = found?.[1] ?? '';
    // A blank line ends a paragraph, and `\[1\]` is a bracket with a number.
    if (!found || /\n[ \t]*\n/.test(tex) || (found[0].includes('\\[') && NUMBER.test(tex.trim())))
      continue;
    if (isMath(tex)) return { type, raw: found[0], tex: tex.trim(), display };
  }
  return undefined;
}

/** For Marked; `write` makes the HTML of a formula. */
export function mathExtensions(
  write: (token: MathToken) => string,
): TokenizerAndRendererExtension[] {
  const renderer = (token: Tokens.Generic) => write(token as MathToken);
  return [
    {
      name: 'math',
      level: 'inline',
      // What comes before must be no letter or digit: "US$5", "5$".
      start: (text) => /(?<![\p{L}\p{N}\\$])\$|\\[([]/u.exec(text)?.index,
      tokenizer: (text) => tokenise(text, inlineForms, 'math'),
      renderer,
    },
    {
      name: 'mathBlock',
      level: 'block',
      start: (text) => /(?<=\n) {0,3}(?:\$\$|\\\[)/.exec(text)?.index,
      tokenizer: (text) => tokenise(text, blockForms, 'mathBlock'),
      renderer,
    },
  ];
}
