import { type Row, samplesOf } from "./sample.ts";

/** TIFF pages of one bit: what document servers hold most. */
const FAX: readonly Row[] = [
  ["g4.tif", "fax", "Group 4", "tiffcp -c g4 fax.tif @"],
  ["g4-strips.tif", "fax", "Group 4 in strips of 64 rows", "tiffcp -c g4 -r 64 fax.tif @"],
  ["g4-one-strip.tif", "fax", "Group 4 in one strip", "tiffcp -C -c g4 -r 100000 fax.tif @"],
  ["g4-lsb2msb.tif", "fax", "Group 4, bits in reverse order", "tiffcp -c g4 -f lsb2msb fax.tif @"],
  [
    "g4-min-is-white.tif",
    "fax",
    "Group 4, min-is-white",
    "convert fax.pbm -define quantum:polarity=min-is-white -compress Group4 @",
  ],
  [
    "g4-min-is-black.tif",
    "fax",
    "Group 4, min-is-black",
    "convert fax.pbm -define quantum:polarity=min-is-black -compress Group4 @",
  ],
  ["g4-motorola.tif", "fax", "Group 4, big-endian", "tiffcp -B -c g4 fax.tif @"],
  ["g4-bigtiff.tif", "fax", "Group 4 in a BigTIFF", "tiffcp -8 -c g4 fax.tif @"],
  ["g4-tiles.tif", "fax", "Group 4 in tiles", "tiffcp -t -w 128 -l 128 -c g4 fax.tif @"],
  ["g4-pages.tif", "fax3", "Group 4, page 3 of 3", "tiffcp -c g4 fax.tif fax2.tif fax3.tif @", { pages: 3, page: 3 }],
  ["g3.tif", "fax", "Group 3, one-dimensional", "tiffcp -c g3:1d fax.tif @"],
  ["g3-2d.tif", "fax", "Group 3, two-dimensional", "tiffcp -c g3:2d fax.tif @"],
  ["g3-fill.tif", "fax", "Group 3, line ends on bytes", "tiffcp -c g3:1d:fill fax.tif @"],
  ["g3-2d-fill.tif", "fax", "Group 3, two-dimensional, line ends on bytes", "tiffcp -c g3:2d:fill fax.tif @"],
  ["g3-lsb2msb.tif", "fax", "Group 3, bits in reverse order", "tiffcp -c g3:1d -f lsb2msb fax.tif @"],
  ["huffman.tif", "fax", "modified Huffman (compression 2)", "convert fax.pbm -compress RLE @"],
  ["bilevel.tif", "fax", "one bit, uncompressed", "tiffcp -c none fax.tif @"],
  ["bilevel-packbits.tif", "fax", "one bit, PackBits", "tiffcp -c packbits fax.tif @"],
  ["bilevel-lzw.tif", "fax", "one bit, LZW", "tiffcp -c lzw fax.tif @"],
  ["bilevel-zip.tif", "fax", "one bit, deflate", "tiffcp -c zip fax.tif @"],
  ["bilevel-lsb2msb.tif", "fax", "one bit, bits in reverse order", "tiffcp -c none -f lsb2msb fax.tif @"],
  [
    "fax2tiff.tif",
    "fax",
    "Group 3 wrapped by a fax server",
    ["convert fax.pbm -resize 1728x -threshold 60% pbm:@.pbm", "pbmtog3 @.pbm > @.g3", "fax2tiff -M -o @ @.g3"],
  ],
];

export const FAX_SAMPLES = samplesOf("tiff", FAX);
