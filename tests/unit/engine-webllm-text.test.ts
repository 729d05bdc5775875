import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StopStrings, TextStream, TokenBytes } from '../../src/engine/webllm-text';

const tokenizer = JSON.parse(readFileSync('public/models/jan-pocket/tokenizer.json', 'utf8')) as {
  model: { vocab: Record<string, number> };
};

const count = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i);

describe('tokens as text', () => {
  const tokens = new TokenBytes(tokenizer);
  const byte = (value: number) => {
    const id = count(2022).find((one) => {
      const bytes = tokens.of(one);
      return bytes.length === 1 && bytes[0] === value;
    });
    if (id === undefined) throw new Error(`no token for the byte ${value}`);
    return id;
  };
  const bytesOf = (text: string) => Array.from(new TextEncoder().encode(text), byte);

  it('covers every byte, and gives back any text', () => {
    const text = 'a\n 東京 – café 🇵🇪 ½\ufeff';
    const stream = new TextStream(tokens);
    expect(
      bytesOf(text)
        .map((id) => stream.push(id))
        .join(''),
    ).toBe(text);
    expect(new Set(count(256).map(byte)).size).toBe(256);
  });

  it('never emits a part of a character', () => {
    const stream = new TextStream(tokens);
    expect(bytesOf('é🇵').map((id) => stream.push(id))).toEqual(['', 'é', '', '', '', '🇵']);
  });

  it('shows added tokens but no control tokens', () => {
    const stream = new TextStream(tokens);
    expect(stream.push(tokens.idOf('<tool_call>') ?? -1)).toBe('<tool_call>');
    expect(stream.push(tokens.idOf('<|im_start|>') ?? -1)).toBe('');
    expect(tokens.idOf('Lima')).toBeUndefined();
  });

  it('knows which tokens would make no text', () => {
    const stream = new TextStream(tokens);
    expect(stream.accepts(byte(0x80))).toBe(false);
    stream.push(byte(0xe6));
    expect(stream.accepts(byte(0x80))).toBe(true);
    expect(stream.accepts(byte(0x41))).toBe(false);
  });

  it('refuses a tokenizer of another kind', () => {
    expect(() => new TokenBytes({ ...tokenizer, decoder: { type: 'WordPiece' } })).toThrow(
      expect.objectContaining({ code: 'model-unsupported' }),
    );
  });
});

describe('stop strings', () => {
  const run = (stops: string[], pieces: string[]) => {
    const filter = new StopStrings(stops);
    let text = '';
    for (const piece of pieces) {
      const result = filter.push(piece);
      text += result.text;
      if (result.stopped) return { text, stopped: true };
    }
    return { text: text + filter.end(), stopped: false };
  };

  it.each([
    ['across pieces', ['END'], ['abcE', 'N', 'Def'], 'abc', true],
    ['the first of two', ['yy', 'x'], ['axbyy'], 'a', true],
    ['none at all', ['END'], ['abE', 'Nd'], 'abENd', false],
    ['a beginning at the end', ['END'], ['abEN'], 'abEN', false],
    ['an empty one', [''], ['abc'], 'abc', false],
  ])('%s', (_, stops, pieces, text, stopped) => {
    expect(run(stops, pieces)).toEqual({ text, stopped });
  });

  it('lets through at once what cannot be a stop string', () => {
    expect(new StopStrings(['END']).push('abcE').text).toBe('abc');
  });
});
