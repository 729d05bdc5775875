/** A real Redis server on a free loopback port, with nothing kept on disk. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { ensureRedis } from '../../tools/ensure-redis.mjs';
import { freePort } from './loopback';

export interface RedisServer {
  readonly url: string;
  /** Stops it; its address stays reserved for `restart` by nobody else's choice. */
  stop(): Promise<void>;
  /** Starts it again, empty, at the same address. */
  restart(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const command = ensureRedis();
  const port = await freePort();
  const start = async () => {
    const options = `--port ${port} --bind 127.0.0.1 --save  --appendonly no --dir ${tmpdir()}`;
    const child = spawn(command, options.split(' '), { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`${command} did not start:\n${output}`)));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (/ready to accept connections/i.test(output)) resolve();
      });
    });
    return child;
  };
  let child = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
    async restart() {
      child = await start();
    },
  };
}
