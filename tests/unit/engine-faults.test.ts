import { describe, expect, it } from 'vitest';
import { translateFault } from '../../src/engine/faults';
import { AppError } from '../../src/errors';

describe('translateFault', () => {
  it.each([
    ['Invalid typed array length: 1163217991', 'generate', 'engine-crashed'],
    ['(ABORT) unreachable', 'generate', 'engine-crashed'],
    ['memory access out of bounds', 'generate', 'engine-crashed'],
    ['Cannot allocate WebAssembly.Memory', 'load', 'out-of-memory'],
    ['std::bad_alloc', 'generate', 'out-of-memory'],
    ['the request exceeds the available context size', 'generate', 'context-exceeded'],
    ['failed to load model', 'load', 'model-corrupt'],
    ['unknown model architecture', 'load', 'model-unsupported'],
  ] as const)('%s while in %s → %s', (message, stage, code) => {
    expect(translateFault(new RangeError(message), stage).code).toBe(code);
  });

  it('does not show the words of the WebAssembly machine to a person', () => {
    const fault = translateFault(
      new RangeError('Invalid typed array length: 1163217991'),
      'generate',
    );
    expect(fault.message).not.toContain('typed array');
    expect(fault.cause).toBeInstanceOf(RangeError);
  });

  it('takes what wllama rejects with when it is no Error', () => {
    expect(translateFault('wllama has crashed, please reload', 'generate').code).toBe(
      'engine-crashed',
    );
  });

  it('keeps aborts and AppErrors as they are', () => {
    const own = new AppError('bad-input', 'x');
    expect(translateFault(own, 'load')).toBe(own);
    expect(translateFault(new DOMException('x', 'AbortError'), 'generate').code).toBe('aborted');
  });
});
