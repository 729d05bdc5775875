import { describe, expect, it } from 'vitest';
import { TokenCounter } from '../../src/engine/token-counter';

/** Bytes alone, one merge, one special token: enough to see how the file is read. */
const vocabulary = ['a', 'b', 'Ġ', 'Ã', '©', 'Ì', 'ģ', 'e', 'ab'];
const tokenizerJson = {
  version: '1.0',
  added_tokens: [
    {
      id: 9,
      content: '<tool_call>',
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: false,
    },
  ],
  normalizer: { type: 'NFC' },
  pre_tokenizer: {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: false,
    use_regex: true,
  },
  post_processor: null,
  decoder: { type: 'ByteLevel' },
  model: {
    type: 'BPE',
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    merges: [['a', 'b']],
  },
};

describe('TokenCounter', () => {
  const counter = new TokenCounter(tokenizerJson);

  it.each([
    ['', 0],
    ['ab', 1],
    ['ba', 2],
    ['ab ab', 3],
    ['a<tool_call>b', 3],
  ])('counts %j as %d', (text, count) => {
    expect(counter.count(text)).toBe(count);
  });

  it('does not normalise, as llama.cpp does not', () => {
    expect(counter.count('é')).toBe(2);
    expect(counter.count('e\u0301')).toBe(3);
  });
});
