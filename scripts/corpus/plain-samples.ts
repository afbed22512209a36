import type { SourceFormat } from "../../src/pictures/image/formats.ts";
import { type Row, samplesOf } from "./sample.ts";

/** What programs of the desktop and of Unix write: mostly plain pixels, packed by runs. */

const BMP: readonly Row[] = [
  ["1-bit.bmp", "fax", "1 bit", "convert fax.png -type Bilevel bmp3:@"],
  ["4-bit.bmp", "flag", "4 bits", "ppmtobmp -bpp=4 flag.ppm > @"],
  ["8-bit.bmp", "label", "8 bits", "convert label.png -colors 256 -type Palette -compress none bmp3:@"],
  ["8-bit-grey.bmp", "grey", "8-bit grey", "convert grey.png -compress none bmp3:@"],
  ["rle-8.bmp", "label", "8 bits, RLE", "convert label.png -colors 256 -type Palette -compress RLE bmp3:@"],
  ["rle-4.bmp", "flag", "4 bits, RLE", "bmp flag.png @ rle-4"],
  ["555.bmp", "label", "16 bits, 5-5-5", "convert label.png -define bmp:subtype=RGB555 bmp:@"],
  ["565.bmp", "label", "16 bits, 5-6-5", "convert label.png -define bmp:subtype=RGB565 bmp:@"],
  ["24-bit.bmp", "label", "24 bits, version 3", "convert label.png -type TrueColor bmp3:@"],
  ["os2.bmp", "label", "OS/2", "ppmtobmp -os2 -bpp=24 label.ppm > @"],
  ["v2.bmp", "label", "version 2", "convert label.png -type TrueColor bmp2:@"],
  ["v4.bmp", "label", "version 4", "convert label.png -type TrueColor bmp:@"],
  ["alpha.bmp", "pill", "32 bits with transparency", "convert pill.png bmp:@"],
  ["32-bit.bmp", "label", "32 bits without transparency", "bmp label.png @ 32-bit"],
  ["top-down.bmp", "label", "rows from the top down", "bmp label.png @ top-down"],
];

const ICO: readonly Row[] = [
  ["bitmap.ico", "pill", "a bitmap", "convert pill.png -resize 128x @"],
  ["png.ico", "pill", "a PNG inside", "ico-png pill.png @"],
  [
    "sizes.ico",
    "pill",
    "three sizes",
    "convert pill.png -resize 64x64 ( -clone 0 -resize 32x32 ) ( -clone 0 -resize 16x16 ) @",
    { pages: 3 },
  ],
];

const CUR: readonly Row[] = [
  ["arrow.cur", "pill", "a bitmap", ["convert pill.png -resize 64x64 @.ico", "cursor @.ico @"]],
];

const PCX: readonly Row[] = [
  ["1-bit.pcx", "fax", "1 bit", "convert fax.png -monochrome @"],
  ["4-bit.pcx", "flag", "16 colours in planes", "ppmtopcx flag.ppm > @"],
  ["8-bit.pcx", "label", "8 bits", "convert label.png -colors 256 -type Palette @"],
  ["24-bit.pcx", "label", "24 bits", "ppmtopcx -24bit label.ppm > @"],
];

const DCX: readonly Row[] = [
  ["fax.dcx", "fax2", "a fax, page 2 of 2", "convert fax.pbm fax2.pbm @", { pages: 2, page: 2 }],
];

const TGA: readonly Row[] = [
  ["type-1.tga", "label", "palette (type 1)", ["pnmquant 200 label.ppm > @.ppm", "pamtotga -cmap -norle @.ppm > @"]],
  ["type-2.tga", "label", "24 bits (type 2)", "pamtotga -rgb -norle label.ppm > @"],
  ["type-2-alpha.tga", "pill", "32 bits (type 2)", "pamtotga -norle pill.pam > @"],
  ["type-3.tga", "grey", "grey (type 3)", "pamtotga -norle grey.pgm > @"],
  ["type-9.tga", "label", "palette, RLE (type 9)", ["pnmquant 200 label.ppm > @.ppm", "pamtotga -cmap @.ppm > @"]],
  ["type-10.tga", "label", "24 bits, RLE (type 10)", "pamtotga -rgb label.ppm > @"],
  ["type-11.tga", "grey", "grey, RLE (type 11)", "pamtotga grey.pgm > @"],
  ["16-bit.tga", "label", "16 bits", "tga label.png @ 16-bit"],
  ["top-down.tga", "label", "rows from the top down", "tga label.png @ top-down"],
];

