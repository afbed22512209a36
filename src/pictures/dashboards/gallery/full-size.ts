import { MAX_SIDE } from "../../contract.ts";
import type { PictureAddress } from "../shared/address.ts";
import { sideOf, withSize } from "../shared/link-variants.ts";
import type { Size } from "./zoom.ts";

/** Boxes for which the endpoint is asked while somebody zooms in: few, so that its cache serves others too. */
const BOXES = [1024, 2048, MAX_SIDE];
/** A picture may be enlarged by so much before a larger one is worth a request. */
const BEARABLE = 1.15;

/**
 * The size that counts as 100 %: that of the original, as far as the endpoint shows it.
 * @param original its sides as the row says them; it may have been drawn with others, as a fax is
 * @param loaded what the browser has, which has the shape of what is shown
 */
export function fullSize(original: Size | undefined, loaded: Size): Size {
  const wanted = original ? Math.max(original.width / loaded.width, original.height / loaded.height, 1) : 1;
  const possible = Math.max(1, MAX_SIDE / Math.max(loaded.width, loaded.height));
  const factor = Math.min(wanted, possible);
  return { width: loaded.width * factor, height: loaded.height * factor };
}

/** Whether a picture has all pixels of its original: the endpoint never enlarges, so it does where its box is larger. */
export function isWhole(address: string, { width, height }: Size): boolean {
  const side = sideOf(address);
  return side === undefined || Math.max(width, height) < side;
}

export type Looked = {
  readonly full: Size;
  readonly loaded: Size;
  /** Screen pixels for each pixel of the full size. */
  readonly scale: number;
  /** Whether the full size is that of the original, and not only the largest that has come so far. */
  readonly isKnown: boolean;
};

/** The address of a larger picture, if the one that is loaded shows its pixels. */
export function largerAddress(
  link: PictureAddress,
  { full, loaded, scale, isKnown }: Looked,
): PictureAddress | undefined {
  const [most, have] = [Math.max(full.width, full.height), Math.max(loaded.width, loaded.height)];
  const needed = Math.min(most * scale, isKnown ? most : MAX_SIDE);
  if (needed <= have * BEARABLE) return undefined;
  return withSize(link, BOXES.find((box) => box >= needed) ?? MAX_SIDE);
}
