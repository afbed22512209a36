import { numbersOf, type Tiff, type TiffDirectory, valuesOf } from "./ifd.ts";
import { longTag, TIFF, type TiffTag } from "./writer.ts";

/** Tags that say what the pixels of a page are and mean: size, depth, colours, direction, resolution, profile. */
const KEPT = new Set([
  254, 256, 257, 258, 262, 274, 277, 278, 282, 283, 284, 296, 301, 317, 318, 319, 320, 322, 323, 332, 338, 339, 529,
  530, 531, 532, 34_675,
]);
/** Tags that say how pixels are packed: order of bits, kind of fax, JPEG tables. */
const KEPT_WITH_PACKING = new Set<number>([TIFF.compression, TIFF.fillOrder, 292, 293, 347]);
const MAX_VALUE_BYTES = 4 * 2 ** 20;

/**
 * The tags of a page that a copy of it needs, but for those of its chunks.
 * @param packing the new one; undefined where the old one stays
 */
export function tagsOf(tiff: Tiff, directory: TiffDirectory, packing: number | undefined): TiffTag[] {
  const { isLittle } = tiff.reader;
  const tags = packing === undefined ? [] : [longTag(TIFF.compression, [packing], isLittle)];
  for (const [tag, field] of directory) {
    const isKept = KEPT.has(tag) || (packing === undefined && KEPT_WITH_PACKING.has(tag));
    const values = isKept ? valuesOf(tiff, field, MAX_VALUE_BYTES) : undefined;
    if (!values) continue;
    const isLong8 = field.type === 16 || field.type === 18;
    if (isLong8) tags.push(longTag(tag, numbersOf(tiff, directory, tag, 1), isLittle));
    else tags.push({ tag, type: field.type, count: field.count, values });
  }
  return tags;
}
