import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createToolCallParser, joinPieces, parseToolCalls } from '../../src/agent/tool-calls';
import { visibleOutput } from '../../src/agent/visible';
import { SAMPLE_OUTPUTS } from '../fixtures/outputs';

const call = (json: string): string => `<tool_call>\n${json}\n</tool_call>`;
const calls = (output: string): unknown[] =>
  parseToolCalls(output).calls.map((one) =>
    one.type === 'call' ? [one.name, one.arguments] : one.error,
  );

describe('parseToolCalls', () => {
  it.each([
    ['Hermes', call('{"name": "f", "arguments": {"q": "x"}}')],
    ['the short form', '<tool>{"name": "f", "args": {"q": "x"}}</tool>'],
    ['parameters', call('{"name": "f", "parameters": {"q": "x"}}')],
    ['arguments as a JSON string', call('{"name": "f", "arguments": "{\\"q\\": \\"x\\"}"}')],
    ['the fields in another order', call('{"arguments": {"q": "x"}, "name": " f "}')],
    ['no closing tag', '<tool_call>\n{"name": "f", "arguments": {"q": "x"}}'],
    ['the closing tag cut off', '<tool_call>{"name": "f", "arguments": {"q": "x"}}\n'],
    ['the other closing tag', '<tool>{"name": "f", "args": {"q": "x"}}</tool_call>'],
  ])('reads %s', (_name, output) => {
    expect(calls(output)).toEqual([['f', { q: 'x' }]]);
  });

  // The forms of Jan-Nano's training, early and late, with the tools that it met there.
  it.each([
    ['<tool>\n{"name": "web_search", "args": {"query": "a b"}}\n</tool>', 'web_search'],
    ['<tool>{"name": "visit_tool", "args": {"url": "https://a.org"}}</tool>', 'visit_tool'],
    [
      '<tool_call>\n{"name": "web_search", "arguments": {"query": "a b"}}\n</tool_call>',
      'web_search',
    ],
    [
      'I look. <tool_call>{"name": "visit_tool", "args": {"url": "https://a.org"}}</tool_call>',
      'visit_tool',
    ],
    ['<tool>{"name": "google_search", "arguments": {"q": "a b"}}</tool>', 'google_search'],
    ['<tool>{"name": "scrape", "parameters": {"url": "https://a.org"}}</tool>', 'scrape'],
  ])('reads %s', (output, name) => {
    const read = parseToolCalls(output).calls;
    expect(read).toHaveLength(1);
    expect(read[0]).toMatchObject({ type: 'call', name });
    const args = read[0]?.type === 'call' ? Object.values(read[0].arguments) : [];
    expect(['a b', 'https://a.org']).toContain(args[0]);
  });

  it('takes a call without arguments as one with none', () => {
    expect(calls(call('{"name": "f"}'))).toEqual([['f', {}]]);
    expect(calls(call('{"name": "f", "arguments": ""}'))).toEqual([['f', {}]]);
    expect(calls(call('{"name": "f", "arguments": null}'))).toEqual([['f', {}]]);
  });

  it('keeps the order of arguments', () => {
    const [first] = parseToolCalls(call('{"name": "f", "arguments": {"z": 1, "a": 2}}')).calls;
    expect(first?.type === 'call' && Object.keys(first.arguments)).toEqual(['z', 'a']);
  });

  it('keeps several calls and the text between them in order', () => {
    const output = `One. ${call('{"name": "a"}')} Two.${call('{"name": "b"}')}\nThree.`;
    const { pieces, text } = parseToolCalls(output);
    expect(pieces.map((piece) => ('text' in piece ? piece.text : piece.name))).toEqual([
      'One. ',
      'a',
      ' Two.',
      'b',
      '\nThree.',
    ]);
    expect(text).toBe('One.  Two.\nThree.');
  });

  it('ends a call where the next one begins', () => {
    const output = '<tool_call>{"name": "a"}\n<tool_call>{"name": "b"}</tool_call>';
    expect(calls(output)).toEqual([
      ['a', {}],
      ['b', {}],
    ]);
  });

  it('lets a tag stand in quotes', () => {
    const output = `${call('{"name": "f", "arguments": {"q": "</tool_call> <tool_call>"}}')} Done.`;
    expect(calls(output)).toEqual([['f', { q: '</tool_call> <tool_call>' }]]);
    expect(parseToolCalls(output).text).toBe(' Done.');
  });

  it('splits thinking off', () => {
    const { thinking, text, calls } = parseToolCalls(
      `<think>\nI search <tool_call>{}</tool_call>.\n</think>\n\nSo. ${call('{"name": "f"}')}`,
    );
    expect(thinking).toBe('\nI search <tool_call>{}</tool_call>.\n');
    expect(text).toBe('\n\nSo. ');
    expect(calls).toHaveLength(1);
  });

  it('takes thinking without an end for thinking', () => {
    expect(parseToolCalls('<think>Hm </thin')).toMatchObject({ thinking: 'Hm </thin', text: '' });
  });

  it.each([
    ['{"name": "f", "arguments": {"q": "x"}', /closing } or ] is missing/],
    ['{"name": "f", "arguments": {"q": "x"}}}', /} or \] too many/],
    ['{"name": "f", "arguments": {"q": "x}}', /closing " is missing/],
    ["{'name': 'f'}", /not valid JSON/],
    ['', /empty/],
    ['["f"]', /not a JSON object/],
    ['{"arguments": {}}', /no "name"/],
    ['{"name": 3}', /no "name"/],
    ['{"name": "f", "arguments": [1]}', /not a JSON object/],
    ['{"name": "f", "arguments": "{"}', /"arguments" are not valid JSON.*missing/],
  ])('says what is wrong with %s', (json, error) => {
    const { calls } = parseToolCalls(call(json));
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      type: 'broken-call',
      error: expect.stringMatching(error) as unknown,
    });
  });

  it('goes on after a call whose quotes never close', () => {
    const output = `${call('{"name": "f", "arguments": {"q": "x}}')} Then ${call('{"name": "g"}')}`;
    expect(calls(output)).toEqual([expect.stringContaining('not valid JSON'), ['g', {}]]);
  });

  it('knows the name of a broken call where it stands there', () => {
    expect(parseToolCalls(call('{"name": "f", "arguments": {')).calls[0]?.name).toBe('f');
  });

  it('says that a call cut off at the end is not complete', () => {
    expect(calls('<tool_call>\n{"name": "f", "argu')).toEqual([expect.stringContaining('missing')]);
  });
});

