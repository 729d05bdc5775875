import { AppError, isAbort, isAppError } from '../errors';

/** Where a fault came up: it decides what an unclear message most probably means. */
export type FaultStage = 'load' | 'generate';

/**
 * Translates what wllama throws. Its messages are mostly those of the WebAssembly machine: a C++
 * exception, for one, shows itself as "Invalid typed array length: 1163217991".
 */
export function translateFault(fault: unknown, stage: FaultStage): AppError {
  if (isAppError(fault)) return fault;
  if (isAbort(fault)) return new AppError('aborted', 'Stopped.', { cause: fault });
  const text = describe(fault);
  const make = (code: AppError['code'], message: string) =>
    new AppError(code, message, { cause: fault });

  if (/out of memory|cannot allocate|failed to allocate|bad_alloc|could not allocate/i.test(text)) {
    return make(
      'out-of-memory',
      'There is not enough memory to run this model. Close other tabs, or choose a smaller model.',
    );
  }
  if (/exceeds? the available context|context size/i.test(text)) {
    return make(
      'context-exceeded',
      'The conversation is longer than the model can read. Start a new question.',
    );
  }
  if (/magic|invalid gguf|gguf_init|tensor .* (data|offset)|failed to load model/i.test(text)) {
    return make(
      'model-corrupt',
      'The model file is damaged or is not a GGUF file. Delete it and download it again.',
    );
  }
  if (stage === 'load') {
    return make(
      'model-unsupported',
      `The model could not be started (${text}). Reload the page; if it happens again, this ` +
        'model does not run in this browser.',
    );
  }
  return make('engine-crashed', `The engine stopped unexpectedly (${reason(text)}). Ask again.`);
}

function describe(fault: unknown): string {
  if (typeof ErrorEvent !== 'undefined' && fault instanceof ErrorEvent) {
    return fault.message || 'a worker failed';
  }
  return fault instanceof Error ? fault.message : String(fault);
}

function reason(text: string): string {
  if (/invalid typed array length|unreachable|\(ABORT\)/i.test(text)) return 'an internal fault';
  if (/out of bounds/i.test(text)) return 'a memory fault';
  return text;
}
