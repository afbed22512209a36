import { DEEP_SAMPLES } from "./deep-samples.ts";
import { FAX_SAMPLES } from "./fax-samples.ts";
import { PLAIN_SAMPLES } from "./plain-samples.ts";
import type { Sample } from "./sample.ts";
import { TIFF_SAMPLES } from "./tiff-samples.ts";
import { WEB_SAMPLES } from "./web-samples.ts";

/** Every sample, by format. */
export const CORPUS: readonly Sample[] = [
  ...FAX_SAMPLES,
  ...TIFF_SAMPLES,
  ...WEB_SAMPLES,
  ...PLAIN_SAMPLES,
  ...DEEP_SAMPLES,
];
