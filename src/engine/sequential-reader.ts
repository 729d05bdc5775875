/** Up to so many bytes are read beside the stream rather than by a new one, or over where they are skipped. */
const SMALL = 1 << 20;
/** Larger buffers are not kept: they are of one tensor alone. */
const LARGEST_KEPT = 64 << 20;

/**
 * Reads a blob for someone who goes through most of it in order and is done with one part when asking for
 * the next: the browser reads ahead into its own pipe, and the same buffers are filled again.
 */
export class SequentialReader {
  readonly #blob: Blob;
  readonly #buffers = new Map<number, ArrayBuffer>();
  #stream: ReadableStreamBYOBReader | undefined;
  /** Where the stream stands. */
  #at = 0;

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  /**
   * The bytes from `offset` on, at most `bytes` of them and fewer only at the end. The buffer belongs to the
   * reader again when the next part is asked for. Rejects when the blob cannot be read.
   */
  async read(offset: number, bytes: number): Promise<ArrayBuffer> {
    const length = Math.max(0, Math.min(bytes, this.#blob.size - offset));
    const gap = offset - this.#at;
    if (length <= SMALL && gap !== 0)
      return this.#blob.slice(offset, offset + length).arrayBuffer();
    if (!this.#stream || gap < 0 || gap > SMALL) await this.#begin(offset);
    else if (gap > 0) await this.#take(gap);
    return this.#take(length);
  }

  async #begin(offset: number): Promise<void> {
    await this.#stream?.cancel();
    this.#stream = this.#blob.slice(offset).stream().getReader({ mode: 'byob' });
    this.#at = offset;
  }

  async #take(length: number): Promise<ArrayBuffer> {
    let buffer = this.#buffers.get(length) ?? new ArrayBuffer(length);
    for (let filled = 0; filled < length;) {
      const { value, done } = await this.#stream!.read(new Uint8Array(buffer, filled));
      if (!value || (done && value.length === 0)) throw new Error('A stored file ended too soon.');
      buffer = value.buffer;
      filled += value.length;
      this.#at += value.length;
    }
    if (length <= LARGEST_KEPT) this.#buffers.set(length, buffer);
    return buffer;
  }
}
