/** The text of a PDF; the relay reads it like this too. */
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import type { Said } from '../contracts';
import { AppError } from '../errors';
import { saving as words } from '../i18n/en/saving';

const MAX_PAGES = 1500;

export interface PdfText {
  title: string;
  /** An empty line between pages. */
  text: string;
  author: string;
  pages: number;
  /** YYYY-MM-DD */
  date?: string;
}

/** A PDF that holds nothing to read; the message says why. */
export class UnreadablePdf extends AppError {
  constructor(why: Said, options?: { cause?: unknown }) {
    super('bad-input', why, options);
  }
}

/** @throws UnreadablePdf */
export async function readPdf(bytes: Uint8Array): Promise<PdfText> {
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 }).catch((cause: unknown) => {
    const locked = cause instanceof Error && cause.name === 'PasswordException';
    throw new UnreadablePdf(locked ? words.pdfLocked : words.pdfBroken, { cause });
  });
  if (pdf.numPages > MAX_PAGES) {
    throw new UnreadablePdf(words.pdfLong(MAX_PAGES));
  }
  const { text } = await extractText(pdf, { mergePages: false });
  const whole = text
    .map((page) => page.trim())
    .join('\n\n')
    .trim();
  if (!whole) throw new UnreadablePdf(words.pdfPictures);
  const { info } = await getMeta(pdf);
  const known = info as Record<string, unknown>;
  const field = (key: string): string => {
    const value = known[key];
    return typeof value === 'string' ? value.trim() : '';
  };
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(field('CreationDate')) ?? [];
  return {
    title: field('Title'),
    text: whole,
    author: field('Author'),
    pages: pdf.numPages,
    ...(year ? { date: `${year}-${month}-${day}` } : {}),
  };
}
