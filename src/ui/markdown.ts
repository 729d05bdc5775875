/**
 * Turns an answer into HTML that is safe to show. The text is a model's, so nothing in it is trusted:
 * raw HTML is shown as text, images are not fetched, and what is left goes through DOMPurify.
 */
import DOMPurify, { type Config } from 'dompurify';
import { Marked, type Token, type Tokens } from 'marked';
import { openableUrl } from '../research/source-link';

export interface Block {
  html: string;
}

const sanitising: Config = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'em', 'strong', 'del', 'code', 'pre', 'blockquote', 'a', 'button'],
    ...['h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'target', 'rel', 'type', 'class', 'data-cite', 'start'],
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^https?:\/\//i,
  // The check of addresses would otherwise drop the values of these as well.
  ADD_URI_SAFE_ATTR: ['target', 'rel', 'type', 'data-cite', 'start'],
};

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);
}

/** `[1]` and `[1, 2]` become a button for each number; the page gives them their state. */
const citation = {
  name: 'citation',
  level: 'inline' as const,
  start: (text: string) => /\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]/.exec(text)?.index,
  tokenizer(text: string) {
    const found = /^\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/.exec(text);
    return found ? { type: 'citation', raw: found[0], numbers: found[1] } : undefined;
  },
  renderer: (token: Tokens.Generic) =>
    String(token['numbers'])
      .split(/[,;]/)
      .map(Number)
      .map((n) => `<button type="button" class="cite" data-cite="${n}">${n}</button>`)
      .join(''),
};

function createMarked(relay: string): Marked {
  return new Marked({
    gfm: true,
    extensions: [citation],
    renderer: {
      html: ({ text }) => escape(text),
      image: ({ text }) => escape(text),
      heading({ tokens, depth }) {
        const level = Math.min(depth + 2, 6); // the page's own headings come first
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const open = openableUrl(href, relay);
        return open
          ? `<a href="${escape(open)}" target="_blank" rel="noopener noreferrer">${text}</a>`
          : text;
      },
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    },
  });
}

/** A renderer that keeps what it rendered: while an answer streams, only its last block is new. */
export function createMarkdown(relay: string): (text: string) => Block[] {
  const marked = createMarked(relay);
  let known = new Map<string, Block>();
  return (text) => {
    const tokens = marked.lexer(text);
    const next = new Map<string, Block>();
    // A definition that comes late changes the links before it.
    const definitions = Object.keys(tokens.links).length;
    const blocks = tokens.map((token) => {
      const key = `${definitions} ${token.raw}`;
      const block = known.get(key) ?? next.get(key) ?? renderBlock(marked, token);
      next.set(key, block);
      return block;
    });
    known = next;
    return blocks;
  };
}

function renderBlock(marked: Marked, token: Token): Block {
  return { html: DOMPurify.sanitize(marked.parser([token]), sanitising) };
}
