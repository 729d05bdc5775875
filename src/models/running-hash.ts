/** SHA-256 over a stream, whose state can be stored and taken up again. */
import { createSHA256 } from 'hash-wasm';

export class RunningHash {
  readonly #hasher: Awaited<ReturnType<typeof createSHA256>>;
  /** How many bytes have gone in. */
  at = 0;

  private constructor(hasher: Awaited<ReturnType<typeof createSHA256>>) {
    this.#hasher = hasher;
  }

  /** Begins where `saved` ended; with a state of another version of the library, at the beginning. */
  static async start(saved?: { at: number; state: Uint8Array }): Promise<RunningHash> {
    const hash = new RunningHash(await createSHA256());
    hash.#hasher.init();
    if (!saved) return hash;
    try {
      hash.#hasher.load(saved.state);
      hash.at = saved.at;
    } catch (error) {
      console.warn('The saved state of a hash does not fit; the file is read again.', error);
      hash.#hasher.init();
    }
    return hash;
  }

  add(data: Uint8Array): void {
    this.#hasher.update(data);
    this.at += data.byteLength;
  }

  save(): { at: number; state: Uint8Array<ArrayBuffer> } {
    return { at: this.at, state: new Uint8Array(this.#hasher.save()) };
  }

  /** In lower-case hex; nothing can be added afterwards. */
  digest(): string {
    return this.#hasher.digest('hex');
  }
}
