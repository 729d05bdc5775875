// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { createMarkdown } from '../../src/ui/markdown';

const relay = 'https://relay.example.org';

function render(text: string): HTMLElement {
  const box = document.createElement('div');
  box.innerHTML = createMarkdown(relay)(text)
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
    const tags = [...box.querySelectorAll('*')].map((node) => node.localName);
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
    const chips = render('Lima [1], founded in 1535 [2, 3][1].').querySelectorAll('button.cite');
    expect([...chips].map((chip) => chip.getAttribute('data-cite'))).toEqual(['1', '2', '3', '1']);
  });

  it('leaves source marks in code alone, and words in brackets too', () => {
    expect(render('`a[1]` and [see below]').querySelector('button')).toBeNull();
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
