/** Filled in by vite.config.ts; absent in unit tests. */
declare const __BUILD__: string | undefined;

/** Version and commit of what runs, such as `0.1.0 (1a2b3c4)`. */
export const build = typeof __BUILD__ === 'undefined' ? 'of development' : __BUILD__;
