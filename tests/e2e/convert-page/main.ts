/** Converts in a worker and gives the digests of the files to the tests as `window.convertFiles`. */
import type { ConvertRequest, Digests } from './worker';

export type { ConvertRequest, Digests };

function convertFiles(request: ConvertRequest): Promise<Digests> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Digests>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    // A worker's addresses are relative to its script.
    const urls = request.urls.map((url) => new URL(url, document.baseURI).href);
    worker.postMessage({ ...request, urls } satisfies ConvertRequest);
  });
}

declare global {
  interface Window {
    convertFiles: typeof convertFiles;
  }
}
window.convertFiles = convertFiles;
