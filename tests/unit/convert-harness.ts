import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFolder } from '../../src/models/convert/bytes';
import { filesFolder } from '../../src/models/convert/file-sources';
import { toErrorInfo } from '../../src/errors';
import type { MemorySink } from '../fakes/memory-sink';

export const root = join(import.meta.dirname, '../..');
export const fixture = join(root, 'tests/fixtures/convert');
export const pocket = join(root, 'tools/pocket/checkpoint');

export type Files = Record<string, Uint8Array | string>;

export function folderOf(files: Files, name = 'model'): SourceFolder {
  return filesFolder(
    name,
    Object.entries(files).map(
      ([file, data]) => new File([data as BlobPart], file, { lastModified: 0 }),
    ),
  );
}

export function filesIn(path: string): Files {
  return Object.fromEntries(
    readdirSync(path).map((name) => [name, readFileSync(join(path, name))]),
  );
}

export const tokenizerJson = '{"model":{"vocab":{}}}';

/** The fixture's checkpoint, with a tokenizer. */
export function fixtureFiles(): Files {
  return { ...filesIn(fixture), 'tokenizer.json': tokenizerJson };
}

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

interface TensorCache {
  records: {
    dataPath: string;
    nbytes: number;
    md5sum: string;
    records: { name: string; shape: number[]; dtype: string; nbytes: number; byteOffset: number }[];
  }[];
}

export function tensorCache({ files }: MemorySink): TensorCache {
  return JSON.parse(new TextDecoder().decode(files.get('tensor-cache.json'))) as TensorCache;
}

/** Bytes of every parameter. */
export function parametersIn(sink: MemorySink): Map<string, Uint8Array> {
  return new Map(
    tensorCache(sink).records.flatMap(({ dataPath, records }) =>
      records.map(({ name, byteOffset, nbytes }) => {
        const shard = sink.files.get(dataPath) ?? new Uint8Array();
        return [name, shard.subarray(byteOffset, byteOffset + nbytes)] as const;
      }),
    ),
  );
}

/** The code and message of what is thrown; 'none' where nothing is. */
export async function failure(work: () => Promise<unknown>) {
  try {
    await work();
    return { code: 'none', message: '' };
  } catch (error) {
    return toErrorInfo(error);
  }
}

/** A safetensors file of this header, whatever it says. */
export function safetensors(header: unknown, data = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}
