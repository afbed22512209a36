import { checkPage, corrupt, unsupported } from "../../faults.ts";
import { checkSize, type DecodeLimits } from "../../limits.ts";
import type { Size } from "../../pages.ts";
import type { EmbeddedPage, SourcePages } from "../source-pages.ts";
import { findDirectories, numberOf, readDirectory } from "../tiff/ifd.ts";
import { mendedFax } from "../tiff/mended-fax.ts";
import { longTag, TIFF } from "../tiff/tag-table.ts";
import { faxAsTiff } from "../tiff/writer.ts";
import { END_OF_LINE_ZEROS } from "./codes.ts";

/** Pels of a line, as fax machines of ITU-T T.4 send an A4 page. A bare stream does not name its width. */
const WIDTH = 1_728;
/** A page of noise has about 400 kB. */
const MAX_BYTES = 8 * 2 ** 20;

/** A bare stream of group 3 (ITU-T T.4, one-dimensional) becomes a TIFF; its lines are counted by their ends. */
export function readFax(bytes: Buffer, limits: DecodeLimits): SourcePages {
  if (bytes.byteLength > MAX_BYTES) {
    throw unsupported(`expected a fax page of at most ${MAX_BYTES} bytes, received ${bytes.byteLength}`);
  }
  // The first bit of a byte is its highest or its lowest, as the modem had it.
  const [plain, turned] = [countLines(bytes, (bit) => 0x80 >> bit), countLines(bytes, (bit) => 1 << bit)];
  const height = Math.max(plain, turned);
  if (height === 0) throw corrupt("expected fax lines, found no end of a line");
  const size = checkSize({ width: WIDTH, height }, limits, true);
  const fillOrder = longTag(TIFF.fillOrder, [turned > plain ? 2 : 1], true);
  return {
    pages: 1,
    page(index) {
      checkPage(index, 1);
      return faxPage(size, () => faxAsTiff(bytes, size, 3, [fillOrder]), limits);
    },
  };
}

/** A fax that was put into a TIFF, its damaged rows mended. @param size upright */
export function faxPage(size: Size, asTiff: () => Buffer, limits: DecodeLimits): EmbeddedPage {
  return {
    kind: "file",
    format: "tiff",
    page: 0,
    size,
    file: () => {
      const bytes = asTiff();
      const tiff = findDirectories(bytes);
      const directory = readDirectory(tiff, tiff.directories[0] ?? 0);
      const stored = {
        width: numberOf(tiff, directory, TIFF.imageWidth, 0),
        height: numberOf(tiff, directory, TIFF.imageLength, 0),
      };
      return mendedFax(tiff, directory, stored, limits) ?? { bytes };
    },
  };
}

// Ends of line without a line between them end the page (T.4, return to control).
function countLines(bytes: Buffer, mask: (bit: number) => number): number {
  const masks = Array.from({ length: 8 }, (_, bit) => mask(bit));
  let lines = 0;
  let zeros = 0;
  let isEmpty = true;
  for (const byte of bytes) {
    for (const each of masks) {
      if ((byte & each) === 0) {
        zeros++;
        continue;
      }
      if (zeros < END_OF_LINE_ZEROS) isEmpty = false;
      else if (isEmpty && lines > 0) return lines;
      else {
        if (!isEmpty) lines++;
        isEmpty = true;
      }
      zeros = 0;
    }
  }
  return isEmpty ? lines : lines + 1;
}
