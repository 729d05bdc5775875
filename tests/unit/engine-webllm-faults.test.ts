import { describe, expect, it } from 'vitest';
import { deviceLost, translateGpuFault } from '../../src/engine/webllm-faults';

describe('faults of the graphics processor', () => {
  const named = (name: string, message = 'x') => Object.assign(new Error(message), { name });
  it.each([
    [named('WebGPUNotAvailableError'), 'load', 'model-unsupported'],
    [named('Error', 'Unable to find a compatible GPU.'), 'load', 'model-unsupported'],
    [named('ShaderF16SupportError'), 'load', 'model-unsupported'],
    [named('DeviceLostError'), 'load', 'out-of-memory'],
    [named('GPUOutOfMemoryError'), 'generate', 'out-of-memory'],
    [named('Error', 'Cannot find parameter model.norm'), 'load', 'model-corrupt'],
    [named('GPUValidationError', 'shader'), 'load', 'model-unsupported'],
    [named('GPUValidationError', 'shader'), 'generate', 'engine-crashed'],
    [deviceLost({ message: 'unplugged' }), 'generate', 'engine-crashed'],
  ] as const)('%s while in %s → %s', (fault, stage, code) => {
    expect(translateGpuFault(fault, stage).code).toBe(code);
  });

  it('says what to do when the device is lost', () => {
    expect(deviceLost({ message: 'unplugged' }).message).toMatch(/unplugged.*Ask again/);
  });
});
