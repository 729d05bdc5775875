/** From the bytes of a page to its characters, in the order of the HTML standard: BOM, header, meta, a guess. */

/** How far into a page its own statement is looked for; the standard says 1024, pages do worse. */
const META_BYTES = 4096;

function bomOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return undefined;
}

function decoder(label: string | undefined, fatal: boolean): TextDecoder | undefined {
  try {
    return label ? new TextDecoder(label, { fatal }) : undefined;
  } catch {
    // A label that nobody knows says nothing, so the next source is asked.
    return undefined;
  }
}

/** `type` is the Content-Type header. */
export function decodeText(bytes: Uint8Array, type: string): string {
  const bom = bomOf(bytes);
  if (bom) return new TextDecoder(bom).decode(bytes);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, META_BYTES));
  const inHeader = /charset\s*=\s*["']?([\w.:-]+)/i.exec(type)?.[1];
  const inPage = /<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)/i.exec(
    head,
  )?.[1];
  // A page that can be read as ASCII, its meta included, is not UTF-16, whatever the meta says.
  const meta = inPage && /^utf-?16/i.test(inPage) ? 'utf-8' : inPage;
  const labels = [inHeader, meta, 'utf-8'].filter((label) => decoder(label, false));
  for (const label of labels) {
    try {
      return decoder(label, true)!.decode(bytes);
    } catch {
      // Not what it claims to be: the next claim.
    }
  }
  // Nothing fits. UTF-8 with a few broken characters, or some old Western encoding?
  const text = new TextDecoder(labels[0]).decode(bytes);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return broken > whole ? new TextDecoder('windows-1252').decode(bytes) : text;
}

/** Whether bytes are no text: what programs, archives, pictures and sound begin with. */
export function isBinary(bytes: Uint8Array): boolean {
  if (bomOf(bytes)) return false;
  let odd = 0;
  const head = bytes.subarray(0, 1024);
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) odd += 1;
  }
  return odd > head.length / 20;
}
