/** Styles follow the direction of the text: none names a left or a right. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../src');

/** Physical for a reason. */
const exceptions = [
  // The notch of a phone is where it is; both sides keep its distance.
  /env\(safe-area-inset-(?:left|right)\)/g,
  // Numbers are written from the left in every language: in a column of them the units meet on the right.
  /(?<=\[align='right'\] \{\s*)text-align: right/g,
  // Centred: half of the page, and back by half of itself.
  /inset: min\(12dvh, 96px\) auto auto 50%/g,
];

interface Style {
  file: string;
  css: string;
}

const styles: Style[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:css|svelte)$/.test(file))
  .map((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    const css = file.endsWith('.css')
      ? text
      : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, one]) => one).join('\n');
    return { file, css };
  });

/** Declarations that are about a left or a right, one a line. */
function physical(css: string): string[] {
  const plain = exceptions.reduce(
    (rest, exception) => rest.replace(exception, ''),
    css.replace(/\/\*[\s\S]*?\*\//g, ''),
  );
  const declarations = [...plain.matchAll(/(?<=[;{]\s*)([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)];
  return declarations
    .filter(([, name = '', value = '']) => namesSide(name, value) || isUneven(name, value))
    .map(([whole]) => whole.replace(/\s+/g, ' '));
}

function namesSide(name: string, value: string): boolean {
  if (/(?:^|-)(?:left|right)(?:$|-)/.test(name)) return true;
  return /\b(?:left|right)\b/.test(value) && !name.startsWith('--');
}

/** Of four sides the second is the right one and the fourth the left one. */
function isUneven(name: string, value: string): boolean {
  if (!/^(?:margin|padding|inset|border-(?:width|color|style))$/.test(name)) return false;
  const [, right, , left] =
    value.trim().match(/(?:\w[\w-]*)?\([^()]*(?:\([^()]*\)[^()]*)*\)|\S+/g) ?? [];
  return left !== undefined && left !== right;
}

describe('styles', () => {
  it('are read from every kind of file', () => {
    const holding = styles.filter(({ css }) => css.trim());
    expect(holding.some(({ file }) => file.endsWith('.svelte'))).toBe(true);
    expect(holding.map(({ file }) => file)).toContain('app.css');
  });

  it.each([
    'a { margin-left: 1px; }',
    'a { left: 0 }',
    'a { color: red; text-align: right; }',
    'a { border-top-left-radius: 2px; }',
    'a { &:hover { padding: 1px 2px 3px 4px; } }',
    'a { inset: 0 max(1px, env(safe-area-inset-right)) 0 auto; }',
  ])('of a side are found: %s', (css) => expect(physical(css)).toHaveLength(1));

  it.each([
    'a { margin-inline-start: 1px; padding: 1px 2px 3px 2px; }',
    '.left { text-align: start; }',
    'a { padding: max(1px, calc(2px + 3px)) 4px 5px; } /* left: 0; */',
  ])('of no side are not: %s', (css) => expect(physical(css)).toEqual([]));

  it.each(styles.filter(({ css }) => css.trim()))('of $file name no side', ({ css }) => {
    expect(physical(css)).toEqual([]);
  });
});
