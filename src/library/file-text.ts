/** Takes the text out of a file that a person adds. HTML is parsed by the browser, without loading anything. */
import type { Said } from '../contracts';
import { AppError, isAppError } from '../errors';
import { saving as words } from '../i18n/en/saving';
import { LARGEST_FILE } from './file-types';
import { htmlToText } from './html-text';
import type { FileText } from './types';

type ReadPdf = (bytes: ArrayBuffer) => Promise<Pick<FileText, 'title' | 'text' | 'date'>>;

/** @throws AppError `bad-input` which says what is wrong with the file and what to do. */
export async function fileText(file: File, readPdf: ReadPdf): Promise<FileText> {
  const { name } = file;
  if (file.size > LARGEST_FILE) throw refused(words.tooLarge(name, LARGEST_FILE / 1e6));
  const buffer = await file.arrayBuffer().catch((cause: unknown) => {
    throw refused(words.unreadable(name), cause);
  });
  const found = await readContent(name, file.type, new Uint8Array(buffer), readPdf);
  if (!found.text.trim()) throw refused(words.noText(name));
  return { name, ...found };
}

async function readContent(
  name: string,
  type: string,
  bytes: Uint8Array<ArrayBuffer>,
  readPdf: ReadPdf,
): Promise<Pick<FileText, 'title' | 'text' | 'date'>> {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (start.includes('%PDF-')) {
    // What goes to the worker is gone here.
    const { title, text, date } = await readPdf(bytes.buffer).catch((cause: unknown) => {
      const why = isAppError(cause) ? (cause.said ?? cause.message) : words.noPdf;
      throw refused(words.notAdded(name, why), cause);
    });
    return { title, text, date };
  }
  const text = decode(bytes);
  if (text === undefined) throw refused(words.notText(name));
  if (
    /\.x?html?$/i.test(name) ||
    type === 'text/html' ||
    /^\s*<(?:!doctype html|html)\b/i.test(text)
  )
    return htmlToText(text);
  // In Markdown the first heading is the title.
  const heading = /\.(?:md|markdown)$/i.test(name) ? /^# +(.+)$/m.exec(text)?.[1] : undefined;
  return { title: heading?.trim() ?? '', text: text.replaceAll('\r\n', '\n').trim() };
}

/** Undefined where the bytes are no text. */
function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (wide) return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  if (bytes.subarray(0, 65536).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Older files from Windows; every byte stands for some letter there.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function refused(why: Said, cause?: unknown): AppError {
  return new AppError('bad-input', why, { cause });
}
