// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { highlight } from '../../src/ui/highlight';
import { createMarkdown, type Helpers } from '../../src/ui/markdown';
import { toMathMl } from '../../src/ui/tex';

const relay = 'https://relay.example.org';

function render(text: string, helpers?: Helpers): HTMLElement {
  const box = document.createElement('div');
  box.innerHTML = createMarkdown(
    relay,
    helpers,
  )(text)
    .map((block) => block.html)
    .join('');
  return box;
}

const attacks: [name: string, text: string][] = [
  ['script', '<script>alert(1)</script>'],
  ['script in a paragraph', 'a <script>alert(1)</script> b'],
  ['image with a handler', '<img src=x onerror=alert(1)>'],
  ['svg with a handler', '<svg onload=alert(1)>'],
  ['svg with a script', '<svg><script>alert(1)</script></svg>'],
  ['math and style', '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>'],
  ['iframe', '<iframe src="https://evil.example"></iframe>'],
  ['iframe with srcdoc', '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
  ['object', '<object data="https://evil.example/a.swf"></object>'],
  ['embed', '<embed src="https://evil.example/a.swf">'],
  ['form', '<form action="https://evil.example"><input name=a><button>Go</button></form>'],
  ['style element', '<style>body{background:url(https://evil.example)}</style>'],
  ['style attribute', '<p style="background:url(https://evil.example)">x</p>'],
  ['base', '<base href="https://evil.example/">'],
  ['meta refresh', '<meta http-equiv=refresh content="0;url=https://evil.example">'],
  ['link element', '<link rel=stylesheet href=https://evil.example/a.css>'],
  ['details with a handler', '<details open ontoggle=alert(1)>x</details>'],
  ['video', '<video src=x onerror=alert(1)></video>'],
  ['javascript link', '[x](javascript:alert(1))'],
  ['javascript link in capitals', '[x](JaVaScRiPt:alert(1))'],
  ['javascript link with a tab', '[x](java&#9;script:alert(1))'],
  ['javascript link with entities', '[x](&#106;avascript:alert(1))'],
  ['javascript autolink', '<javascript:alert(1)>'],
  ['data link', '[x](data:text/html,<script>alert(1)</script>)'],
  ['vbscript link', '[x](vbscript:msgbox(1))'],
  ['file link', '[x](file:///etc/passwd)'],
  ['blob link', '[x](blob:https://evil.example/1)'],
  ['relative link', '[x](../settings)'],
  ['scheme-relative link', '[x](//evil.example)'],
  ['link reference', '[x]\n\n[x]: javascript:alert(1)'],
  ['handler in a link title', '[x](https://a.example "\\" onmouseover=alert(1)")'],
  ['handler in a link address', '[x](https://a.example/"onmouseover="alert(1))'],
  ['remote image', '![x](https://evil.example/pixel.gif)'],
  ['image with a handler in its text', '![" onerror="alert(1)](https://evil.example/a.png)'],
  ['image by reference', '![x][i]\n\n[i]: https://evil.example/a.png'],
  ['code block language', '```"><img src=x onerror=alert(1)>\nx\n```'],
  ['code span', '`<img src=x onerror=alert(1)>`'],
  ['table cell', '| a |\n|---|\n| <img src=x onerror=alert(1)> |'],
  ['heading', '# <img src=x onerror=alert(1)>'],
  ['comment', '<!--><img src=x onerror=alert(1)>-->'],
  ['unclosed tag', '<img src=x onerror=alert(1)//'],
  ['own citation button', '<button class="cite" data-cite="1" onclick="alert(1)">1</button>'],
  ['noscript', '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>'],
];

describe('answers as Markdown', () => {
  it.each(attacks)('shows nothing active for: %s', (_, text) => {
    const box = render(text);
    const tags = [...box.querySelectorAll('*:not(.code-head > .copy)')].map(
      (node) => node.localName,
    );
    const active = 'script img svg math iframe object embed form input style base meta link';
    for (const tag of [...active.split(' '), 'video', 'details', 'button', 'noscript'])
      expect(tags).not.toContain(tag);
    for (const node of box.querySelectorAll('*'))
      for (const { name, value } of node.attributes) {
        expect(name).not.toMatch(/^on|^style$|^src|^title$/);
        if (name === 'href') expect(value).toMatch(/^https?:\/\/a\.example/);
      }
  });

  it('shows raw HTML as the text that it is', () => {
    expect(render('a <b>bold</b> claim').textContent).toContain('a <b>bold</b> claim');
  });

  it('opens links in a new tab that knows nothing of this one', () => {
    const link = render('[Peru](https://example.org/peru?a=1&b=2)').querySelector('a');
    expect(link?.href).toBe('https://example.org/peru?a=1&b=2');
    expect(link?.target).toBe('_blank');
    expect(link?.rel).toBe('noopener noreferrer');
  });

  it('leads corpus addresses to the relay', () => {
    const link = render('[Peru](corpus://countries/peru)').querySelector('a');
    expect(link?.href).toBe('https://relay.example.org/corpus/countries/peru');
  });

  it('turns source marks into buttons', () => {
    const [kept] = render('Lima [1, 2]. Quito [3]').querySelectorAll('.kept');
    expect(kept?.textContent).toBe('2.');
    const chips = render('Lima [1], founded in 1535 [2, 3][1].').querySelectorAll('button.cite');
    expect([...chips].map((chip) => chip.getAttribute('data-cite'))).toEqual(['1', '2', '3', '1']);
  });

  it('leaves source marks in code alone, and words in brackets too', () => {
    expect(render('`a[1]` and [see below]').querySelector('button')).toBeNull();
  });

  it('goes down one level of headings at a time, also where an answer grows', () => {
    const levels = (text: string) =>
      [...render(text).querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => tagName);
    // The question is an h2.
    expect(levels('## A\n\n## B\n\n#### C\n\n## D')).toEqual(['H3', 'H3', 'H4', 'H3']);
    expect(levels('### A\n\n# B\n\n## C\n\n> ### D')).toEqual(['H3', 'H3', 'H4', 'H5']);
    expect(levels('# 1\n## 2\n### 3\n#### 4\n##### 5')).toEqual(['H3', 'H4', 'H5', 'H6', 'H6']);
    const markdown = createMarkdown(relay);
    markdown('## A');
    // The same line further down is another level there.
    expect(markdown('# A\n## A').map(({ html }) => html)).toEqual(['<h3>A</h3>', '<h4>A</h4>']);
  });

  it('renders tables, lists, emphasis, code and headings below the page’s own', () => {
    const box = render('# A\n\n- *b*\n\n| c |\n|---|\n| d |\n\n```\ne\n```');
    for (const selector of ['h3', 'ul > li > em', 'table td', 'pre > code'])
      expect(box.querySelector(selector), selector).not.toBeNull();
  });

  it('resolves links defined elsewhere in the answer', () => {
    const link = render('See [Peru][p].\n\n[p]: https://example.org/peru').querySelector('a');
    expect(link?.href).toBe('https://example.org/peru');
  });

  it('keeps the blocks that did not change while an answer grows', () => {
    const markdown = createMarkdown(relay);
    const [first] = markdown('One [1].\n\nTw');
    expect(markdown('One [1].\n\nTwo [2].')[0]).toBe(first);
  });
});

describe('code', () => {
  const block = '```js\nconst a = "<b>"; // [1]\n```';

  it('is coloured where its language is known, and stays the same text', () => {
    const code = render(block, { highlight }).querySelector('pre > code');
    expect(code?.querySelector('.hljs-keyword')?.textContent).toBe('const');
    expect(code?.textContent).toBe('const a = "<b>"; // [1]');
    expect(code?.querySelector('button, b')).toBeNull();
  });

  it.each([
    ['a known language that is complete', block, ['highlight']],
    ['a block that is still being written', '```js\nconst a', []],
    ['a block without a language', '```\nconst a\n```', []],
    ['a complete block in a list', '- x\n\n  ~~~py\n  a = 1\n  ~~~', ['highlight']],
  ])('asks for colours for %s', (_, text, wants) => {
    expect(createMarkdown(relay)(text).flatMap((one) => one.wants)).toEqual(wants);
  });

  it('takes an unknown language as text', () => {
    const box = render('```<img>\nx\n```\n\n```nonsense\ny < z\n```', { highlight });
    expect(box.textContent).toContain('y < z');
    expect(box.querySelector('[class^="hljs"], img')).toBeNull();
  });
});

describe('math', () => {
  const help: Helpers = { math: toMathMl };
  it('becomes MathML, in the line and on a line of its own', () => {
    const box = render('So $x^2$ and\n\n$$\n\\frac{a}{b}\n$$', help);
    expect(box.querySelector('p > math > msup > mi')?.textContent).toBe('x');
    expect(box.querySelector('math[display="block"] mfrac')?.textContent).toBe('ab');
  });

  it.each([
    ['a link', String.raw`$\href{javascript:alert(1)}{x_1}$`],
    ['a picture', String.raw`$\includegraphics{https://evil.example/a.png}$`],
    ['a style', String.raw`$\style{background:url(https://evil.example)}{x_1}$`],
    ['markup', String.raw`$\text{<img src=x onerror=alert(1)>}$`],
    ['endless macros', String.raw`$\def\a{\a\a}\a$`],
    ['a broken formula', String.raw`$\frac{a$`],
  ])('stays harmless: %s', (_, text) => {
    const box = render(text, help);
    expect(box.querySelector('a, img, [href], [src], [style]')).toBeNull();
    expect(box.textContent.trim().length).toBeGreaterThan(0);
  });

  it('shows its source until it can be drawn', () => {
    const markdown = createMarkdown(relay);
    expect(markdown('$a_1$')[0]?.html).toContain('<code class="tex">a_1</code>');
    expect(markdown('$a_1$')[0]?.wants).toEqual(['math']);
  });
});

describe('footnotes and tables', () => {
  it('joins a mark and its note', () => {
    const box = render('Lima[^a] is old.\n\n[^a]: Founded in *1535* [1].');
    expect(box.querySelector('.note-mark')?.getAttribute('data-note')).toBe('a');
    expect(box.querySelector('.note[data-note="a"] em')?.textContent).toBe('1535');
    expect(box.querySelector('.note .cite')).not.toBeNull();
  });

  it('leaves a mark without a note as text', () => {
    const box = render('Lima[^a] is old.');
    expect(box.textContent).toContain('Lima[^a] is old.');
    expect(box.querySelector('button')).toBeNull();
  });

  it('marks become buttons when their note comes in', () => {
    const markdown = createMarkdown(relay);
    expect(markdown('Lima[^a].')[0]?.html).not.toContain('button');
    expect(markdown('Lima[^a].\n\n[^a]: x')[0]?.html).toContain('button');
  });

  it('keeps what is in a label out of the markup', () => {
    const box = render('x[^"onclick=alert(1)]\n\n[^"onclick=alert(1)]: y');
    for (const node of box.querySelectorAll('*')) expect(node.hasAttribute('onclick')).toBe(false);
  });

  it('puts a table into a box that scrolls', () => {
    const box = render('| a | b |\n|:-:|--:|\n| 1 | 2 |');
    expect(box.querySelector('.wide > table > tbody td')?.textContent).toBe('1');
    expect(box.querySelector('th')?.getAttribute('align')).toBe('center');
  });
});
