/** More threads than this only wait for each other with the small models that run on a CPU. */
const MAX_THREADS = 4;

/**
 * How many threads to compute with. Threads need shared memory, which only cross-origin isolated pages
 * have. llama.cpp's threads spin while they wait for each other, so one that has to share its core
 * holds up all the others by ten times and more: one core is left to the page and the rest.
 */
export function threadCount(isolated: boolean, cores: number): number {
  return isolated ? Math.min(Math.max(cores - 1, 1), MAX_THREADS) : 1;
}
