/**
 * Runs in front of wllama's own worker, which asks the code that started it for every tensor and waits for a
 * copy. Here the worker reads its weights itself, from one stream a file and into buffers that it uses again:
 * two copies of every byte less, and no new memory for each. What it cannot read it asks for as before.
 */
import { WEIGHTS_VERB } from '../engine/protocol';
import { SequentialReader } from '../engine/sequential-reader';

/** As wllama names them; counted from 1. */
const FILE_NAME = /^model-(\d+)-of-\d+\.gguf$/;

interface ReadRequest {
  verb: 'fs.read_req';
  args: [name: string, offset: number, bytes: number];
}

let readers: SequentialReader[] = [];

const post = self.postMessage.bind(self) as (message: unknown, ...rest: unknown[]) => void;

self.addEventListener('message', (event: MessageEvent<{ verb?: string; args: Blob[] }>) => {
  if (event.data.verb !== WEIGHTS_VERB) return;
  event.stopImmediatePropagation();
  readers = event.data.args.map((blob) => new SequentialReader(blob));
});

self.postMessage = (message: unknown, ...rest: unknown[]) => {
  const request = message as Partial<ReadRequest> | undefined;
  const [, number] = FILE_NAME.exec(request?.args?.[0] ?? '') ?? [];
  const reader = request?.verb === 'fs.read_req' ? readers[Number(number) - 1] : undefined;
  if (!reader) return post(message, ...rest);
  const [, offset, bytes] = (message as ReadRequest).args;
  reader.read(offset, bytes).then(
    (buffer) => {
      const data = { verb: 'fs.read_res', args: [buffer] };
      self.dispatchEvent(new MessageEvent('message', { data }));
    },
    // Whoever started the worker reads in vain as well, and then says why.
    () => post(message, ...rest),
  );
};
