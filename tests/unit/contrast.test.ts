/** The colours have the contrast that WCAG 2.2 asks for, in light and dark, and more of it for who asks for more. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../../src', file), 'utf8');

type Colours = Record<string, [light: string, dark: string]>;

/** Tokens of the first `:root` in a text. */
function tokens(css: string): Colours {
  const [, body = ''] = /:root \{([^}]*)\}/.exec(css) ?? [];
  const found = body.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g);
  return Object.fromEntries(
    [...found].map(([, name, light, dark]) => [name!, [light!, dark!] satisfies Colours[string]]),
  );
}

/** Relative luminance of sRGB, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

const usual = tokens(read('app.css'));
const more = { ...usual, ...tokens(read('contrast.css')) };

const grounds = ['paper', 'surface', 'raised'];
const texts: [text: string, ground: string][] = [
  ...['ink', 'muted', 'accent', 'warn', 'danger'].flatMap((text) =>
    grounds.map((ground): [string, string] => [text, ground]),
  ),
  ['on-accent', 'accent'],
  ['accent', 'accent-soft'],
  ['warn', 'warn-soft'],
  ['danger', 'danger-soft'],
  ['ink', 'mark'],
];
const lines: [line: string, ground: string][] = [
  ['line-strong', 'paper'],
  ['line-strong', 'surface'],
  ['accent', 'paper'],
];

it('knows the ratio of black on white and of a colour on itself', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#123456', '#123456')).toBe(1);
});

describe.each([
  ['as usual', usual, 4.5, 3],
  ['with more contrast', more, 7, 4.5],
] as const)('colours %s', (_, colours, text, line) => {
  it.each(texts)('text: %s on %s', (front, ground) => {
    for (const scheme of [0, 1] as const)
      expect(contrast(colours[front]![scheme], colours[ground]![scheme])).toBeGreaterThanOrEqual(
        text,
      );
  });
  it.each(lines)('frames and marks: %s on %s', (front, ground) => {
    for (const scheme of [0, 1] as const)
      expect(contrast(colours[front]![scheme], colours[ground]![scheme])).toBeGreaterThanOrEqual(
        line,
      );
  });
});
