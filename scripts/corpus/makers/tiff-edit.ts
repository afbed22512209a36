import { TIFF } from "../../../src/pictures/image/decoder/readers/tiff/tag-table.ts";
import { fromBytes, u16, u32 } from "./maker.ts";

/** Faults that scanners and fax servers write into the directory of a TIFF. */

type Entry = { tag: number; type: number; count: number; value: Buffer };
type Fault = (entries: Entry[]) => Entry[];

const [ASCII, SHORT, LONG] = [2, 3, 4];
/** TIFF 6.0, section 8. */
const SOFTWARE = 305;

function without(tag: number): Fault {
  return (entries) => entries.filter((entry) => entry.tag !== tag);
}

function added(...more: readonly Entry[]): Fault {
  return (entries) => [...entries, ...more].sort((one, other) => one.tag - other.tag);
}

function changed(tag: number, value: Buffer, type = SHORT): Fault {
  return (entries) => added({ tag, type, count: 1, value })(without(tag)(entries));
}

const FAULTS: Readonly<Record<string, Fault>> = {
  "old-deflate": changed(TIFF.compression, u16(32946, 0)),
  unsorted: (entries) => entries.toReversed(),
  "no-nul": (entries) =>
    added({ tag: SOFTWARE, type: ASCII, count: 4, value: Buffer.from("scan") })(without(SOFTWARE)(entries)),
  unknown: added(
    { tag: 33000, type: SHORT, count: 1, value: u32(7) },
    { tag: 65001, type: LONG, count: 1, value: u32(7) },
  ),
  "large-count": changed(TIFF.stripByteCounts, u32(5_000_000), LONG),
  "zero-count": changed(TIFF.stripByteCounts, u32(0), LONG),
  "no-counts": without(TIFF.stripByteCounts),
  "no-rows": without(TIFF.rowsPerStrip),
  "no-photometric": without(TIFF.photometricInterpretation),
  "no-compression": without(TIFF.compression),
  "odd-offset": (entries) => entries,
};

/** `tiff-edit from to fault`: the same file, with a directory of its own written behind it. */
const edit = fromBytes((bytes, fault = "") => {
  const start = bytes.readUInt32LE(4);
  const entries = Array.from({ length: bytes.readUInt16LE(start) }, (_, index): Entry => {
    const at = start + 2 + index * 12;
    const value = bytes.subarray(at + 8, at + 12);
    return { tag: bytes.readUInt16LE(at), type: bytes.readUInt16LE(at + 2), count: bytes.readUInt32LE(at + 4), value };
  });
  const make = FAULTS[fault];
  if (!make) throw new Error(`expected one of ${Object.keys(FAULTS).join(", ")}, received ${fault}`);
  const written = make(entries);
  const padding = Buffer.alloc((bytes.byteLength & 1) ^ (fault === "odd-offset" ? 1 : 0));
  const records = written.map(({ tag, type, count, value }) => Buffer.concat([u16(tag, type), u32(count), value]));
  const result = Buffer.concat([bytes, padding, u16(written.length), ...records, u32(0)]);
  result.writeUInt32LE(bytes.byteLength + padding.byteLength, 4);
  return result;
});

export const TIFF_EDIT_MAKERS = { "tiff-edit": edit };
