/** How much is read at a time, and how many of such blocks while an earlier one is being used. */
const BLOCK_BYTES = 8 << 20;
const AHEAD = 3;

/**
 * A blob for a reader that goes through it from the beginning, some bytes at a time, and waits for
 * each: what comes next is read while it works. Holds `AHEAD` + 1 blocks in memory at most.
 */
export class ReadAhead extends Blob {
  readonly #block: number;
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  constructor(blob: Blob, block = BLOCK_BYTES) {
    super([blob]);
    this.#block = block;
  }

  /** Its `arrayBuffer()` is what makes use of the blocks. */
  override slice(start = 0, end = this.size, type?: string): Blob {
    const part = super.slice(start, end, type);
    const from = Math.min(start, this.size);
    if (start >= 0 && end >= from) part.arrayBuffer = () => this.#read(from, from + part.size);
    return part;
  }

  async #read(start: number, end: number): Promise<ArrayBuffer> {
    const all = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const index = Math.floor(at / this.#block);
      const block = await this.#ask(index);
      const first = index * this.#block;
      const part = block.subarray(at - first, end - first);
      all.set(part, at - start);
      at += part.length;
    }
    if (end === this.size) this.#blocks.clear();
    return all.buffer;
  }

  #ask(index: number): Promise<Uint8Array> {
    for (const held of this.#blocks.keys()) {
      if (held < index || held > index + AHEAD) this.#blocks.delete(held);
    }
    const last = Math.ceil(this.size / this.#block) - 1;
    for (let next = index; next <= Math.min(index + AHEAD, last); next++) {
      if (this.#blocks.has(next)) continue;
      const start = next * this.#block;
      const reading = super
        .slice(start, Math.min(start + this.#block, this.size))
        .arrayBuffer()
        .then((buffer) => new Uint8Array(buffer));
      // Whoever asks for the block gets the error.
      reading.catch(() => undefined);
      this.#blocks.set(next, reading);
    }
    return this.#blocks.get(index)!;
  }
}
