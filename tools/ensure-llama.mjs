/**
 * llama.cpp as node-llama-cpp builds it, for the tests that compare with it. It lies in .cache and not among the
 * dependencies: npm would bring its builds for CUDA and Vulkan along, several hundred megabytes. This one is 85 MB,
 * compiled already.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './steps.mjs';

const VERSION = '3.22.1';

/** @type {Record<string, string>} */
const builds = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/** The address of node-llama-cpp's module; installs it with npm where it is missing. Throws where that fails. */
export function ensureLlama() {
  const folder = join(root, '.cache', `llama-${VERSION}`);
  const module = join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
  if (existsSync(module)) return pathToFileURL(module).href;
  const build = builds[`${process.platform}-${process.arch}`];
  if (!build) throw new Error(`node-llama-cpp has no build for ${process.platform}.`);
  console.error('Installing llama.cpp (node-llama-cpp) …');
  // Renamed when it is whole, so that an interrupted one does not pass for one.
  const fresh = `${folder}-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, 'package.json'), '{"private":true}');
  const packages = [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${build}@${VERSION}`];
  const flags = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', ['install', ...flags, ...packages], {
    cwd: fresh,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm could not install node-llama-cpp.');
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return pathToFileURL(module).href;
}
