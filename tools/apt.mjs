/** Installs Debian packages for the tests, on machines that have apt and let us use it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Runs a command with its output on standard error: standard output may carry data.
 * @param {string} command
 * @param {string[]} args
 */
export function run(command, args) {
  console.error(`$ ${[command, ...args].join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

/**
 * Whether the package could be installed.
 * @param {string} name
 */
export function installWithApt(name) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false;
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  return [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', name],
  ].every((args) => {
    const [command = '', ...rest] = [...prefix, ...args];
    return run(command, rest);
  });
}
