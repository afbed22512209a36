import { checkPage, corrupt, truncated, unsupported } from "../../faults.ts";
import { checkSize, type DecodeLimits } from "../../limits.ts";
import { faxPage } from "../fax/fax.ts";
import type { SourcePages } from "../source-pages.ts";
import { longTag, TIFF, type TiffTag } from "../tiff/tag-table.ts";
import { faxAsTiff } from "../tiff/writer.ts";

const HEADER_BYTES = 2048;
const RECORD_BYTES = 128;

/**
 * Direction of the pels of a line, then of the lines, as MIL-PRF-28002 has them: degrees counterclockwise, the second
 * measured from the first. The values are TIFF's orientation.
 */
const ORIENTATIONS: Readonly<Record<string, number>> = {
  "0,270": 1,
  "180,90": 2,
  "180,270": 3,
  "0,90": 4,
  "270,90": 5,
  "270,270": 6,
  "90,90": 7,
  "90,270": 8,
};

/**
 * CALS raster of type 1 (MIL-R-28002, later MIL-PRF-28002): a header of text records as in MIL-STD-1840, then one page in
 * fax group 4 (ITU-T T.6), which becomes a TIFF.
 */
export function readCals(bytes: Buffer, limits: DecodeLimits): SourcePages {
  if (bytes.byteLength <= HEADER_BYTES) {
    throw truncated(
      `expected a CALS header of ${HEADER_BYTES} bytes and a picture, received ${bytes.byteLength} bytes`,
    );
  }
  const records = readRecords(bytes);
  const type = Number(records.get("rtype") ?? 1);
  if (type !== 1) throw unsupported(`expected CALS raster of type 1, received type ${records.get("rtype")}`);
  const [width = 0, height = 0] = numbers(records.get("rpelcnt"));
  const size = checkSize({ width, height }, limits, true);
  const direction = numbers(records.get("rorient") ?? "0,270").join(",");
  const orientation = ORIENTATIONS[direction];
  if (orientation === undefined) throw corrupt(`expected a CALS orientation such as 000,270, received ${direction}`);
  const [density = 0] = numbers(records.get("rdensty"));
  const tags = ownTags(orientation, density);

  return {
    pages: 1,
    page(index) {
      checkPage(index, 1);
      const upright = orientation >= 5 ? { width: height, height: width } : size;
      return faxPage(upright, () => faxAsTiff(bytes.subarray(HEADER_BYTES), size, 4, tags), limits);
    },
  };
}

function readRecords(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < HEADER_BYTES; at += RECORD_BYTES) {
    const [, key, value] = /^(\w+): *([^\0]*)/.exec(bytes.toString("latin1", at, at + RECORD_BYTES)) ?? [];
    if (key !== undefined && value !== undefined) records.set(key.toLowerCase(), value.trim());
  }
  return records;
}

function numbers(text = ""): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

function ownTags(orientation: number, density: number): TiffTag[] {
  const tags = [longTag(TIFF.orientation, [orientation], true)];
  if (density > 0 && density < 100_000) {
    const resolution = longTag(0, [density, 1], true).values;
    for (const id of [TIFF.xResolution, TIFF.yResolution])
      tags.push({ tag: id, type: 5, count: 1, values: resolution });
  }
  return tags;
}
