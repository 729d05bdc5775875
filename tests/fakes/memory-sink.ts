import type { Sink } from '../../src/models/convert/bytes';

/** A folder in memory that a conversion writes to; runs in Node and in browsers. */
export class MemorySink implements Sink {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Called with each chunk before it is kept; may throw. */
  onWrite: (name: string, bytes: number) => void = () => undefined;

  async read(name: string) {
    return this.files.get(name);
  }

  async size(name: string) {
    return this.files.get(name)?.length;
  }

  async remove(name: string) {
    this.files.delete(name);
  }

  async create(name: string, bytes: number) {
    const whole = new Uint8Array(bytes);
    let at = 0;
    return {
      write: async (chunk: Uint8Array<ArrayBuffer>) => {
        this.onWrite(name, chunk.length);
        whole.set(chunk, at);
        at += chunk.length;
      },
      close: async () => {
        if (at !== bytes) throw new Error(`${name} has ${at} bytes instead of ${bytes}.`);
        this.files.set(name, whole);
      },
      abort: async () => undefined,
    };
  }
}
