import type { SourceFormat } from "../../formats.ts";
import type { DecodeLimits } from "../pages.ts";
import { unwrapCals } from "./cals/cals.ts";
import { unwrapDicom } from "./dicom/dicom-picture.ts";
import { unsupported } from "./fault.ts";
import { unwrapFax } from "./fax/fax.ts";
import { unwrapFits } from "./fits/fits.ts";
import { unwrapTiff } from "./tiff/tiff-recompressed.ts";
import type { Unwrapped } from "./unpacked.ts";
import { unwrapXwd } from "./xwd/xwd.ts";

/** Opens what our own readers understand. Throws DecodeFault; its code is unsupported where another way may do better. */
export function unwrap(format: SourceFormat, bytes: Buffer, limits: DecodeLimits): Unwrapped {
  switch (format) {
    case "tiff":
      return unwrapTiff(bytes, limits);
    case "cals":
      return unwrapCals(bytes, limits);
    case "fax":
      return unwrapFax(bytes, limits);
    case "fits":
      return unwrapFits(bytes, limits);
    case "xwd":
      return unwrapXwd(bytes, limits);
    case "dicom":
      return unwrapDicom(bytes, limits);
    default:
      throw unsupported(`there is no reader of our own for ${format}`);
  }
}
