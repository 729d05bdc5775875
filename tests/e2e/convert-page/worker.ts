import { createSHA256 } from 'hash-wasm';
import { convert, type ConvertOptions } from '../../../src/models/convert/convert';
import { filesFolder } from '../../../src/models/convert/file-sources';
import { openCheckpoint } from '../../../src/models/convert/open-checkpoint';
import { MemorySink } from '../../fakes/memory-sink';

export interface ConvertRequest {
  /** Fetched, and then used as if a person had dropped them. */
  urls: string[];
  file?: string;
  options: ConvertOptions;
}

/** SHA-256 of the files that came out, by name. */
export type Digests = Record<string, string>;

async function run({ urls, file, options }: ConvertRequest): Promise<Digests> {
  const files = urls.map(async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    const blob = await response.blob();
    return new File([blob], url.slice(url.lastIndexOf('/') + 1), { lastModified: 0 });
  });
  const folder = filesFolder('dropped', await Promise.all(files));
  const sink = new MemorySink();
  await convert(await openCheckpoint(folder, file), sink, options);
  const digests: Digests = {};
  for (const [name, data] of sink.files) {
    digests[name] = (await createSHA256()).update(data).digest();
  }
  return digests;
}

self.addEventListener('message', ({ data }: MessageEvent<ConvertRequest>) => {
  run(data).then(postMessage, (error: unknown) => {
    // Reaches the page as an error of the worker.
    setTimeout(() => {
      throw error;
    });
  });
});
