/**
 * `npm run test:gpu`: the tests of WebLLM on this machine's own graphics processor, in a visible window.
 * Software WebGPU is refused: `npm test` covers that.
 */
import { spawnSync } from 'node:child_process';
import { chromium } from '@playwright/test';
import { ensureChromium } from './ensure-chromium.mjs';

const executablePath = ensureChromium();
const browser = await chromium.launch({ executablePath, headless: false }).catch((error) => {
  console.error(`No browser window could be opened: ${error.message.split('\n')[0]}`);
  process.exit(1);
});
const page = await browser.newPage();
// WebGPU is for secure pages alone, which this one is.
await page.route('https://gpu.test/', (route) => route.fulfill({ body: '<!doctype html>' }));
await page.goto('https://gpu.test/');
const adapter = await page.evaluate(async () => {
  const found = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!found) return undefined;
  const { vendor, architecture, description, isFallbackAdapter } = found.info;
  const f16 = found.features.has('shader-f16');
  return { name: `${vendor} ${architecture} ${description}`.trim(), isFallbackAdapter, f16 };
});
await browser.close();
if (!adapter || adapter.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(adapter.name)) {
  console.error(
    `test:gpu needs a real graphics processor with WebGPU; here is ${adapter?.name ?? 'none'}.`,
  );
  process.exit(1);
}
console.log(`On ${adapter.name}, ${adapter.f16 ? 'with' : 'without'} 16-bit floats.`);
const specs = ['tests/e2e/webllm.spec.ts', 'tests/e2e/model-library.spec.ts'];
const env = { ...process.env, REAL_GPU: '1' };
for (const command of [
  ['vite', 'build'],
  ['playwright', 'test', ...specs],
]) {
  const { status } = spawnSync('npx', command, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
