import { MAX_SIDE } from "../../contract.ts";
import type { PictureAddress } from "../pictures/address.ts";
import { withSize } from "../pictures/link-variants.ts";
import type { Size } from "./zoom.ts";

/** Boxes for which the endpoint is asked while somebody zooms in: few, so that its cache serves others too. */
const BOXES = [1024, 2048, MAX_SIDE];
/** A picture may be enlarged by so much before a larger one is worth a request. */
const BEARABLE = 1.15;

/**
 * The size that counts as 100 %: that of the original, as far as the endpoint shows it.
 * @param told what the row says of the original; it may have been drawn with other sides, as a fax is
 * @param loaded what the browser has, which has the shape of what is shown
 */
export function fullSize(told: Size | undefined, loaded: Size): Size {
  const wanted = told ? Math.max(told.width / loaded.width, told.height / loaded.height, 1) : 1;
  const possible = Math.max(1, MAX_SIDE / Math.max(loaded.width, loaded.height));
  const factor = Math.min(wanted, possible);
  return { width: loaded.width * factor, height: loaded.height * factor };
}

/**
 * The address of a larger picture, if the one that is loaded shows its pixels at this scale.
 * @param scale screen pixels for each pixel of the full size
 */
export function largerAddress(
  link: PictureAddress,
  { full, loaded, scale }: { readonly full: Size; readonly loaded: Size; readonly scale: number },
): PictureAddress | undefined {
  const [most, have] = [Math.max(full.width, full.height), Math.max(loaded.width, loaded.height)];
  const needed = Math.min(most * scale, most);
  if (needed <= have * BEARABLE) return undefined;
  return withSize(link, BOXES.find((box) => box >= needed) ?? MAX_SIDE);
}
