import { fromBytes, fromPixels } from "./maker.ts";

/** A segment of a JPEG before its scan: where it stands, and what it holds behind its length. */
export type Mark = { readonly mark: number; readonly start: number; readonly end: number; readonly body: Buffer };

/** The segments of a JPEG, up to the head of its first scan. */
export function marks(jpeg: Buffer): readonly Mark[] {
  const found: Mark[] = [];
  for (let at = 2; at + 4 < jpeg.byteLength; ) {
    const mark = jpeg[at + 1] ?? 0;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    found.push({ mark, start: at, end, body: jpeg.subarray(at + 4, end) });
    if (mark === 0xda) break;
    at = end;
  }
  return found;
}

const EDITS: Readonly<Record<string, (jpeg: Buffer) => Buffer>> = {
  /** Says that the first three planes are YCbCr of inverted inks. */
  ycck: (jpeg) => {
    const adobe = marks(jpeg).find(({ mark, body }) => mark === 0xee && body.toString("latin1", 0, 5) === "Adobe");
    if (!adobe) throw new Error("expected an Adobe segment");
    const result = Buffer.from(jpeg);
    result[adobe.start + 4 + 11] = 2;
    return result;
  },
  junk: (jpeg) => {
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 9]), Buffer.from("scanned")]);
    return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), Buffer.alloc(2000, 0x55)]);
  },
};

const edit = fromBytes((jpeg, how = "") => {
  const make = EDITS[how];
  if (!make) throw new Error(`expected one of ${Object.keys(EDITS).join(", ")}, received ${how}`);
  return make(jpeg);
});

/** `ycck-raw picture file`: four planes whose inverse, stored as they are, is YCCK as Adobe means it. */
const ycck = fromPixels(({ data, width, height }) => {
  const planes = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const ink = [0, 1, 2].map((channel) => 255 - (data[at * 3 + channel] ?? 0));
    const black = Math.min(...ink);
    const [cyan = 0, magenta = 0, yellow = 0] = ink.map((value) => value - black);
    const luma = 0.299 * cyan + 0.587 * magenta + 0.114 * yellow;
    const stored = [luma, 128 + (yellow - luma) / 1.772, 128 + (cyan - luma) / 1.402, 255 - black];
    planes.set(
      stored.map((value) => 255 - value),
      at * 4,
    );
  }
  return new Uint8Array(planes.buffer);
});

export const JPEG_MAKERS = { "jpeg-edit": edit, "ycck-raw": ycck };
