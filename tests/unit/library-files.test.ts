// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { toAppError } from '../../src/errors';
import { fileText } from '../../src/library/file-text';
import { LARGEST_FILE } from '../../src/library/file-types';
import { htmlToText } from '../../src/library/html-text';
import { readPdf } from '../../src/library/pdf';
import { makePdf } from '../fakes/pdf';

// As the worker passes it on.
const pdfText = (bytes: ArrayBuffer) =>
  readPdf(new Uint8Array(bytes)).catch((error: unknown) => {
    throw toAppError(error);
  });

function file(name: string, content: string | Uint8Array, type = ''): File {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const made = new File([], name, { type });
  // jsdom's files cannot be read as buffers.
  return Object.assign(made, {
    arrayBuffer: () => Promise.resolve(Uint8Array.from(bytes).buffer),
  });
}

const utf16 = (text: string, mark: [number, number]): Uint8Array =>
  Uint8Array.from([
    ...mark,
    ...[...text].flatMap((char) => {
      const code = char.charCodeAt(0);
      return mark[0] === 0xff ? [code & 255, code >> 8] : [code >> 8, code & 255];
    }),
  ]);

describe('fileText', () => {
  it.each([
    ['text', file('a.txt', 'One.\r\nTwo.\r\n'), '', 'One.\nTwo.'],
    ['Markdown', file('a.md', 'Intro\n\n# The title\n\nText.'), 'The title', /^Intro/],
    ['text with a # that is no title', file('a.txt', '# 1\n2'), '', '# 1\n2'],
    ['UTF-16 from Windows', file('a.txt', utf16('Größe', [0xff, 0xfe])), '', 'Größe'],
    ['UTF-16 the other way', file('a.txt', utf16('Größe', [0xfe, 0xff])), '', 'Größe'],
    ['an old encoding', file('a.txt', Uint8Array.from([0x47, 0xf6])), '', 'Gö'],
    ['HTML by its name', file('a.HTM', '<p>One<p>Two'), '', 'One\n\nTwo'],
    ['HTML by its type', file('a', '<h1>T</h1>x', 'text/html'), 'T', '## T\n\nx'],
    ['HTML by its beginning', file('a', ' <!DOCTYPE html><title>T</title>x'), 'T', 'x'],
    [
      'a PDF by its beginning',
      file('a', makePdf([['Page one'], ['Page two']])),
      'A made PDF',
      /^Page one\s+Page two$/,
    ],
  ])('reads %s', async (_what, given, title, text) => {
    const found = await fileText(given, pdfText);
    expect(found).toMatchObject({ name: given.name, title });
    if (typeof text === 'string') expect(found.text).toBe(text);
    else expect(found.text).toMatch(text);
  });

  it.each([
    [
      'a picture',
      file('a.png', Uint8Array.from([0x89, 0x50, 0, 0])),
      /“a.png” is not text. Add text, Markdown, HTML or PDF/,
    ],
    ['nothing', file('a.txt', ' \n'), /“a.txt” holds no text/],
    ['a page without words', file('a.html', '<script>1</script>'), /holds no text/],
    [
      'a broken PDF',
      file('a.pdf', '%PDF-1.7 nonsense'),
      /“a.pdf” was not added. This PDF is broken. Add another/,
    ],
    ['a PDF of pictures', file('a.pdf', makePdf([[]])), /pictures and no text/],
    [
      'a file that is too large',
      Object.defineProperty(file('a.txt', 'x'), 'size', { value: LARGEST_FILE + 1 }),
      /larger than 50 MB/,
    ],
    [
      'a file that has gone',
      Object.assign(file('a.txt', 'x'), {
        arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
      }),
      /choose it again/,
    ],
  ])('refuses %s, and says what to do', async (_what, given, message) => {
    await expect(fileText(given, pdfText)).rejects.toMatchObject({
      name: 'AppError',
      code: 'bad-input',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('htmlToText', () => {
  it.each([
    [
      'headings and paragraphs',
      '<h2>One</h2><p>A <b>b</b>\n c.</p><p>D.',
      '## One\n\nA b c.\n\nD.',
    ],
    ['lists', '<ul><li>A</li><li><p>B</p></li></ul>', '- A\n\nB'],
    ['tables', '<table><tr><th>A</th><td>1</td></tr><tr><td>B</td></tr></table>', 'A 1\n\nB'],
    ['line breaks', 'A<br>B', 'A\n\nB'],
    [
      'what is not for reading',
      '<style>a{}</style><script>x()</script><svg><text>s</text></svg><p hidden>h</p>T',
      'T',
    ],
    ['entities', '&lt;b&gt; &amp; &ouml;', '<b> & ö'],
  ])('keeps %s', (_what, html, text) => {
    expect(htmlToText(html).text).toBe(text);
  });

  it('takes the title, or else the first heading', () => {
    expect(htmlToText('<title> A\n b </title><h1>C</h1>').title).toBe('A b');
    expect(htmlToText('<h1>C</h1>').title).toBe('C');
  });

  it('runs and loads nothing', () => {
    const page = globalThis as { ran?: boolean };
    htmlToText(
      '<img src=x onerror="ran = true"><script>ran = true</script><iframe src=x></iframe>',
    );
    expect(page.ran).toBeUndefined();
  });

  it('reads a document nested deeper than the stack', () => {
    expect(htmlToText(`${'<i>'.repeat(400)}deep`).text).toBe('deep');
  });
});
