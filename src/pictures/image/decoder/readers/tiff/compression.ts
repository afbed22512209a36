/**
 * Numbers of the tag Compression: of TIFF 6.0 and of libtiff's tiff.h; 34892 of the DNG specification; 33003 to 33005, 34713
 * and 65000 as slide scanners and cameras write them.
 */
const NAMES: Readonly<Record<number, string>> = {
  1: "none",
  2: "modified Huffman",
  3: "fax Group 3",
  4: "fax Group 4",
  5: "LZW",
  6: "old JPEG",
  7: "JPEG",
  8: "Deflate",
  9: "JBIG",
  10: "JBIG",
  32766: "NeXT",
  32771: "modified Huffman in words",
  32773: "PackBits",
  32809: "ThunderScan",
  32908: "Pixar film",
  32909: "Pixar log",
  32946: "Deflate",
  33003: "JPEG 2000",
  33004: "JPEG 2000",
  33005: "JPEG 2000",
  34661: "JBIG",
  34676: "SGI log luminance",
  34677: "SGI log luminance",
  34712: "JPEG 2000",
  34713: "Nikon NEF",
  34887: "LERC",
  34892: "lossy JPEG of DNG",
  34925: "LZMA",
  50000: "ZSTD",
  50001: "WebP",
  50002: "JPEG XL",
  52546: "JPEG XL",
  65000: "Kodak",
};

/** What people call a TIFF compression, with the number that the file has for it. */
export function compressionName(compression: number): string {
  const name = NAMES[compression];
  return name === undefined ? `number ${compression}` : `${name} (${compression})`;
}
