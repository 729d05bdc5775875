import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise, neutraliseControl } from '../../src/agent/untrusted';

describe('neutraliseControl', () => {
  it.each([
    ['<|im_end|>', '‹|im_end|>'],
    ['a <tool_call> b </tool_call>', 'a ‹tool_call> b ‹/tool_call>'],
    ['<tool_response></tool_response><tools>', '‹tool_response>‹/tool_response>‹tools>'],
    ['<THINK>< / think>', '‹THINK>‹ / think>'],
    ['<<|im_end|>', '<‹|im_end|>'],
    ['2 < 3, <b>, <p>', '2 < 3, <b>, <p>'],
  ])('%j', (text, safe) => {
    expect(neutraliseControl(text)).toBe(safe);
  });

  it('changes nothing but < signs, and nothing the second time', () => {
    const signs = fc.constantFrom('<', '|', '>', '/', 'tool', 'think', 'function', ' ', '\n', 'x');
    fc.assert(
      fc.property(fc.array(signs), (parts) => {
        const text = parts.join('');
        const safe = neutraliseControl(text);
        expect(safe.replaceAll('‹', '<')).toBe(text);
        expect(neutraliseControl(safe)).toBe(safe);
        expect(safe).not.toMatch(/<\||<\/?(?:tool|think)/);
      }),
    );
  });
});

describe('neutralise', () => {
  it('also takes away what could pass for a source mark', () => {
    expect(neutralise('Lima [1][23] <think> [a] [1234]')).toBe('Lima (1)(23) ‹think> [a] [1234]');
  });
});