const PBM: readonly Row[] = [
  ["raw.pbm", "fax", "binary", "convert fax.pbm @"],
  ["plain.pbm", "fax", "text", "convert fax.pbm -compress none @"],
];
const PGM: readonly Row[] = [
  ["raw.pgm", "grey", "binary", "convert grey.pgm @"],
  ["plain.pgm", "grey", "text", "convert grey.pgm -compress none @"],
  ["16-bit.pgm", "film", "16 bits", "convert film.pgm @"],
];
const PPM: readonly Row[] = [
  ["raw.ppm", "label", "binary", "convert label.png @"],
  ["plain.ppm", "label", "text", "convert label.png -compress none @"],
  ["16-bit.ppm", "label", "16 bits", "convert label.png -depth 16 @"],
];
const PAM: readonly Row[] = [
  ["rgba.pam", "pill", "transparency", "convert pill.png @"],
  ["grey-16.pam", "film", "16-bit grey", "convert film.png @"],
];
const PFM: readonly Row[] = [
  ["rgb.pfm", "label", "RGB", "convert label.png @"],
  ["grey.pfm", "grey", "grey", "convert grey.png @"],
];
/** Of no format that is taken. */
const UNKNOWN: readonly Row[] = [
  ["thumbnail.xv", "flag", "XV thumbnail", "xv-thumbnail flag.png @", { limit: "no decoder reads XV thumbnails" }],
  ["colour.six", "label", "Sixel", "convert label.png sixel:@", { limit: "the decoder shows it nearly black" }],
  ["plain.cut", "grey", "Dr. Halo", "dr-halo grey.png @", { limit: "the decoder asks for a palette file beside it" }],
  [
    "raw.g4",
    "fax",
    "bare fax stream, group 4",
    "convert fax.pbm group4:@",
    { limit: "it tells neither width nor height" },
  ],
];