describe('the streaming parser', () => {
  it('passes text on at once, and never half a tag', () => {
    const parser = createToolCallParser();
    const push = (text: string): string =>
      parser
        .push(text)
        .map((piece) => ('text' in piece ? piece.text : piece.name))
        .join('|');
    expect(push('2 < 3 and a <')).toBe('2 < 3 and a ');
    expect(push('b> <tool')).toBe('<b> ');
    expect(push('s> <tool_ca')).toBe('<tools> ');
    expect(parser.insideCall).toBe(false);
    expect(push('ll>{"name": ')).toBe('');
    expect(parser.insideCall).toBe(true);
    expect(push('"f"}</tool_call')).toBe('');
    expect(push('>!')).toBe('f|!');
    expect(push('<')).toBe('');
    expect(parser.end()).toEqual([{ type: 'text', text: '<' }]);
  });

  it('reads the same from every way of cutting', () => {
    expect(SAMPLE_OUTPUTS.length).toBeGreaterThanOrEqual(60);
    for (const output of SAMPLE_OUTPUTS) {
      const whole = parseToolCalls(output).pieces;
      fc.assert(
        fc.property(fc.array(fc.nat(output.length), { maxLength: 12 }), (cuts) => {
          const at = [0, ...cuts.sort((a, b) => a - b), output.length];
          const chunks = at.slice(1).map((end, index) => output.slice(at[index], end));
          expect(parseInChunks(chunks)).toEqual(whole);
        }),
        { numRuns: 25 },
      );
      expect(parseInChunks([...output])).toEqual(whole);
    }
  });

  it('never throws, and loses no text outside tags', () => {
    const tags = [
      '<think>',
      '</think>',
      '<tool_call>',
      '</tool_call>',
      '<tool>',
      '</tool>',
      '<',
      '>',
    ];
    const parts = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...tags, '{"name": "f"}', '{', '}', '"', '\\'),
      ),
    );
    fc.assert(
      fc.property(parts, (chunks) => {
        expect(parseInChunks(chunks)).toEqual(parseToolCalls(chunks.join('')).pieces);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('<'));
        expect(parseToolCalls(text).text).toBe(text);
      }),
    );
  });
});

describe('visibleOutput', () => {
  it.each([
    ['', { thinking: '', text: '', callsStarted: 0 }],
    ['<think>\nHm', { thinking: 'Hm', text: '', callsStarted: 0 }],
    ['<think>\nHm\n</think>\n\nLima <to', { thinking: 'Hm', text: 'Lima', callsStarted: 0 }],
    ['I look.\n<tool_call>{"na', { thinking: '', text: 'I look.', callsStarted: 1 }],
    [`a ${call('{"name": "f"}')}<tool>`, { thinking: '', text: 'a', callsStarted: 2 }],
  ])('of %j', (raw, visible) => {
    expect(visibleOutput(raw)).toEqual(visible);
  });
});

function parseInChunks(chunks: string[]): unknown {
  const parser = createToolCallParser();
  const pieces = chunks.flatMap((chunk) => parser.push(chunk));
  return joinPieces([...pieces, ...parser.end()]);
}
