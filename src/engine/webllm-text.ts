import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';

/** The part of a Hugging Face tokenizer.json that says what each token stands for. */
interface TokenizerJson {
  model?: { vocab?: Record<string, number> };
  decoder?: { type?: string };
  added_tokens?: { id: number; content: string; special: boolean }[];
}

/** What the tokens of a byte-level vocabulary stand for. Control tokens stand for no text. */
export class TokenBytes {
  readonly #bytes = new Map<number, Uint8Array>();
  readonly #added = new Map<string, number>();

  /** Throws an AppError `model-unsupported` for a tokenizer that is not byte-level. */
  constructor(tokenizerJson: object) {
    const { model, decoder, added_tokens = [] } = tokenizerJson as TokenizerJson;
    if (decoder?.type !== 'ByteLevel' || !model?.vocab) {
      throw new AppError('model-unsupported', words.notByteLevel);
    }
    const byteOf = new Map(byteCharacters().map((character, byte) => [character, byte]));
    for (const [token, id] of Object.entries(model.vocab)) {
      this.#bytes.set(
        id,
        Uint8Array.from(token, (character) => byteOf.get(character) ?? 0x3f),
      );
    }
    const encoder = new TextEncoder();
    for (const { id, content, special } of added_tokens) {
      this.#bytes.set(id, special ? new Uint8Array() : encoder.encode(content));
      this.#added.set(content, id);
    }
  }

  /** The id of an added token such as `<|im_end|>`. */
  idOf(token: string): number | undefined {
    return this.#added.get(token);
  }

  of(id: number): Uint8Array {
    return this.#bytes.get(id) ?? new Uint8Array();
  }
}

/**
 * Turns tokens into text as they come, whole characters only: what a token begins of a character
 * waits for the tokens that complete it.
 */
export class TextStream {
  readonly #bytes: TokenBytes;
  #pending: Uint8Array<ArrayBufferLike> = new Uint8Array();

  constructor(bytes: TokenBytes) {
    this.#bytes = bytes;
  }

  /** False where the token would make bytes that are no text. */
  accepts(id: number): boolean {
    try {
      const whole = joined(this.#pending, this.#bytes.of(id));
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(whole, { stream: true });
      return true;
    } catch {
      return false; // that is what "fatal" throws for
    }
  }

  push(id: number): string {
    const whole = joined(this.#pending, this.#bytes.of(id));
    const end = whole.length - unfinished(whole);
    this.#pending = whole.slice(end);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole.subarray(0, end));
  }
}

/** Lets text through up to the first stop string; holds back what may be the beginning of one. */
export class StopStrings {
  readonly #stops: readonly string[];
  #held = '';

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  push(text: string): { text: string; stopped: boolean } {
    const all = this.#held + text;
    const found = this.#stops.map((stop) => all.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) return { text: all.slice(0, Math.min(...found)), stopped: true };
    const hold = Math.max(0, ...this.#stops.map((stop) => overlap(all, stop)));
    this.#held = all.slice(all.length - hold);
    return { text: all.slice(0, all.length - hold), stopped: false };
  }

  /** What was held back and turned out to be no stop string. */
  end(): string {
    const text = this.#held;
    this.#held = '';
    return text;
  }
}

/** Length of the longest end of `text` with which `stop` begins. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}

/** How many bytes at the end belong to a character that is not complete. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

/** The printable character that GPT-2's vocabulary writes for each of the 256 bytes. */
function byteCharacters(): string[] {
  let beyond = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte < 0xad) || byte > 0xad;
    return String.fromCharCode(printable ? byte : beyond++);
  });
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
