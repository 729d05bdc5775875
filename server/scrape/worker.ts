/**
 * Turns the bytes of a page into its text. Runs in a thread of its own: a page made for it can keep any parser busy
 * for minutes, and a thread can be stopped.
 */
import { Unreadable } from './content';
import type { PageContent } from './content';
import { decodeText, isBinary } from './encoding';
import { readHtml } from './html';
import { readPdf } from './pdf';

export interface ReadTask {
  body: Uint8Array;
  /** The Content-Type header: a hint, since it is often wrong. */
  type: string;
  url: string;
  markdown: boolean;
}

export type ReadResult = { page: PageContent } | { unreadable: string };

/** HTML under another name. */
const HTML = /^\s*(?:<!--[\s\S]*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype html|html|head|body)\b/i;
/** Where nothing is said of its type, less will do (the MIME Sniffing standard has this list). */
const HTML_PART = /^\s*<(?:script|iframe|h1|div|font|table|a|style|title|b|br|p|meta|main)[\s>]/i;

const startsWith = (bytes: Uint8Array, text: string) =>
  Buffer.from(bytes.subarray(0, 1024)).toString('latin1').trimStart().startsWith(text);

async function read({ body, type, url, markdown }: ReadTask): Promise<PageContent> {
  if (startsWith(body, '%PDF-')) {
    return readPdf(body);
  }
  if (isBinary(body)) {
    throw new Unreadable(
      'This is no page but a picture, a program or other data. Use another page.',
    );
  }
  const text = decodeText(body, type);
  if (!text.trim()) throw new Unreadable('This page is empty. Use another page.');
  if (/html/i.test(type) || HTML.test(text) || (!type && HTML_PART.test(text))) {
    return readHtml(text, url, markdown);
  }
  // Plain text, Markdown, JSON, CSV, feeds: as they are.
  const whole = text.replaceAll('\0', '').trim();
  return { title: '', text: whole, metadata: {}, ...(markdown ? { markdown: whole } : {}) };
}

export default async function run(task: ReadTask): Promise<ReadResult> {
  try {
    return { page: await read(task) };
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error.message };
    if (error instanceof RangeError) {
      return { unreadable: 'This page is built in a way that cannot be read. Use another page.' };
    }
    throw error;
  }
}
