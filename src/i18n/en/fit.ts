/** Whether a model fits a device, and which engine runs it. */
import { saying } from '../area';
import { formatsOf } from '../formats';

const { gigabytes } = formatsOf('en');

export const en = {
  small: (name: string) => `${name} is small and runs on the processor.`,
  noWebGpu: 'This browser has no WebGPU. Use a current Chrome or Edge, over HTTPS or localhost.',
  emulated: 'WebGPU is only emulated here, far too slow for four billion weights.',
  limit: (limit: string) => `The graphics processor’s limit ${limit} is too low.`,
  noF16: 'The graphics processor has no 16-bit floats. Take q4f32_1 instead.',
  tensor: (bytes: number) =>
    `One tensor of it takes ${gigabytes(bytes)}, more than this graphics processor’s largest buffer.`,
  storage: (missing: number, free: number) =>
    `It needs ${gigabytes(missing)} of storage, and the browser lets this page use ${gigabytes(free)} more.`,
  takes: (name: string, thousands: number, bytes: number) =>
    `${name} with ${thousands}k of context takes about ${gigabytes(bytes)}`,
  memory: (bytes: number) => `${gigabytes(bytes)} of graphics memory`,
  memoryGuessed: (bytes: number) => `about ${gigabytes(bytes)} of graphics memory`,
  tooMuch: (takes: string, memory: string) =>
    `${takes}, more than your ${memory}. Choose less context or a smaller model.`,
  tight: (takes: string, memory: string) =>
    `${takes}: tight in your ${memory}. Close other programs first.`,
  fits: (takes: string, memory: string) => `${takes} and fits your ${memory}.`,
  noneFits: (why: string) => `No full Jan-Nano fits this device; Jan-Pocket does. ${why}`,

  onlyEngine: 'the only engine for this model',
  lacksWebGpu: 'no WebGPU',
  inSoftware: 'WebGPU in software only',
  gpuTooSmall: 'graphics processor too small',
  lacksF16: 'no 16-bit floats on this GPU',
  cannotRun: (name: string, why: string) =>
    `${name} cannot run on the graphics processor: ${why}. Choose another engine or another model in the settings.`,
  noWeights: 'there are no weights of it for WebLLM',
  offersNone:
    'this browser offers no WebGPU (Chrome and Edge from version 113 do, over HTTPS or on localhost)',
  limitTooLow: (limit: string) => `its limit ${limit} is too low`,
  needsF16: (quantisation: string) =>
    `it has no 16-bit floats in shaders, which ${quantisation} needs`,
};

export const fit = saying('fit', en);
