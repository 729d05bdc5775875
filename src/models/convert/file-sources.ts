/** Dropped or chosen files and folders as sources. */
import { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import type { ByteSource, SourceFolder } from './bytes';

export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    version: blob instanceof File ? String(blob.lastModified) : '',
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (error) {
        throw new AppError('model-missing', words.unreadable(name), { cause: error });
      }
    },
  };
}

/** Files by their own names, whatever folder they were dropped in. */
export function filesFolder(name: string, files: Iterable<File>): SourceFolder {
  const byName = new Map([...files].map((file) => [file.name, file]));
  return {
    name,
    open: async (wanted) => {
      const file = byName.get(wanted);
      return file && blobSource(wanted, file);
    },
  };
}
