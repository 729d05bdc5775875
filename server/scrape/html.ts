/** The main text of an HTML page, without navigation, advertisements and notices. */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { NodeHtmlMarkdown } from 'node-html-markdown';
import { blockText, MAX_DEPTH } from './blocks';
import { Unreadable } from './content';
import type { PageContent } from './content';
import { readHead } from './head';

/** Around the text of most pages, never part of it. */
const BOILERPLATE = [
  'script, style, noscript, template, iframe, object, svg, canvas, button, input, select, textarea, dialog',
  'nav, aside, footer, [hidden], [aria-hidden="true"], [aria-modal="true"], [role="navigation"]',
  '[role="banner"], [role="contentinfo"], [role="search"], [role="dialog"], [role="complementary"]',
  '[role="alertdialog"], [role="menu"], [role="menubar"]',
].join(', ');

/** The same, by what people call it in classes and ids: whole words between spaces, dashes and underscores. */
const NAMED_BOILERPLATE =
  /(?:^|[\s_-])(?:ads?|adverts?|advertisement|promo|sponsor(?:ed)?|cookies?|consent|gdpr|newsletter|subscribe|signup|paywall|share|sharing|social|related|recommend(?:ed|ations)?|breadcrumbs?|crumbs|pagination|pager|nav|navbar|navigation|menu|sidebar|widgets?|comments|respond|footer|masthead|colophon|byline|author|authors|meta|tags|skip|popup|modal|toolbar|rating|vote|votes|controls|recommendations)(?:$|[\s_-])/i;

/** A block of links, such as a menu without a name; longer ones may be what the page is for. */
const MAX_MENU_LENGTH = 300;

/** Where Readability keeps less than this share of what is left without boilerplate, it lost something. */
const ENOUGH = 0.9;

function parse(html: string, url: string): Document {
  const complete = ['<html', '<head', '<body'].every((tag) =>
    new RegExp(`${tag}[\\s>]`, 'i').test(html),
  );
  const { document } = parseHTML(complete ? html : completed(html)) as unknown as {
    document: Document;
  };
  if (!document.querySelector('base[href]')) {
    const base = document.createElement('base');
    base.setAttribute('href', url);
    document.head.prepend(base);
  }
  return document;
}

/** A page may leave out any of html, head and body, but linkedom adds none of them. */
function completed(html: string): string {
  const bare = (text: string) =>
    text.replace(/<\/?(?:html|body|head)\b[^>]*>|<!doctype[^>]*>/gi, '');
  const root = /<html\b[^>]*>/i.exec(html)?.[0] ?? '<html>';
  const cut = /<\/head\s*>|<body[\s>]/i.exec(html)?.index ?? 0;
  return `${root}<head>${bare(html.slice(0, cut))}</head><body>${bare(html.slice(cut))}</body></html>`;
}

function depthOf(document: Document): number {
  let depth = 0;
  let deepest = 0;
  let node: Node | null = document.documentElement;
  while (node) {
    if (node.firstChild) {
      node = node.firstChild;
      deepest = Math.max(deepest, (depth += 1));
    } else {
      while (node && !node.nextSibling) {
        node = node.parentNode;
        depth -= 1;
      }
      node = node?.nextSibling ?? null;
    }
  }
  return deepest;
}

const wordCount = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/** The page's body, or its marked main part, without what is never text. Changes the document. */
function withoutBoilerplate(document: Document): Element {
  const mains = [...document.querySelectorAll('main, [role="main"]')];
  const articles = [...document.querySelectorAll('article')];
  const root =
    mains.length === 1 ? mains[0]! : articles.length === 1 ? articles[0]! : document.body;
  for (const element of root.querySelectorAll(BOILERPLATE)) element.remove();
  const half = root.textContent.length / 2;
  for (const element of root.querySelectorAll('[class], [id]')) {
    const names = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`;
    // A page whose body is called `with-sidebar` is still a page.
    if (NAMED_BOILERPLATE.test(names) && element.textContent.length < half) element.remove();
  }
  for (const element of root.querySelectorAll('div, ul, ol, p, td, header, section')) {
    if (isMenu(element)) element.remove();
  }
  return root;
}

function isMenu(element: Element): boolean {
  const text = element.textContent.trim();
  if (text.length === 0 || text.length > MAX_MENU_LENGTH) return false;
  const links = [...element.querySelectorAll('a')];
  // One link alone is a reference; several with little between them are a choice.
  if (links.length < 2) return false;
  const linked = links.reduce((sum, link) => sum + link.textContent.trim().length, 0);
  return linked > 0.6 * text.length;
}

/** The title is given on its own, so a heading that only repeats it is left out. */
function withoutTitle(text: string, title: string): string {
  const heading = /^## (.*)(?:\n\n|$)/.exec(text);
  const said = heading?.[1]?.replace(/[¶#]$/, '');
  return heading && said && title.includes(said) ? text.slice(heading[0].length) : text;
}

/** @throws Unreadable when there is no text. */
export function readHtml(html: string, url: string, markdown: boolean): PageContent {
  const document = parse(html, url);
  if (depthOf(document) > MAX_DEPTH) {
    throw new Unreadable('This page is nested too deeply to be read. Use another page.');
  }
  const head = readHead(document);
  const article = new Readability(parse(html, url)).parse();
  const kept = article?.content ? parse(article.content, url).body : undefined;
  const rest = withoutBoilerplate(document);
  const title = head.title || article?.title || '';
  const keptText = kept ? withoutTitle(blockText(kept), title) : '';
  const restText = withoutTitle(blockText(rest), title);
  const trusted = wordCount(keptText) >= ENOUGH * wordCount(restText);
  const text = trusted ? keptText : restText;
  if (!text) {
    throw new Unreadable(
      'This page holds no text; perhaps it is made by scripts. Use another page.',
    );
  }
  const source = trusted && kept ? kept : rest;
  return {
    ...head,
    title,
    text,
    ...(markdown ? { markdown: NodeHtmlMarkdown.translate(source.innerHTML) } : {}),
  };
}
