/**
 * Finds a Chromium for the end-to-end tests and `npm run ask`, and installs one where there is none:
 * `node tools/ensure-chromium.mjs`.
 */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installWithApt, run } from './apt.mjs';

const here = fileURLToPath(import.meta.url);

/** What headless Chromium is started with. WebGPU stays on where the machine has it. */
export const chromiumFlags = [
  '--enable-unsafe-webgpu',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function candidates() {
  const { CHROMIUM_PATH, PROGRAMFILES, LOCALAPPDATA } = process.env;
  const fixed = [
    CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  for (const base of [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA]) {
    if (base) fixed.push(join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  return fixed;
}

/** Playwright's own download, if `npx playwright install chromium` has run. */
function playwrights() {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright-core');
    return chromium.executablePath();
  } catch {
    // Playwright has no build for this platform; the other places remain.
    return undefined;
  }
}

/**
 * The path of a Chromium, or undefined. CHROMIUM_PATH comes first.
 * @returns {string | undefined}
 */
export function findChromium() {
  return [...candidates(), playwrights()].find((path) => path && existsSync(path));
}

function installWithPlaywright() {
  const cli = join(dirname(here), '..', 'node_modules', 'playwright', 'cli.js');
  return run(process.execPath, [cli, 'install', 'chromium']);
}

/** Finds a Chromium or installs one by the platform's own means. Throws when neither works. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  console.error('No Chromium found; installing one …');
  if (installWithApt('chromium') || installWithPlaywright()) {
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium found and none could be installed. Install Chromium or Chrome, ' +
      'or set CHROMIUM_PATH to its executable.',
  );
}

if (process.argv[1] && realpathSync(process.argv[1]) === here) {
  try {
    console.error(`Chromium: ${ensureChromium()}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
