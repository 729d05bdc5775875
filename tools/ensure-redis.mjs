/** Finds a Redis or Valkey server for the tests of the shared cache, and installs one where there is none. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt } from './apt.mjs';

function find() {
  const { REDIS_SERVER_PATH, PATH = '' } = process.env;
  const folders = [...PATH.split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  const names = ['redis-server', 'valkey-server'];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [REDIS_SERVER_PATH, ...found].find((path) => path && existsSync(path));
}

/** The path of a server's executable. Throws when there is none and none can be installed. */
export function ensureRedis() {
  const path = find() ?? (installWithApt('redis-server') ? find() : undefined);
  if (path) return path;
  throw new Error(
    'No redis-server found and none could be installed. Install Redis or Valkey, ' +
      'or set REDIS_SERVER_PATH to the executable of its server.',
  );
}
