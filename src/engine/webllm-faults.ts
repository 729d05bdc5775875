import { AppError, isAbort, isAppError } from '../errors';
import { faults } from '../i18n/en/faults';
import { engines as words } from '../i18n/en/engines';
import type { Said } from '../contracts';
import type { FaultStage } from './faults';

/** Translates what WebLLM, TVM and WebGPU throw. WebLLM's classes are told apart by name alone. */
export function translateGpuFault(fault: unknown, stage: FaultStage): AppError {
  if (isAppError(fault)) return fault;
  if (isAbort(fault)) return new AppError('aborted', faults.stopped, { cause: fault });
  const name = fault instanceof Error ? fault.name : '';
  const text = fault instanceof Error ? fault.message : String(fault);
  const make = (code: AppError['code'], what: Said) => new AppError(code, what, { cause: fault });

  if (/out of memory|OutOfMemory|allocation failed/i.test(`${name} ${text}`))
    return outOfMemory(fault);
  // Loading reserves all the memory that will ever be needed: a device lost there had too little.
  if (name === 'DeviceLostError') return outOfMemory(fault);
  if (
    name === 'WebGPUNotAvailableError' ||
    /compatible GPU|Cannot initialize runtime/i.test(text)
  ) {
    return make('model-unsupported', words.noGpu);
  }
  if (name === 'ShaderF16SupportError' || name === 'FeatureSupportError') {
    return make('model-unsupported', words.gpuLacks);
  }
  if (/cannot find parameter|tensor-cache|JSON|shape|offset/i.test(text) && stage === 'load') {
    return make('model-corrupt', words.filesMismatch(text));
  }
  if (stage === 'load') {
    return make('model-unsupported', words.notStartedOnGpu(text));
  }
  return make('engine-crashed', words.crashed(text));
}

export function deviceLost(info: Pick<GPUDeviceLostInfo, 'message'>): AppError {
  const what = info.message ? words.gpuLostOf(info.message.trim()) : words.gpuLost;
  return new AppError('engine-crashed', what, { cause: info });
}

function outOfMemory(cause: unknown): AppError {
  return new AppError('out-of-memory', words.gpuMemory, { cause });
}
