/** The text of HTML as it is read: headings, paragraphs, lists, tables and code, each on lines of their own. */

/** Deeper nesting is no document; the walk and its callers must not run out of stack. */
export const MAX_DEPTH = 400;

const SKIPPED = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT SVG CANVAS VIDEO AUDIO BUTTON SELECT INPUT TEXTAREA DATALIST HEAD'.split(
    ' ',
  ),
);
const INLINE = new Set(
  (
    'A ABBR ACRONYM B BDI BDO BIG CITE CODE DATA DEL DFN EM FONT I INS KBD LABEL MARK Q RUBY S SAMP SMALL SPAN ' +
    'STRIKE STRONG SUB SUP TIME TT U VAR WBR RP RT IMG'
  ).split(' '),
);

const TEXT_NODE = 3;
const ELEMENT_NODE = 1;

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT_NODE;

const squash = (text: string) => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** Text of the element with headings as `## Heading` and an empty line between paragraphs. */
export function blockText(root: Element): string {
  const blocks: string[] = [];
  let line = '';

  const flush = (): void => {
    const text = line.split('\n').map(squash).filter(Boolean).join('\n');
    if (text) blocks.push(text);
    line = '';
  };

  const walkChildren = (element: Element, depth: number): void => {
    for (const child of element.childNodes) walk(child, depth + 1);
  };

  const apart = (element: Element, depth: number): void => {
    flush();
    walkChildren(element, depth);
    flush();
  };

  function walk(node: Node, depth: number): void {
    if (node.nodeType === TEXT_NODE) {
      line += (node.textContent ?? '').replace(/\s+/g, ' ');
      return;
    }
    if (!isElement(node)) return;
    const name = node.tagName.toUpperCase();
    if (SKIPPED.has(name)) return;
    if (depth > MAX_DEPTH) {
      line += ` ${node.textContent} `;
    } else if (name === 'BR') line += '\n';
    else if (/^H[1-6]$/.test(name)) {
      flush();
      const heading = squash(node.textContent);
      if (heading) blocks.push(`## ${heading}`);
    } else if (name === 'PRE') {
      flush();
      const code = node.textContent.replace(/^\n|\s+$/g, '');
      if (code) blocks.push(code);
    } else if (name === 'UL' || name === 'OL') {
      flush();
      const list = listText(node, depth);
      if (list) blocks.push(list);
    } else if (name === 'DL') {
      flush();
      const list = [...node.querySelectorAll('dt, dd')]
        .map((item) => `${item.tagName.toUpperCase() === 'DD' ? '- ' : ''}${inOneLine(item, ' ')}`)
        .filter((item) => item.replace('- ', ''));
      if (list.length > 0) blocks.push(list.join('\n'));
    } else if (name === 'TABLE' && !isLayout(node)) {
      flush();
      const table = tableText(node);
      if (table) blocks.push(table);
    } else if (INLINE.has(name)) walkChildren(node, depth);
    else apart(node, depth);
  }

  walkChildren(root, 0);
  flush();
  return blocks.join('\n\n');
}

/** The blocks of an element in one line, for a table's cell or a list's item. */
function inOneLine(element: Element, separator: string): string {
  return blockText(element).replace(/^## /gm, '').split(/\n+/).join(separator);
}

function listText(list: Element, depth: number): string {
  const ordered = list.tagName.toUpperCase() === 'OL';
  let number = Number(list.getAttribute('start') ?? 1) || 1;
  const lines: string[] = [];
  for (const item of list.children) {
    // Lists within a list stand both inside and, in old pages, between its items.
    const text =
      depth > MAX_DEPTH ? squash(item.textContent) : blockText(item).replace(/^## /gm, '');
    if (!text) continue;
    const mark = item.tagName.toUpperCase() !== 'LI' ? '  ' : ordered ? `${number++}. ` : '- ';
    lines.push(mark + text.replace(/\n+/g, '\n  '));
  }
  return lines.join('\n');
}

/** Cells of a layout table hold whole sections; those of a data table hold values. */
export function isLayout(table: Element): boolean {
  if (table.querySelector('th, caption, thead')) return false;
  if (table.getAttribute('role') === 'presentation') return true;
  if (table.querySelector('table, h1, h2, h3, ul, ol, form')) return true;
  const rows = [...table.querySelectorAll('tr')];
  const columns = Math.max(0, ...rows.map((row) => row.children.length));
  const cells = [...table.querySelectorAll('td')];
  const long = cells.filter((cell) => cell.textContent.length > 400).length;
  return columns < 2 || long > cells.length / 4;
}

function tableText(table: Element): string {
  const caption = table.querySelector('caption');
  const rows = [...table.querySelectorAll('tr')]
    .map((row) => [...row.children].map((cell) => inOneLine(cell, ' ')).join(' | '))
    .filter((row) => row.replace(/[\s|]/g, ''));
  return [...(caption ? [squash(caption.textContent)] : []), ...rows].filter(Boolean).join('\n');
}
