import { fromBytes } from "./maker.ts";

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

export const JPEG_MAKERS = { "jpeg-edit": edit };
