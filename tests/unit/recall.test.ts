import { describe, expect, it } from 'vitest';
import { Recall } from '../../src/ui/recall';

const asked = () => ['third', 'second', 'second', 'first'];

/** What the box holds after each key: `^` up, `v` down, else it is typed. */
function type(keys: string, draft = ''): string[] {
  const recall = new Recall();
  let text = draft;
  return [...keys].map((key) => {
    if (key === '^') text = recall.back(text, asked) ?? text;
    else if (key === 'v') text = recall.forward(text) ?? text;
    else text += key;
    return text;
  });
}

describe('earlier questions', () => {
  it.each([
    ['go back, each once, and stop at the first', '^^^^', ['third', 'second', 'first', 'first']],
    ['come forward again, to an empty box', '^^vv', ['third', 'second', 'third', '']],
    ['are not behind what was never recalled', 'v', ['']],
    ['begin anew where one was changed', '^x^', ['third', 'thirdx', 'third']],
    ['give a changed one back', '^x^v', ['third', 'thirdx', 'third', 'thirdx']],
  ])('%s', (_, keys, expected) => {
    expect(type(keys)).toEqual(expected);
  });

  it('keep what was being written', () => {
    expect(type('^^vv', 'half a que')).toEqual(['third', 'second', 'third', 'half a que']);
  });

  it('leave out the one in the box', () => {
    expect(type('^^', 'third')).toEqual(['second', 'first']);
  });
});
