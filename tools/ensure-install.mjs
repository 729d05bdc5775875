/**
 * Installs the packages of package-lock.json where they are missing or differ, so that every
 * command works on a fresh clone. Plain Node: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Compares contents, not times: git and npm both set file times as they like.
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesOf(path) {
  if (!existsSync(path)) return {};
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

function isInstalled() {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    // Optional packages are for other platforms more often than not.
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** @param {string[]} args */
function npm(args) {
  const viaNode = process.env.npm_execpath;
  // Standard output belongs to the command that comes next, so npm's goes to standard error.
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, stdio: ['ignore', process.stderr.fd, process.stderr.fd] };
  const result = viaNode
    ? spawnSync(process.execPath, [viaNode, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return result.status ?? 1;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`This project needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

if (!isInstalled()) {
  console.error('Installing packages (npm ci) …');
  const status = npm(['ci', '--include=dev', '--loglevel=warn']);
  if (status !== 0) {
    console.error('npm ci failed; its messages are above.');
    process.exit(status);
  }
}

if (!process.env.CI && existsSync(join(root, '.git'))) {
  // Without git the hook is of no use, so a failure here does not matter.
  spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { cwd: root, stdio: 'ignore' });
}
