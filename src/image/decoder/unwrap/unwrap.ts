import type { SourceFormat } from "../../formats.ts";
import type { DecodeLimits } from "../pages.ts";
import { unwrapCals } from "./cals.ts";
import { unwrapDicom } from "./dicom-picture.ts";
import { unsupported } from "./fault.ts";
import { unwrapFax } from "./fax.ts";
import { unwrapFits } from "./fits.ts";
import { unwrapTiff } from "./tiff-recompressed.ts";
import type { Unwrapped } from "./unwrapped.ts";
import { unwrapXwd } from "./xwd.ts";

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
