/**
 * Does `work` while no other tab of this browser does it under the same name.
 * Resolves with false, and does nothing, where another tab is at it.
 */
export async function whileAlone(name: string, work: () => Promise<void>): Promise<boolean> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  if (!locks) {
    await work();
    return true;
  }
  return locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}
