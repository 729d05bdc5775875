/** Footnotes in Markdown: `[^a]` where `[^a]: …` stands somewhere in the same text. */
import { answer as t } from '../i18n/en/answer';
import type { TokenizerAndRendererExtension, Tokens } from 'marked';

/** `labels` gets those that are defined: blocks are read before what stands in them. */
export function footnoteExtensions(
  labels: Set<string>,
  escape: (text: string) => string,
): TokenizerAndRendererExtension[] {
  return [
    {
      name: 'footnote',
      level: 'block',
      start: (text) => /(?<=\n)\[\^[^\]\s]+\]:/.exec(text)?.index,
      tokenizer(text) {
        const found =
          /^\[\^([^\]\s]+)\]:[ \t]*([^\n]*(?:\n(?!\[\^|[ \t]*\n)[^\n]+)*)(?:\n+|$)/.exec(text);
        if (!found) return undefined;
        const [raw, label = '', note = ''] = found;
        labels.add(label);
        const lines = note.replace(/\n[ \t]+/g, '\n');
        return { type: 'footnote', raw, label, tokens: this.lexer.inline(lines, []) };
      },
      renderer({ label, tokens = [] }) {
        const name = escape(String(label));
        const text = this.parser.parseInline(tokens);
        const back = `<button type="button" class="note-back" data-note="${name}" aria-label="${escape(t.noteBack(String(label)))}">↩</button>`;
        return `<p class="note" tabindex="-1" data-note="${name}"><sup>${name}</sup> ${text} ${back}</p>`;
      },
    },
    {
      name: 'footnoteMark',
      level: 'inline',
      start: (text) => /\[\^[^\]\s]+\]/.exec(text)?.index,
      tokenizer(text) {
        const [raw, label] = /^\[\^([^\]\s]+)\]/.exec(text) ?? [];
        return raw && label && labels.has(label) ? { type: 'footnoteMark', raw, label } : undefined;
      },
      renderer({ label }: Tokens.Generic) {
        const name = escape(String(label));
        return `<sup><button type="button" class="note-mark" data-note="${name}" aria-label="${escape(t.note(String(label)))}">${name}</button></sup>`;
      },
    },
  ];
}
