import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './tools/ensure-chromium.mjs';

const port = Number(process.env['E2E_PORT'] ?? 18787);
/** Set by `npm run test:gpu`: a window of the machine's own graphics processor. */
const real = process.env['REAL_GPU'] === '1';
const baseURL = `http://localhost:${port}`;

/** The real app, built, served by the real relay with its offline corpus. */
export default defineConfig({
  testDir: 'tests/e2e',
  // The model computes on the CPU: a second worker would only slow both down.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: {
    timeout: 30_000,
    toHaveScreenshot: { pathTemplate: '{testDir}/screens/compared/{arg}{ext}' },
  },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '.cache/tests/e2e.json' }]],
  use: {
    baseURL,
    // Its copy of the app would take every test some time, and hides requests from them.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      ...(real ? { headless: false } : { args: chromiumFlags }),
    },
  },
  // What each part of the app is for is tried on every width, the rest on a wide one alone.
  projects: [
    { name: 'wide', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'tablet', grep: /@every-width/, use: { viewport: { width: 768, height: 1024 } } },
    { name: 'phone', grep: /@every-width/, use: { viewport: { width: 360, height: 740 } } },
  ],
  webServer: {
    command: 'node --import tsx server/main.ts',
    url: `${baseURL}/healthz`,
    env: { PORT: String(port), SEARCH_BACKEND: 'offline' },
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
