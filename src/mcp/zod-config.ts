/** Comes before whatever imports zod. */

// zod would try whether it may compile code; the page's policy forbids that, and browsers report the try.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
