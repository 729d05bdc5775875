/** The disk as source and sink of a conversion. */
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../src/errors';
import type { ByteSource, Sink, SourceFolder } from '../src/models/convert/bytes';

export function diskFolder(path: string): SourceFolder {
  return { name: path, open: (name) => openFile(join(path, name), name) };
}

async function openFile(path: string, name: string): Promise<ByteSource | undefined> {
  const found = await statOf(path);
  if (!found?.isFile()) return undefined;
  return {
    name,
    size: found.size,
    version: String(found.mtimeMs),
    read: (offset, length, signal) => readPart(path, found.mtimeMs, offset, length, signal),
  };
}

/** Opens the file for each part: parts are large, and nothing is left to be closed. */
async function readPart(
  path: string,
  mtimeMs: number,
  offset: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  signal?.throwIfAborted();
  const handle = await open(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    if (done < length || (await handle.stat()).mtimeMs !== mtimeMs) {
      throw new AppError('model-corrupt', `${path} changed while it was being read. Start again.`);
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Files get their name when they are complete and on the disk. */
export function diskSink(folder: string): Sink {
  return {
    read: async (name) => {
      const found = await statOf(join(folder, name));
      return found && new Uint8Array(await readFile(join(folder, name)));
    },
    size: async (name) => (await statOf(join(folder, name)))?.size,
    remove: (name) => rm(join(folder, name), { force: true }),
    create: async (name) => {
      const path = join(folder, name);
      const part = `${path}.part`;
      try {
        await mkdir(folder, { recursive: true });
        const handle = await open(part, 'w');
        return {
          write: async (chunk) => {
            // Resolves when all of it is written.
            await handle.writeFile(chunk).catch((error: unknown) => refuse(path, error));
          },
          close: async () => {
            try {
              await handle.sync();
              await handle.close();
              await rename(part, path);
            } catch (error) {
              refuse(path, error);
            }
          },
          abort: async () => {
            await handle.close();
            await rm(part, { force: true });
          },
        };
      } catch (error) {
        return refuse(path, error);
      }
    },
  };
}

function refuse(path: string, cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new AppError(
    'storage',
    `${path} could not be written: ${why}. Make room or choose another folder, and start again: it ` +
      'goes on where it stopped.',
    { cause },
  );
}

export async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
