import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { mathExtensions } from '../../src/ui/math';

/** The formulas that Marked finds. */
function formulas(text: string): string[] {
  const found: string[] = [];
  const marked = new Marked({
    extensions: mathExtensions(({ tex, display }) => {
      found.push(display ? `$$${tex}$$` : tex);
      return '';
    }),
  });
  marked.parse(text, { async: false });
  return found;
}

describe('formulas', () => {
  it.each([
    ['$x$ is one', ['x']],
    ['with $x^2 + y^2 = z^2$ and $n$', ['x^2 + y^2 = z^2', 'n']],
    ['there are $3$ of $12.5$', ['3', '12.5']],
    ['speed: $v = d / t$.', ['v = d / t']],
    [String.raw`\(a_1\) and \[\sum_i x_i\]`, ['a_1', String.raw`$$\sum_i x_i$$`]],
    ['$$\nE = mc^2\n$$', ['$$E = mc^2$$']],
    ['text before\n$$E = mc^2$$\ntext after', ['$$E = mc^2$$']],
    ['text before\n\\[\nE = mc^2\n\\]\ntext after', ['$$E = mc^2$$']],
    [String.raw`$\text{cost in US\$} = 5x$`, [String.raw`\text{cost in US\$} = 5x`]],
    ['**$x$**, and | $y$', ['x', 'y']],
    ['$f(x) < g(x)$', ['f(x) < g(x)']],
    ['pay $5, where $x$ is', ['x']],
  ])('%j', (text, expected) => {
    expect(formulas(text)).toEqual(expected);
  });
});

describe('no formulas', () => {
  it.each([
    '$5 and $6',
    '$5-$6',
    'between $1M and $2M',
    'it costs $5',
    'US$5 or A$6 or C$7',
    '$100 – 200$',
    '$5 or 6$ a piece',
    '$5, which is more than 4$ was',
    '$AAPL and $MSFT rose',
    '$HOME/bin:$PATH',
    'The $ is the sign of the dollar, $ for short',
    String.raw`\$5 and \$6`,
    '`$x$` in code',
    '```\n$x$\n```',
    'costs $$ to $$$',
    String.raw`\[1\] and \(see below\)`,
    String.raw`a \[sic and so on\] b`,
    'half of $x^2 is written',
    '$a\n\nb^2$',
    '$1,000 to $2,000 (about 5%)',
  ])('%j', (text) => {
    expect(formulas(text)).toEqual([]);
  });
});
