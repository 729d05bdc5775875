/** The text of an HTML document: nothing of it is run, loaded or kept as markup. */

const LEFT_OUT = 'script, style, noscript, template, svg, iframe, object, embed, head, [hidden]';
const BLOCK =
  /^(?:address|article|aside|blockquote|body|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tr|ul)$/;

/** Headings as `## Heading` on their own line, an empty line between paragraphs. */
export function htmlToText(html: string): { title: string; text: string } {
  // A document made like this has no window: it starts no script and fetches no picture.
  const page = new DOMParser().parseFromString(html, 'text/html');
  const title = page.title.trim() || (page.querySelector('h1')?.textContent.trim() ?? '');
  for (const node of page.querySelectorAll(LEFT_OUT)) node.remove();
  const lines: string[] = [''];
  // By hand rather than by recursion: documents can be nested deeper than the stack.
  const todo: (Node | string)[] = [page.body];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next === 'string') lines.push(next);
    else if (next.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += next.nodeValue ?? '';
    else if (next instanceof Element) {
      const tag = next.localName;
      const children = [...next.childNodes].reverse();
      if (tag === 'br') lines.push('');
      else if (/^t[dh]$/.test(tag)) {
        lines[lines.length - 1] += ' ';
        todo.push(...children);
      } else if (BLOCK.test(tag)) todo.push('', ...children, opening(tag));
      else todo.push(...children);
    }
  }
  const text = lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line && !/^(?:##|-)$/.test(line))
    .join('\n\n');
  return { title: title.replace(/\s+/g, ' '), text };
}

function opening(tag: string): string {
  if (/^h[1-6]$/.test(tag)) return '## ';
  return tag === 'li' ? '- ' : '';
}
