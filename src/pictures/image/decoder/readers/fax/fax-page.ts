import type { DecodeLimits } from "../../limits.ts";
import type { Size } from "../../pages.ts";
import type { EmbeddedPage } from "../source-pages.ts";
import { numberOf, openTiff, readDirectory } from "../tiff/ifd.ts";
import { mendedFax } from "../tiff/mended-fax.ts";
import { TIFF } from "../tiff/writer.ts";

/** A fax that was put into a TIFF, its damaged rows mended. @param size upright */
export function faxPage(size: Size, asTiff: () => Buffer, limits: DecodeLimits): EmbeddedPage {
  let note: string | undefined;
  return {
    kind: "file",
    format: "tiff",
    page: 0,
    size,
    bytes: () => {
      const bytes = asTiff();
      const tiff = openTiff(bytes);
      const directory = readDirectory(tiff, tiff.directories[0] ?? 0);
      const stored = {
        width: numberOf(tiff, directory, TIFF.width, 0),
        height: numberOf(tiff, directory, TIFF.height, 0),
      };
      const mended = mendedFax(tiff, directory, stored, limits);
      note = mended?.note;
      return mended?.bytes ?? bytes;
    },
    get note() {
      return note;
    },
  };
}