const UNIX: Readonly<Partial<Record<SourceFormat, readonly Row[]>>> = {
  sgi: [
    ["rle.sgi", "label", "RLE", "convert label.png -compress RLE @"],
    ["verbatim.rgb", "label", "verbatim", "convert label.png -compress none sgi:@"],
    ["grey.bw", "grey", "grey", "convert grey.png sgi:@"],
    ["alpha.rgba", "pill", "transparency", "convert pill.png sgi:@"],
    ["16-bit.sgi", "label", "16 bits", "convert label.png -depth 16 @"],
  ],
  sun: [
    ["rgb.sun", "label", "RGB", "convert label.png -compress none @"],
    ["rle.ras", "label", "RLE", "pnmtorast label.ppm > @"],
    ["1-bit.ras", "fax", "1 bit", "convert fax.pbm @"],
  ],
  xbm: [["fax.xbm", "fax", "1 bit", "convert fax.pbm @"]],
  xpm: [["flag.xpm", "flag", "palette", "convert flag.png @"]],
  xwd: [
    ["colour.xwd", "label", "24 bits", "convert label.png @"],
    ["palette.xwd", "label", "palette", "convert label.png -colors 256 -type Palette @"],
    ["netpbm.xwd", "label", "24 bits", "pnmtoxwd label.ppm > @"],
    ["netpbm-grey.xwd", "fax", "1 bit", "pnmtoxwd fax.pbm > @"],
  ],
  viff: [["rgb.viff", "label", "RGB", "convert label.png @"]],
  rla: [["netpbm.rle", "label", "RLE", "pnmtorle label.ppm > @"]],
  miff: [
    ["plain.miff", "label", "uncompressed", "convert label.png -compress none @"],
    ["zip.miff", "label", "deflate", "convert label.png -compress zip @"],
    ["rle.miff", "label", "RLE", "convert label.png -compress RLE @"],
    ["grey-16.miff", "film", "16 bits", "convert film.png @"],
    ["pages.miff", "page", "page 2 of 2", "convert label.png page.png @", { pages: 2, page: 2 }],
  ],
  farbfeld: [["rgba.ff", "pill", "16 bits with transparency", "farbfeld pill.png @"]],
  qoi: [
    ["rgb.qoi", "label", "RGB", "pamtoqoi label.ppm > @"],
    ["rgba.qoi", "pill", "transparency", "pamtoqoi pill.pam > @"],
  ],
  mtv: [["rgb.mtv", "label", "RGB", "convert label.png @"]],
  avs: [["rgb.avs", "label", "RGB", "convert label.png @"]],
  aai: [["rgb.aai", "label", "RGB", "convert label.png @"]],
  hrz: [["tv.hrz", "film", "slow-scan television", "convert film.png -resize 256x240! @"]],
  ipl: [["rgb.ipl", "label", "RGB", "convert label.png @"]],
  art: [["fax.art", "fax", "1 bit", "convert fax.pbm @"]],
  rgf: [["fax.rgf", "fax", "1 bit", "convert fax.pbm -resize 250x250! -monochrome @"]],
  otb: [["fax.otb", "fax", "1 bit", "convert fax.pbm -resize 250x250! -monochrome @"]],
  wbmp: [["fax.wbmp", "fax", "1 bit", "convert fax.pbm @"]],
  mac: [
    [
      "fax.mac",
      "fax",
      "MacPaint",
      ["convert fax.pbm -resize 576x720! -threshold 60% pbm:@.pbm", "pbmtomacp @.pbm > @"],
      { unlikeMagick: "it shifts the rows" },
    ],
  ],
  palm: [
    ["8-bit.palm", "label", "8 bits", "convert label.png @"],
    ["netpbm.palm", "grey", "4 bits", ["pamdepth 15 grey.pgm > @.pgm", "pnmtopalm @.pgm > @"]],
  ],
  pdb: [["grey.pdb", "grey", "16 greys", "convert grey.png -resize 448x300! @"]],
  pict: [
    ["rgb.pict", "label", "RGB", "convert label.png @"],
    ["netpbm.pct", "flag", "palette", "ppmtopict flag.ppm > @"],
  ],
  tim: [["16-bit.tim", "label", "16 bits", "tim16 label.png @"]],
  scitex: [["grey.sct", "grey", "one separation", "scitex grey.png @"]],
  pcd: [["photo.pcd", "label", "Photo CD", "convert label.png -resize 768x512! @"]],
  fax: [
    [
      "raw.g3",
      "fax",
      "a fax of 1728 columns",
      ["convert fax.pbm -resize 1728x -threshold 60% pbm:@.pbm", "pbmtog3 @.pbm > @"],
      { unlikeMagick: "it takes its lines for 2592 pels" },
    ],
  ],
  cals: [["type-1.cal", "fax", "Group 4", "convert fax.pbm @"]],
  mng: [["animation.mng", "label", "two pictures", "convert label.png page.png @", { pages: 2 }]],
  jng: [
    ["colour.jng", "label", "colour", "convert label.png @"],
    ["alpha.jng", "pill", "transparency", "convert pill.png @"],
  ],
};

export const PLAIN_SAMPLES = [
  ...samplesOf("bmp", BMP),
  ...samplesOf("ico", ICO),
  ...samplesOf("cur", CUR),
  ...samplesOf("pcx", PCX),
  ...samplesOf("dcx", DCX),
  ...samplesOf("tga", TGA),
  ...samplesOf("pbm", PBM),
  ...samplesOf("pgm", PGM),
  ...samplesOf("ppm", PPM),
  ...samplesOf("pam", PAM),
  ...samplesOf("pfm", PFM),
  ...samplesOf(undefined, UNKNOWN),
  ...Object.entries(UNIX).flatMap(([format, rows]) => samplesOf(format as SourceFormat, rows)),
];
