/** Keeps and searches the library away from the page. Speaks `src/library/types.ts`. */
import { toErrorInfo } from '../errors';
import { Library } from '../library/library';
import {
  LIBRARY_CHANNEL,
  type LibraryApi,
  type LibraryCall,
  type LibraryNews,
  type LibraryReply,
} from '../library/types';

const channel = new BroadcastChannel(LIBRARY_CHANNEL);
const library = new Library({
  onChange: (url) => channel.postMessage({ url } satisfies LibraryNews),
});
channel.addEventListener('message', ({ data }: MessageEvent<LibraryNews>) => {
  // The index is only a copy: a fault shows itself at the next call.
  library.refresh(data.url).catch((error: unknown) => console.warn(error));
});

const api: LibraryApi = {
  save: (...args) => library.save(...args),
  saveFile: (...args) => library.saveFile(...args),
  list: () => library.list(),
  usage: () => library.usage(),
  search: (query) => library.search(query),
  read: (wanted) => library.read(wanted),
  open: (url) => library.open(url),
  remove: (url) => library.remove(url),
  restore: (...args) => library.restore(...args),
  clear: () => library.clear(),
  shrink: (quota) => library.shrink(quota),
  async readPdf(bytes) {
    // A megabyte and a half, which few need.
    const { readPdf } = await import('../library/pdf');
    return readPdf(new Uint8Array(bytes));
  },
};

async function answer({ id, method, args }: LibraryCall): Promise<LibraryReply> {
  try {
    const work = api as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    return { id, value: await work[method]!(...args) };
  } catch (error) {
    return { id, error: toErrorInfo(error) };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<LibraryCall>) => {
  void answer(data).then((reply) => self.postMessage(reply));
});
