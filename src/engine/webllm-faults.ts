import { AppError, isAbort, isAppError } from '../errors';
import type { FaultStage } from './faults';

/** Translates what WebLLM, TVM and WebGPU throw. WebLLM's classes are told apart by name alone. */
export function translateGpuFault(fault: unknown, stage: FaultStage): AppError {
  if (isAppError(fault)) return fault;
  if (isAbort(fault)) return new AppError('aborted', 'Stopped.', { cause: fault });
  const name = fault instanceof Error ? fault.name : '';
  const text = fault instanceof Error ? fault.message : String(fault);
  const make = (code: AppError['code'], message: string) =>
    new AppError(code, message, { cause: fault });

  if (/out of memory|OutOfMemory|allocation failed/i.test(`${name} ${text}`))
    return outOfMemory(fault);
  // Loading reserves all the memory that will ever be needed: a device lost there had too little.
  if (name === 'DeviceLostError') return outOfMemory(fault);
  if (
    name === 'WebGPUNotAvailableError' ||
    /compatible GPU|Cannot initialize runtime/i.test(text)
  ) {
    return make(
      'model-unsupported',
      'This browser offers no graphics processor that can run the model. ' +
        'Choose the other engine in the settings.',
    );
  }
  if (name === 'ShaderF16SupportError' || name === 'FeatureSupportError') {
    return make(
      'model-unsupported',
      'The graphics processor lacks a feature that this model needs. Choose the other engine in ' +
        'the settings, or another model.',
    );
  }
  if (/cannot find parameter|tensor-cache|JSON|shape|offset/i.test(text) && stage === 'load') {
    return make(
      'model-corrupt',
      `The model's files do not fit together (${text}). Reload the page; if it happens again, the ` +
        'server holds a damaged copy.',
    );
  }
  if (stage === 'load') {
    return make(
      'model-unsupported',
      `The model could not be started on the graphics processor (${text}). Choose the other ` +
        'engine in the settings.',
    );
  }
  return make('engine-crashed', `The engine stopped unexpectedly (${text}). Ask again.`);
}

export function deviceLost(info: Pick<GPUDeviceLostInfo, 'message'>): AppError {
  const why = info.message ? ` (${info.message.trim()})` : '';
  return new AppError(
    'engine-crashed',
    `The graphics processor was taken away${why}. Ask again: the model starts anew by itself.`,
    { cause: info },
  );
}

function outOfMemory(cause: unknown): AppError {
  return new AppError(
    'out-of-memory',
    'The graphics processor has not enough memory for this model. Close other tabs, or choose a ' +
      'smaller model.',
    { cause },
  );
}
