import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GuardedFetcher } from '../../server/guard';
import { partOf } from '../../server/scrape/paging';
import { WebReader } from '../../server/scrape/reader';
import { Robots } from '../../server/scrape/robots';
import { startHostileWeb } from '../fakes/hostile-web';
import type { HostileWeb } from '../fakes/hostile-web';
import { makePdf } from '../fakes/pdf';

const { signal } = new AbortController();
let web: HostileWeb;
let reader: WebReader;

beforeAll(async () => {
  web = await startHostileWeb();
  const fetcher = new GuardedFetcher({
    userAgent: 'test-reader/1.0',
    timeoutMs: 2000,
    maxBytes: 1_000_000,
    allowLoopback: true,
  });
  reader = new WebReader({ fetcher, robots: new Robots(fetcher, 'test-reader') });
  // The first thread takes a moment to start.
  web.put('/warm-up', 'warm', 'text/plain');
  await read('/warm-up');
});
afterAll(async () => {
  await reader.close();
  await web.close();
});
beforeEach(() => void (web.requests.length = 0));

const read = (path: string, markdown = false) =>
  reader.read(`${web.url}${path}`, { markdown }, signal);

async function readHtml(html: string, markdown = false) {
  web.put('/page', html, 'text/html; charset=utf-8');
  return read('/page', markdown);
}

const sentence =
  'The river Lenna rises in the hills above Ostrava and reaches the sea at Port Halm. ';
const article = `<h1>The Lenna</h1>
<p>${sentence.repeat(4)}</p>
<h2>Towns</h2><ul><li>Ostrava<ul><li>Old town</li></ul></li><li>Port Halm</li></ul>
<ol start="3"><li>third</li><li>fourth</li></ol>
<table><caption>Length</caption><tr><th>Part</th><th>km</th></tr><tr><td>Upper</td><td>120</td></tr></table>
<pre>let a = 1;
  let b = 2;</pre>
<p>See <a href="/map?x=1">the map</a>.<br>And the weather.</p>
<dl><dt>Source</dt><dd>A spring</dd></dl>`;

describe('HTML', () => {
  it('keeps headings, lists, tables and code', async () => {
    const { text } = await readHtml(`<html><body><article>${article}</article></body></html>`);
    expect(text).toBe(
      [
        ...(text.startsWith('## The Lenna') ? ['## The Lenna'] : []),
        sentence.repeat(4).trim(),
        '## Towns',
        '- Ostrava\n  - Old town\n- Port Halm',
        '3. third\n4. fourth',
        'Length\nPart | km\nUpper | 120',
        'let a = 1;\n  let b = 2;',
        'See the map.\nAnd the weather.',
        'Source\n- A spring',
      ].join('\n\n'),
    );
  });

  it('gives Markdown when asked, with whole addresses', async () => {
    const { markdown } = await readHtml(
      `<html><body><article>${article}</article></body></html>`,
      true,
    );
    expect(markdown).toContain('## Towns');
    expect(markdown).toMatch(/\| Part\s+\| km\s+\|/);
    expect(markdown).toContain(`[the map](${web.url}/map?x=1)`);
    expect((await readHtml(`<body>${article}</body>`)).markdown).toBeUndefined();
  });

  it('reads what the head says, and JSON-LD', async () => {
    const page = await readHtml(`<!doctype html><html lang="pt-BR"><head>
      <title>Fallback</title><meta property="og:title" content="The  Lenna &amp; its towns">
      <meta name="description" content="A river"><meta property="og:site_name" content="Rivers">
      <link rel="canonical" href="https://example.org/lenna">
      <script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"name":"Ada"},"datePublished":"2024-05-03T10:00:00Z"}]}</script>
      <script type="application/ld+json">{broken</script>
      </head><body><article>${article}</article></body></html>`);
    expect(page).toMatchObject({
      title: 'The Lenna & its towns',
      date: '2024-05-03',
      metadata: {
        description: 'A river',
        site: 'Rivers',
        author: 'Ada',
        language: 'pt-BR',
        canonical: 'https://example.org/lenna',
      },
      jsonld: [{ '@type': 'Article' }],
    });
  });

  it.each([
    ['no html, head or body', `<title>T</title>${article}`],
    ['no body', `<html><head><title>T</title></head>${article}</html>`],
    ['no head', `<html><title>T</title><body>${article}</body></html>`],
    [
      'nothing closed',
      `<html><head><title>T</title><body><div><p>${article.replaceAll(/<\/(?:p|li|td|tr|th)>/g, '')}`,
    ],
    ['upper case', `<HTML><HEAD><TITLE>T</TITLE></HEAD><BODY>${article}</BODY></HTML>`],
    [
      'a comment first',
      `<!-- <html> --><!doctype html><html><head><title>T</title></head><body>${article}</body></html>`,
    ],
  ])('reads a page with %s', async (_, html) => {
    const page = await readHtml(html);
    expect(page.title).toBe('T');
    expect(page.text).toContain('rises in the hills');
    expect(page.text).toContain('Upper | 120');
  });

  it('leaves scripts, styles and forms out', async () => {
    const { text } = await readHtml(
      `<body><script>alert(1)</script><style>p{}</style><noscript>Enable it</noscript><form><button>Buy</button></form>${article}</body>`,
    );
    expect(text).not.toMatch(/alert|p\{\}|Enable|Buy/);
  });

  it.each([
    ['', /no text|empty/],
    [
      '<html><body><div id="root"></div><script src="a.js"></script></body></html>',
      /made by scripts/,
    ],
    [`<body>${'<div>'.repeat(5000)}x`, /nested too deeply/],
    [`<body>${'<table><tr><td>'.repeat(3000)}x`, /nested too deeply/],
  ])('a page without anything to read', async (html, message) => {
    await expect(readHtml(html)).rejects.toThrow(message);
  });

  it('a parser that does not come to an end is stopped, and others still read', async () => {
    const fetcher = new GuardedFetcher({ userAgent: 'x', allowLoopback: true });
    const hasty = new WebReader({ fetcher, parseTimeoutMs: 1 });
    await expect(hasty.read(`${web.url}/page`, { markdown: false }, signal)).rejects.toThrow(
      'could not be read within 0.001 s',
    );
    await hasty.close();
    expect((await readHtml(`<body>${article}</body>`)).text).toContain('Ostrava');
  });
});

