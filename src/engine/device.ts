/** What this device can do, as far as a browser tells. */
import type { Device } from '../models/fit';
import { inspectGpu } from './preflight';

/** Browsers tell at most 8 GB of memory, rounded; graphics memory they do not tell at all. */
const MOST_TOLD_BYTES = 8e9;

/** `gpuMemoryBytes` is what a person says; without it, it is guessed from the machine's memory. */
export async function describeDevice(gpuMemoryBytes?: number): Promise<Device> {
  const { gpu, deviceMemory, storage } = navigator as Partial<Navigator> & {
    deviceMemory?: number;
  };
  const [inspected, estimate] = await Promise.all([inspectGpu(gpu), storage?.estimate()]);
  const { quota, usage = 0 } = estimate ?? {};
  const guess = Math.min(MOST_TOLD_BYTES, (deviceMemory ?? 4) * 1e9);
  return {
    ...(inspected ? { gpu: inspected } : {}),
    gpuMemoryBytes: gpuMemoryBytes ?? guess,
    memoryKnown: gpuMemoryBytes !== undefined,
    ...(quota === undefined ? {} : { freeBytes: Math.max(0, quota - usage) }),
  };
}
