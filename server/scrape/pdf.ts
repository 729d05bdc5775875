import { readPdf as pdfText, UnreadablePdf } from '../../src/library/pdf';
import type { PageContent } from './content';
import { Unreadable } from './content';

/** The text of a PDF. @throws Unreadable saying what is wrong with the file. */
export async function readPdf(bytes: Uint8Array): Promise<PageContent> {
  const { title, text, author, pages, date } = await pdfText(bytes).catch((cause: unknown) => {
    if (!(cause instanceof UnreadablePdf)) throw cause;
    throw new Unreadable(`${cause.message} Use another page.`, { cause });
  });
  return {
    title,
    text,
    metadata: { type: 'pdf', ...(author ? { author } : {}), pdfPages: String(pages) },
    ...(date ? { date } : {}),
  };
}