describe('encodings', () => {
  const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);
  const greek = [0xc5, 0xeb, 0xeb, 0xdc, 0xe4, 0xe1];
  const wrap = (head: string, body: number[] | Buffer) =>
    Buffer.concat([
      Buffer.from(`<html><head>${head}</head><body><p>`),
      Buffer.from(body),
      Buffer.from('</p></body></html>'),
    ]);

  const table: [string, Uint8Array, string, string][] = [
    ['UTF-8 without a word', bytes('<p>Perú 秘鲁</p>', 'utf8'), 'text/html', 'Perú 秘鲁'],
    ['the header', wrap('', greek), 'text/html; charset=iso-8859-7', 'Ελλάδα'],
    ['the header, quoted', wrap('', greek), 'text/html;charset="ISO-8859-7"', 'Ελλάδα'],
    ['meta charset', wrap('<meta charset=iso-8859-7>', greek), 'text/html', 'Ελλάδα'],
    [
      'meta http-equiv',
      wrap('<meta http-equiv="Content-Type" content="text/html; charset=windows-1253">', greek),
      'text/html',
      'Ελλάδα',
    ],
    [
      'Shift_JIS',
      wrap('<meta charset="shift_jis">', [0x93, 0xfa, 0x96, 0x7b]),
      'text/html',
      '日本',
    ],
    ['GB18030', wrap('', [0xd6, 0xd0, 0xb9, 0xfa]), 'text/html; charset=gb2312', '中国'],
    [
      'a BOM against the header',
      Buffer.concat([Buffer.from([0xff, 0xfe]), bytes('<p>Perú</p>', 'utf16le')]),
      'text/html; charset=iso-8859-1',
      'Perú',
    ],
    [
      'a header with no such encoding',
      wrap('<meta charset="iso-8859-7">', greek),
      'text/html; charset=klingon',
      'Ελλάδα',
    ],
    [
      'Latin-1 that says UTF-8',
      bytes('<p>Perú, café, niño</p>', 'latin1'),
      'text/html; charset=utf-8',
      'Perú, café, niño',
    ],
    [
      'UTF-8 with one broken byte',
      Buffer.concat([
        bytes('<p>Perú, café, niño', 'utf8'),
        Buffer.from([0xff]),
        bytes('</p>', 'utf8'),
      ]),
      'text/html; charset=utf-8',
      'Perú, café, niño\ufffd',
    ],
    [
      'meta utf-16 in ASCII',
      wrap('<meta charset="utf-16">', bytes('Perú', 'utf8')),
      'text/html',
      'Perú',
    ],
  ];
  it.each(table)('%s', async (_, body, type, expected) => {
    web.put('/encoded', body, type);
    expect((await read('/encoded')).text).toBe(expected);
  });
});

