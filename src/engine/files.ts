import type { ModelFile } from '../contracts';
import { AppError, isAbort } from '../errors';

/**
 * Downloads a file and checks it. A browser may still hold an older release's file in its HTTP
 * cache, so a mismatch is tried once more past that cache.
 * Throws AppErrors `model-missing`, `model-corrupt`, `aborted`.
 */
export async function fetchModelFile(
  file: ModelFile,
  signal: AbortSignal,
  onBytes: (done: number) => void = () => undefined,
): Promise<Blob> {
  const first = await download(file, 'default', signal, onBytes);
  if (await isIntact(first, file)) return first;
  const second = await download(file, 'reload', signal, onBytes);
  if (await isIntact(second, file)) return second;
  throw new AppError(
    'model-corrupt',
    `The file ${file.url} is damaged: it arrived with ${second.size} bytes where ${file.bytes} ` +
      'are expected, or its contents differ. Reload the page; if it happens again, the server ' +
      'holds a damaged copy.',
  );
}

async function download(
  file: ModelFile,
  cache: RequestCache,
  signal: AbortSignal,
  onBytes: (done: number) => void,
): Promise<Blob> {
  try {
    const response = await fetch(file.url, { signal, cache });
    // A server that answers every unknown path with its start page has no such file.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (!response.ok || !response.body || isPage) {
      throw new AppError(
        'model-missing',
        `The file ${file.url} is not on the server (status ${response.status}). ` +
          'Check that the app was deployed with its models folder.',
      );
    }
    const parts: BlobPart[] = [];
    let done = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      done += part.value.byteLength;
      onBytes(done);
    }
    return new Blob(parts);
  } catch (error) {
    if (isAbort(error)) throw new AppError('aborted', 'Stopped.', { cause: error });
    if (error instanceof AppError) throw error;
    throw new AppError(
      'model-missing',
      `The file ${file.url} could not be downloaded. Check the connection and try again.`,
      { cause: error },
    );
  }
}

async function isIntact(blob: Blob, file: ModelFile): Promise<boolean> {
  if (blob.size !== file.bytes) return false;
  // Without HTTPS (other than on localhost) browsers have no crypto.subtle: the size must do.
  if (!file.sha256 || !('subtle' in crypto)) return true;
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return hex.join('') === file.sha256;
}
