import type { SourceFormat } from "../../formats.ts";
import { unsupported } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import { readCals } from "./cals/cals.ts";
import { readDicom } from "./dicom/dicom.ts";
import { readFax } from "./fax/fax.ts";
import { readFits } from "./fits/fits.ts";
import type { SourcePages } from "./source-pages.ts";
import { readTiff } from "./tiff/tiff.ts";
import { readXwd } from "./xwd/xwd.ts";

/**
 * Opens what our own readers understand.
 * @throws DecodeFault; its code is unsupported where another decoder may do better
 */
export function readSource(format: SourceFormat, bytes: Buffer, limits: DecodeLimits): SourcePages {
  switch (format) {
    case "tiff":
      return readTiff(bytes, limits);
    case "cals":
      return readCals(bytes, limits);
    case "fax":
      return readFax(bytes, limits);
    case "fits":
      return readFits(bytes, limits);
    case "xwd":
      return readXwd(bytes, limits);
    case "dicom":
      return readDicom(bytes, limits);
    default:
      throw unsupported(`there is no reader of our own for ${format}`);
  }
}
