import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Compiles the runes in *.svelte.ts, so that stores are tested as they run.
  plugins: [svelte()],
  test: {
    include: ['tests/unit/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    // Loading the corpus takes long on a machine that is busy.
    hookTimeout: 60_000,
  },
});
