/**
 * Turns an answer into HTML that is safe to show. The text is a model's, so nothing in it is trusted:
 * raw HTML is shown as text, images are not fetched, and what is left goes through DOMPurify.
 */
import DOMPurify, { type Config } from 'dompurify';
import { Marked, type Token, type Tokens } from 'marked';
import { languageNow } from '../i18n/area';
import { answer as t } from '../i18n/en/answer';
import { common } from '../i18n/en/common';
import { openableUrl } from '../research/source-link';
import { footnoteExtensions } from './footnotes';
import { mathExtensions } from './math';

/** Large parts that are loaded when an answer first needs them. */
export interface Helpers {
  highlight?: (code: string, language: string) => string | undefined;
  math?: (tex: string, display: boolean) => string;
}

export interface Block {
  html: string;
  /** What would show more of it. */
  wants: readonly (keyof Helpers)[];
}

/** Attributes whose value is no address. */
const plainAttributes = [
  ...['target', 'rel', 'type', 'class', 'dir', 'data-cite', 'data-note', 'start'],
  ...['tabindex', 'role', 'aria-label', 'align'],
  ...['display', 'displaystyle', 'scriptlevel', 'mathvariant', 'form', 'fence', 'separator'],
  ...['stretchy', 'symmetric', 'largeop', 'movablelimits', 'accent', 'accentunder', 'lspace'],
  ...['rspace', 'minsize', 'maxsize', 'linethickness', 'width', 'height', 'depth', 'voffset'],
  ...['columnalign', 'rowspacing', 'columnspacing', 'columnlines', 'rowlines', 'notation'],
];

const sanitising: Config = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'em', 'strong', 'del', 'code', 'pre', 'blockquote', 'a', 'button'],
    ...['h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'div', 'span', 'sup'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
    // MathML without what links, runs or loads.
    ...['math', 'mrow', 'mi', 'mn', 'mo', 'mtext', 'mspace', 'ms', 'mstyle', 'mpadded', 'mphantom'],
    ...['mfrac', 'msqrt', 'mroot', 'msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover'],
    ...['mmultiscripts', 'mprescripts', 'mtable', 'mtr', 'mtd', 'menclose'],
  ],
  ALLOWED_ATTR: ['href', ...plainAttributes],
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^https?:\/\//i,
  // The check of addresses would otherwise drop the values of these as well.
  ADD_URI_SAFE_ATTR: plainAttributes,
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

/**
 * `[1]` and `[1, 2]` become a button for each number; the page gives them their state. What ends a sentence stays
 * beside them: browsers would begin a line with it.
 */
const citation = {
  name: 'citation',
  level: 'inline' as const,
  start: (text: string) => /\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]/.exec(text)?.index,
  tokenizer(text: string) {
    const found = /^\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]([.,;:!?]*)/.exec(text);
    if (!found) return undefined;
    const [raw, numbers, end] = found;
    return { type: 'citation', raw, numbers, end };
  },
  renderer(token: Tokens.Generic) {
    const chips = String(token['numbers'])
      .split(/[,;]/)
      .map(Number)
      .map((n) => `<button type="button" class="cite" data-cite="${n}">${n}</button>`);
    const end = String(token['end']);
    if (end) chips.push(`<span class="kept">${chips.pop()}${end}</span>`);
    return chips.join('');
  },
};

/** A fence that was closed: what comes after it changes the block no more. */
const FINISHED_CODE = /^ {0,3}(`{3,}|~{3,})[^]*\n {0,3}\1[`~]*\s*$/;

function createMarked(relay: string, helpers: Helpers, want: (what: keyof Helpers) => void) {
  const labels = new Set<string>();
  const marked = new Marked({
    gfm: true,
    extensions: [
      citation,
      ...footnoteExtensions(labels, escape),
      ...mathExtensions(({ tex, display }) => {
        want('math');
        return (
          attempt(() => helpers.math?.(tex, display)) ??
          `<code class="${display ? 'tex display' : 'tex'}">${escape(tex)}</code>`
        );
      }),
    ],
    renderer: {
      html: ({ text }) => escape(text),
      image: ({ text }) => escape(text),
      heading({ tokens, depth }) {
        return `<h${depth}>${this.parser.parseInline(tokens)}</h${depth}>`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const open = openableUrl(href, relay);
        return open
          ? `<a href="${escape(open)}" target="_blank" rel="noopener noreferrer">${text}</a>`
          : text;
      },
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
      code({ text, lang = '', raw }) {
        const language = /^[\w+#.-]{1,20}/.exec(lang)?.[0].toLowerCase() ?? '';
        const finished = language !== '' && FINISHED_CODE.test(raw);
        if (finished) want('highlight');
        const coloured = finished ? attempt(() => helpers.highlight?.(text, language)) : undefined;
        const name = language ? `<span>${escape(language)}</span>` : '';
        const copy = `<button type="button" class="copy">${escape(common.copy)}</button>`;
        // What scrolls has the focus, and a name. No region: a thread may have many, all under one name.
        const code = `<pre tabindex="0" role="group" aria-label="${escape(t.code)}" dir="ltr"><code>${coloured ?? escape(text)}</code></pre>`;
        return `<div class="code"><div class="code-head">${name}${copy}</div>${code}</div>`;
      },
      table(token) {
        const [head, ...rows] = [token.header, ...token.rows].map((cells) =>
          this.tablerow({ text: cells.map((cell) => this.tablecell(cell)).join('') }),
        );
        const table = `<table><thead>${head ?? ''}</thead><tbody>${rows.join('')}</tbody></table>`;
        return `<div class="wide" tabindex="0" role="group" aria-label="${escape(t.table)}">${table}</div>`;
      },
    },
  });
  return { marked, labels };
}

/** What cannot be drawn is shown as it was written. */
function attempt(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** A renderer that keeps what it rendered: while an answer streams, only its last block is new. */
export function createMarkdown(relay: string, helpers: Helpers = {}): (text: string) => Block[] {
  let wants = new Set<keyof Helpers>();
  const { marked, labels } = createMarked(relay, helpers, (what) => wants.add(what));
  let known = new Map<string, Block>();
  return (text) => {
    labels.clear();
    const tokens = marked.lexer(text);
    nestHeadings(tokens);
    const next = new Map<string, Block>();
    // A definition that comes late changes the links and marks before it.
    const definitions = Object.keys(tokens.links).length + labels.size;
    const blocks = tokens.map((token) => {
      const level = token.type === 'heading' ? (token as Tokens.Heading).depth : '';
      const key = `${languageNow()} ${definitions} ${level} ${token.raw}`;
      const block = known.get(key) ?? next.get(key) ?? renderBlock(token);
      next.set(key, block);
      return block;
    });
    known = next;
    return blocks;
  };

  /** The page's own headings come first; below them no level is left out, whichever ones the model wrote. */
  function nestHeadings(tokens: Token[]): void {
    const above: number[] = [];
    void marked.walkTokens(tokens, (token) => {
      if (token.type !== 'heading') return;
      const heading = token as Tokens.Heading;
      while ((above.at(-1) ?? 0) >= heading.depth) above.pop();
      above.push(heading.depth);
      heading.depth = Math.min(above.length + 2, 6);
    });
  }

  function renderBlock(token: Token): Block {
    wants = new Set();
    const html = DOMPurify.sanitize(marked.parser([token]), sanitising);
    return { html, wants: [...wants] };
  }
}
