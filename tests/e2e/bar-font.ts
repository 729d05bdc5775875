/**
 * A font that draws every character as the same bar. Machines have fonts of their own, which draw and break lines in
 * their own ways: with this one a picture shows where text stands and how long it is, and is the same everywhere.
 */

const EM = 1000;
const ADVANCE = 520;
/** Ascent, descent, and the bar: as those of a usual font. */
const [TOP, BOTTOM, BAR] = [900, -250, 480];

const bytes = (...parts: (number[] | Uint8Array)[]): number[] => parts.flatMap((part) => [...part]);
const u16 = (...values: number[]) => values.flatMap((v) => [(v >> 8) & 255, v & 255]);
const u32 = (...values: number[]) => values.flatMap((v) => u16(Math.floor(v / 65536), v & 65535));

function tables(): Record<string, number[]> {
  const left = 30;
  const right = ADVANCE - left;
  // One contour of four points on the line, as 16-bit steps.
  const bar = bytes(
    u16(1, left, 0, right, BAR, 3, 0),
    [1, 1, 1, 1],
    u16(left, right - left, 0, left - right),
    u16(0, 0, BAR, 0),
  );
  const names = ['Bars', 'Regular', 'Bars', 'Bars', '1', 'Bars'];
  const text = names.map((name) => [...name].flatMap((c) => u16(c.charCodeAt(0))));
  let at = 0;
  const records = text.flatMap((name, i) => {
    const record = u16(3, 1, 0x409, i + 1, name.length, at);
    at += name.length;
    return record;
  });
  return {
    'OS/2': bytes(
      u16(4, ADVANCE, 400, 5, 0),
      u16(650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0),
      new Array<number>(10).fill(0),
      u32(1, 0, 0, 0),
      [0x42, 0x41, 0x52, 0x53],
      u16(0x40, 32, 0xffff, TOP, BOTTOM, 0, TOP, -BOTTOM),
      u32(1, 0),
      u16(BAR, TOP, 0, 32, 1),
    ),
    // Every character is glyph 1: format 13 is made for that.
    cmap: bytes(u16(0, 1, 3, 10), u32(12), u16(13, 0), u32(28, 0, 1, 0x20, 0x10ffff, 1)),
    glyf: bar,
    head: bytes(
      u32(0x10000, 0x10000, 0, 0x5f0f3cf5),
      u16(0, EM),
      u32(0, 0, 0, 0),
      u16(left, 0, right, BAR, 0, 8, 2, 1, 0),
    ),
    hhea: bytes(
      u32(0x10000),
      u16(TOP, BOTTOM, 0, ADVANCE, left, left, right, 1, 0, 0, 0, 0, 0, 0, 0, 2),
    ),
    hmtx: u16(ADVANCE, left, ADVANCE, left),
    // Glyph 0 is empty.
    loca: u32(0, 0, bar.length),
    maxp: bytes(u32(0x10000), u16(2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)),
    name: bytes(u16(0, names.length, 6 + names.length * 12), records, text.flat()),
    post: u32(0x30000, 0, 0, 1, 0, 0, 0, 0),
  };
}

/** The font as a `data:` address. */
export function barFont(): string {
  const all = Object.entries(tables());
  let offset = 12 + 16 * all.length;
  const places = all.map(([tag, table]) => {
    const sum = table.reduce(
      (total, byte, i) => (total + byte * 256 ** (3 - (i % 4))) % 2 ** 32,
      0,
    );
    const place = bytes(
      [...tag].map((c) => c.charCodeAt(0)),
      u32(sum, offset, table.length),
    );
    offset += (table.length + 3) & ~3;
    return place;
  });
  const range = 16 * 2 ** Math.floor(Math.log2(all.length));
  const head = bytes(
    u32(0x10000),
    u16(all.length, range, Math.log2(range / 16), all.length * 16 - range),
  );
  const bodies = all.flatMap(([, table]) => [
    ...table,
    ...new Array<number>(-table.length & 3).fill(0),
  ]);
  const font = Buffer.from(bytes(head, places.flat(), bodies));
  return `data:font/ttf;base64,${font.toString('base64')}`;
}
