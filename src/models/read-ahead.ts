/** How many pieces are read at the same time. */
const AHEAD = 6;

/**
 * A blob of stored pieces for a reader that goes through it from the beginning, some bytes at a time,
 * and waits for each: what comes next is read while it works. Holds `AHEAD` pieces in memory at most.
 */
export class ReadAhead extends Blob {
  readonly #pieces: { blob: Blob; start: number; end: number }[] = [];
  readonly #held = new Map<number, Promise<Uint8Array>>();

  constructor(pieces: Blob[]) {
    super(pieces);
    let end = 0;
    for (const blob of pieces) this.#pieces.push({ blob, start: end, end: (end += blob.size) });
  }

  /** Its `arrayBuffer()` is what reads ahead. */
  override slice(start = 0, end = this.size, type?: string): Blob {
    const part = super.slice(start, end, type);
    if (start >= 0) part.arrayBuffer = () => this.#read(start, start + part.size);
    return part;
  }

  async #read(start: number, end: number): Promise<ArrayBuffer> {
    const all = new Uint8Array(end - start);
    let at = start;
    for (let i = this.#pieces.findIndex((piece) => piece.end > start); at < end; i++) {
      const data = await this.#ask(i);
      const first = this.#pieces[i]!.start;
      const part = data.subarray(at - first, end - first);
      all.set(part, at - start);
      at += part.length;
    }
    if (end === this.size) this.#held.clear();
    return all.buffer;
  }

  #ask(index: number): Promise<Uint8Array> {
    const isNear = (at: number) => at >= index && at < index + AHEAD;
    for (const at of this.#held.keys()) if (!isNear(at)) this.#held.delete(at);
    for (let at = index; isNear(at) && at < this.#pieces.length; at++) {
      if (this.#held.has(at)) continue;
      // The pieces as they are stored: parts of them would be new blobs, which cost as much again.
      const reading = this.#pieces[at]!.blob.arrayBuffer().then((buffer) => new Uint8Array(buffer));
      // Whoever asks for the piece gets the error.
      reading.catch(() => undefined);
      this.#held.set(at, reading);
    }
    return this.#held.get(index)!;
  }
}