describe('other kinds', () => {
  it('plain text, JSON and Markdown as they are', async () => {
    web.put('/notes', 'One.\n\nTwo <b>.', 'text/plain');
    web.put('/data', '{"capital": "Lima"}', 'application/json');
    expect((await read('/notes')).text).toBe('One.\n\nTwo <b>.');
    expect((await read('/data', true)).markdown).toBe('{"capital": "Lima"}');
  });

  it('PDF', async () => {
    const pages = [['The river Lenna', 'rises in the hills.'], ['Page (two)']];
    web.put('/paper', makePdf(pages), 'application/pdf');
    const page = await read('/paper');
    expect(page).toMatchObject({
      title: 'A made PDF',
      date: '2024-05-03',
      metadata: { type: 'pdf', author: 'Tests', pdfPages: '2' },
    });
    expect(page.text).toMatch(/^The river Lenna\s+rises in the hills\.\n\nPage \(two\)$/);
  });

  it('a PDF that says it is HTML, HTML that says it is a picture, HTML that says nothing', async () => {
    web.put('/lying-pdf', makePdf([['Hello from a PDF']]), 'text/html');
    web.put('/lying-html', `<!doctype html><body>${article}</body>`, 'image/png');
    web.put('/silent-html', `<p>${sentence}</p>`);
    expect((await read('/lying-pdf')).text).toBe('Hello from a PDF');
    expect((await read('/lying-html')).text).toContain('Upper | 120');
    expect((await read('/silent-html')).text).toBe(sentence.trim());
  });

  it.each([
    [
      'a picture that says it is HTML',
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'text/html',
      /no page but a picture/,
    ],
    [
      'a program',
      Buffer.from('7f454c4602010100', 'hex'),
      'application/octet-stream',
      /no page but a picture/,
    ],
    ['a broken PDF', Buffer.from('%PDF-1.7\nnonsense'), 'application/pdf', /PDF is broken/],
    ['a PDF without text', makePdf([[]]), 'application/pdf', /pictures and no text/],
    ['nothing', Buffer.alloc(0), 'text/html', /page is empty/],
  ])('%s', async (_, body, type, message) => {
    web.put('/other', body, type);
    await expect(read('/other')).rejects.toThrow(message);
  });
});

describe('hostile servers', () => {
  const table: [string, RegExp][] = [
    ['/slow-loris', /did not send the page within 2 s\. Use another page/],
    ['/endless', /larger than 1 MB/],
    ['/gzip-bomb', /larger than 1 MB/],
    ['/huge-pdf', /larger than 1 MB/],
    ['/redirect/50', /redirects more than 5 times/],
    [
      '/to?url=http://169.254.169.254/latest/meta-data/',
      /169\.254\.169\.254 is not a public address/,
    ],
    ['/to?url=file:///etc/passwd', /file:\/\/\/etc\/passwd is not a web address/],
    ['/not-gzip', /cannot be unpacked/],
    ['/breaks-off', /broke off/],
    ['/status/404', /status 404: there is no such page/],
    ['/status/403', /status 403: it does not let readers in/],
    ['/status/429', /status 429: too many requests/],
    ['/status/500', /answered with status 500/],
  ];
  it.concurrent.each(table)('%s', async (path, message) => {
    await expect(read(path)).rejects.toThrow(message);
  });

  it('robots.txt is asked first', async () => {
    const fetcher = new GuardedFetcher({ userAgent: 'x', allowLoopback: true });
    const polite = new WebReader({ fetcher, robots: new Robots(fetcher, 'jan-nano-relay') });
    web.robots = { status: 200, text: 'User-agent: *\nDisallow: /page' };
    const call = polite.read(`${web.url}/page`, { markdown: false }, signal);
    await expect(call).rejects.toThrow('asks automatic readers not to read this page');
    expect(web.requests.map(({ path }) => path)).toEqual(['/robots.txt']);
    await polite.close();
  });

  it('an abort ends the reading', async () => {
    const stop = new AbortController();
    const before = web.brokenOff;
    const call = reader.read(`${web.url}/silent`, { markdown: false }, stop.signal);
    const rejected = expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => web.requests.some(({ path }) => path === '/silent')).toBe(true);
    stop.abort();
    await rejected;
    await expect.poll(() => web.brokenOff).toBe(before + 1);
  });
});

describe('a book', () => {
  it('is read in bounded parts that hold all of it, once', async () => {
    const chapters = Array.from(
      { length: 600 },
      (_, i) => `<h2>Chapter ${i + 1}</h2><p>${`Word${i} and more of the story. `.repeat(40)}</p>`,
    );
    const content = await readHtml(
      `<html><head><title>Book</title></head><body><main>${chapters.join('')}</main></body></html>`,
    );
    const first = partOf({ url: content.url }, content);
    expect(first.pages).toBeGreaterThan(100);
    let whole = '';
    for (let page = 1; page <= first.pages; page += 1) {
      const { text } = partOf({ url: content.url, page }, content);
      expect(text.length).toBeLessThanOrEqual(4000);
      whole += text;
    }
    expect(whole.replace(/\s+/g, '')).toBe(content.text.replace(/\s+/g, ''));
    expect(partOf({ url: content.url, find: 'Chapter 300 Word299' }, content).text).toContain(
      'Word299 ',
    );
  });
});
