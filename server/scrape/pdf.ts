/** The text of a PDF. */
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import type { PageContent } from './content';
import { Unreadable } from './content';

const MAX_PAGES = 1500;

/** @throws Unreadable saying what is wrong with the file. */
export async function readPdf(bytes: Uint8Array): Promise<PageContent> {
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 }).catch((cause: unknown) => {
    const locked = cause instanceof Error && cause.name === 'PasswordException';
    throw new Unreadable(
      locked
        ? 'This PDF needs a password. Use another page.'
        : 'This PDF is broken. Use another page.',
      { cause },
    );
  });
  if (pdf.numPages > MAX_PAGES) {
    throw new Unreadable(`This PDF has more than ${MAX_PAGES} pages. Use another page.`);
  }
  const { text } = await extractText(pdf, { mergePages: false });
  const whole = text
    .map((page) => page.trim())
    .join('\n\n')
    .trim();
  if (!whole) {
    throw new Unreadable('This PDF holds pictures and no text. Use another page.');
  }
  const { info } = await getMeta(pdf);
  const known = info as Record<string, unknown>;
  const [title, author] = ['Title', 'Author'].map((key) => {
    const value = known[key];
    return typeof value === 'string' ? value.trim() : '';
  });
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(String(known['CreationDate'])) ?? [];
  return {
    title: title ?? '',
    text: whole,
    metadata: { type: 'pdf', ...(author ? { author } : {}), pdfPages: String(pdf.numPages) },
    ...(year ? { date: `${year}-${month}-${day}` } : {}),
  };
}
