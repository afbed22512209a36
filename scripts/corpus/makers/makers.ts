import { BITMAP_MAKERS } from "./bitmaps.ts";
import { DICOM_MAKERS } from "./dicom.ts";
import { DRAWING_MAKERS } from "./drawings.ts";
import { EXR_MAKERS } from "./exr.ts";
import { JPEG_MAKERS } from "./jpeg.ts";
import { LAYER_MAKERS } from "./layers.ts";
import type { Maker } from "./maker.ts";
import { TIFF_MAKERS } from "./tiff.ts";
import { TIFF_EDIT_MAKERS } from "./tiff-edit.ts";
import { SHARP_MAKERS } from "./with-sharp.ts";

/** All makers of our own, by the name that samples call them. */
export const MAKERS: Readonly<Record<string, Maker>> = {
  ...TIFF_MAKERS,
  ...TIFF_EDIT_MAKERS,
  ...JPEG_MAKERS,
  ...SHARP_MAKERS,
  ...DICOM_MAKERS,
  ...BITMAP_MAKERS,
  ...LAYER_MAKERS,
  ...DRAWING_MAKERS,
  ...EXR_MAKERS,
};
