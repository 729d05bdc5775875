import { AppError, isAbort, isAppError } from '../errors';
import { faults } from '../i18n/en/faults';
import { engines as words } from '../i18n/en/engines';
import type { Said } from '../contracts';

/** Where a fault came up: it decides what an unclear message most probably means. */
export type FaultStage = 'load' | 'generate';

/**
 * Translates what wllama throws. Its messages are mostly those of the WebAssembly machine: a C++
 * exception, for one, shows itself as "Invalid typed array length: 1163217991".
 */
export function translateFault(fault: unknown, stage: FaultStage): AppError {
  if (isAppError(fault)) return fault;
  if (isAbort(fault)) return new AppError('aborted', faults.stopped, { cause: fault });
  const text = describe(fault);
  const make = (code: AppError['code'], what: Said) => new AppError(code, what, { cause: fault });

  if (/out of memory|cannot allocate|failed to allocate|bad_alloc|could not allocate/i.test(text)) {
    return make('out-of-memory', words.noMemory);
  }
  if (/exceeds? the available context|context size/i.test(text)) {
    return make('context-exceeded', words.conversationTooLong);
  }
  if (/magic|invalid gguf|gguf_init|tensor .* (data|offset)|failed to load model/i.test(text)) {
    return make('model-corrupt', words.noGguf);
  }
  if (stage === 'load') {
    return make('model-unsupported', words.notStarted(text));
  }
  return make('engine-crashed', words.crashed(reason(text)));
}

function describe(fault: unknown): string {
  if (typeof ErrorEvent !== 'undefined' && fault instanceof ErrorEvent) {
    return fault.message || 'a worker failed';
  }
  return fault instanceof Error ? fault.message : String(fault);
}

function reason(text: string): string | Said {
  if (/invalid typed array length|unreachable|\(ABORT\)/i.test(text)) return words.internal;
  if (/out of bounds/i.test(text)) return words.memoryFault;
  return text;
}
