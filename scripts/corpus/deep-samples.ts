import { type Row, samplesOf } from "./sample.ts";

/** Medicine, film, science, print and games: many bits, layers, several pictures in one file. */

const DICOM: readonly Row[] = [
  ["grey-8.dcm", "film", "8 bits", "dicom film.png @ bits=8"],
  ["grey-12.dcm", "film", "12 bits", "dicom film.png @ bits=12"],
  ["grey-16.dcm", "film", "16 bits", "dicom film.png @ bits=16"],
  ["signed.dcm", "film", "signed 16 bits, rescaled", "dicom film.png @ bits=16 signed rescale"],
  ["monochrome1.dcm", "film", "MONOCHROME1", "dicom film.png @ bits=12 monochrome1"],
  ["window.dcm", "film", "a window of its own", "dicom film.png @ bits=12 window"],
  ["implicit.dcm", "film", "implicit VR", "dicom film.png @ bits=16 implicit"],
  ["big-endian.dcm", "film", "big-endian", "dicom film.png @ bits=16 big-endian"],
  ["deflated.dcm", "film", "deflated", "dicom film.png @ bits=16 deflated"],
  ["rgb.dcm", "label", "RGB", "dicom label.png @ bits=8"],
  ["rgb-planar.dcm", "label", "RGB, planes apart", "dicom label.png @ bits=8 planar"],
  ["ybr.dcm", "label", "YBR_FULL", "dicom label.png @ bits=8 ybr"],
  ["palette.dcm", "flag", "palette", "dicom flag.png @ palette"],
  ["frames.dcm", "film", "3 frames, frame 2", "dicom film.png @ bits=12 frames=3 show=2", { pages: 3, page: 2 }],
  ["rle.dcm", "film", "RLE", ["dicom film.png @.dcm bits=16", "dcmcrle @.dcm @"]],
  ["rle-rgb.dcm", "label", "RLE, RGB", ["dicom label.png @.dcm bits=8", "dcmcrle @.dcm @"]],
  ["jpeg.dcm", "label", "JPEG baseline", "img2dcm label.jpg @"],
  ["jpeg-grey.dcm", "film", "JPEG baseline, grey", ["dicom film.png @.dcm bits=8", "dcmcjpeg +eb @.dcm @"]],
  [
    "jpeg-12.dcm",
    "film",
    "JPEG extended, 12 bits",
    ["dicom film.png @.dcm bits=12", "dcmcjpeg +ee +bt @.dcm @"],
    { limit: "neither decoder takes JPEG with 12 bits" },
  ],
  ["jpeg-lossless-8.dcm", "film", "JPEG lossless, 8 bits", ["dicom film.png @.dcm bits=8", "dcmcjpeg +e1 @.dcm @"]],
  ["jpeg-lossless-16.dcm", "film", "JPEG lossless, 16 bits", ["dicom film.png @.dcm bits=16", "dcmcjpeg +e1 @.dcm @"]],
  [
    "jpeg-lossless-frames.dcm",
    "film",
    "JPEG lossless, frame 3 of 3",
    ["dicom film.png @.dcm bits=12 frames=3 show=3", "dcmcjpeg +e1 @.dcm @"],
    { pages: 3, page: 3 },
  ],
  [
    "jpeg-ls.dcm",
    "film",
    "JPEG-LS",
    ["dicom film.png @.dcm bits=16", "dcmcjpls @.dcm @"],
    { limit: "no decoder reads JPEG-LS" },
  ],
  [
    "jpeg-2000.dcm",
    "film",
    "JPEG 2000",
    ["opj_compress -i film.pgm -o @.j2k", "dicom film.png @ bits=16 inside=@.j2k"],
  ],
  [
    "jpeg-2000-rgb.dcm",
    "label",
    "JPEG 2000, RGB",
    ["opj_compress -i label.png -o @.j2k", "dicom label.png @ bits=8 inside=@.j2k"],
  ],
];

const PSD: readonly Row[] = [
  ["rgb.psd", "label", "RGB", "convert label.png -compress none @"],
  ["rle.psd", "label", "RGB, RLE", "convert label.png -compress RLE @"],
  ["cmyk.psd", "label", "CMYK", "convert label.png -colorspace CMYK @"],
  ["grey.psd", "grey", "grey", "convert grey.png @"],
  ["bitmap.psd", "fax", "1 bit", "convert fax.png -monochrome @"],
  ["16-bit.psd", "label", "16 bits", "convert label.png -depth 16 @"],
  ["alpha.psd", "pill", "transparency", "convert pill.png @"],
  ["layers.psd", "label", "layers", "convert label.png ( flag.png ) ( label.png ) @"],
];
const PSB: readonly Row[] = [["rgb.psb", "label", "RGB", "convert label.png @"]];
const XCF: readonly Row[] = [
  ["plain.xcf", "pill", "uncompressed", "xcf pill.png @", { limit: "the decoder takes only RLE, as GIMP writes it" }],
  ["alpha.xcf", "pill", "RLE, transparency", "xcf pill.png @ rle"],
  ["rle.xcf", "label", "RLE", "xcf label.png @ rle"],
];

const LINEAR = "it takes the samples for linear light";
const DPX: readonly Row[] = [
  ["8-bit.dpx", "label", "8 bits", "convert label.png -depth 8 @", { unlikeMagick: LINEAR }],
  ["10-bit.dpx", "label", "10 bits", "convert label.png -depth 10 @", { unlikeMagick: LINEAR }],
  ["12-bit.dpx", "label", "12 bits", "convert label.png -depth 12 @", { unlikeMagick: LINEAR }],
  ["16-bit.dpx", "label", "16 bits", "convert label.png -depth 16 @", { unlikeMagick: LINEAR }],
  ["grey.dpx", "grey", "grey", "convert grey.png -depth 10 @", { unlikeMagick: LINEAR }],
];
const CIN: readonly Row[] = [["10-bit.cin", "label", "10 bits", "convert label.png -depth 10 @"]];
const EXR: readonly Row[] = [
  ["float.exr", "label", "floats", "exr label.png @ float"],
  ["half.exr", "label", "half floats", "exr label.png @ half"],
  ["zips.exr", "label", "half floats, deflate", "exr label.png @ zips"],
  ["alpha.exr", "pill", "transparency", "exr pill.png @ half"],
];
const HDR: readonly Row[] = [
  ["plain.hdr", "label", "RGBE", "convert label.png -colorspace RGB -set colorspace sRGB @"],
  ["vips.hdr", "label", "RGBE, runs", "vips radsave label.png @"],
];
const FULL_RANGE = "it shows the part of the range that is used as nearly black or white";
const FITS: readonly Row[] = [
  ["8-bit.fits", "grey", "8 bits", "convert grey.png @"],
  ["16-bit.fits", "film", "16 bits", "convert film.png @"],
  ["float.fits", "film", "32-bit float", "fits film.png @ bitpix=-32"],
  ["double.fits", "film", "64-bit float", "fits film.png @ bitpix=-64"],
  ["32-bit.fits", "film", "32 bits", "fits film.png @ bitpix=32", { unlikeMagick: FULL_RANGE }],
  ["colour.fits", "label", "three planes", "fits label.png @ bitpix=16", { unlikeMagick: "it shows the first plane" }],
  [
    "dark.fits",
    "film",
    "a small part of the range",
    "fits film.png @ bitpix=16 scale=0.02",
    { unlikeMagick: FULL_RANGE },
  ],
];
const DDS: readonly Row[] = [
  ["dxt1.dds", "label", "DXT1", "convert label.png -define dds:compression=dxt1 @"],
  ["dxt5.dds", "pill", "DXT5", "convert pill.png -define dds:compression=dxt5 @"],
  ["raw.dds", "label", "uncompressed", "convert label.png -define dds:compression=none @"],
];
const VICAR: readonly Row[] = [["grey.vicar", "grey", "grey", "convert grey.png @"]];
const MAT: readonly Row[] = [
  ["grey.mat", "grey", "grey", "matlab grey.png @"],
  ["colour.mat", "label", "three planes", "matlab label.png @"],
];

const PDF: readonly Row[] = [
  ["g4.pdf", "fax", "Group 4 page", ["tiffcp -c g4 fax.tif @.tif", "tiff2pdf -o @ @.tif"]],
  ["jpeg.pdf", "label", "JPEG page", ["pdf-with label.jpg @ DCTDecode"]],
  ["jpeg-2000.pdf", "label", "JPEG 2000 page", ["opj_compress -i label.png -o @.jp2", "pdf-with @.jp2 @ JPXDecode"]],
  ["zip.pdf", "label", "deflated page", ["tiff2pdf -z -o @ label.tif"]],
  [
    "pages.pdf",
    "fax3",
    "page 3 of 3",
    ["tiffcp -c g4 fax.tif fax2.tif fax3.tif @.tif", "tiff2pdf -o @ @.tif"],
    { pages: 3, page: 3 },
  ],
  ["drawing.pdf", "flag", "a drawing", "pdf flag @"],
  ["turned.pdf", "flag", "a page that is turned", "pdf flag @ turned"],
  ["compressed.pdf", "flag", "object streams", "pdf flag @ streams"],
  ["late-head.pdf", "flag", "its head after other bytes", "pdf flag @ late-head"],
];
const PDF_ROWS = PDF.map(
  ([file, shows, about, make, details]): Row => [
    file,
    shows,
    about,
    make,
    { ...details, unlikeMagick: "Debian's policy shuts PDF to it" },
  ],
);

const SVG: readonly Row[] = [
  ["drawing.svg", "flag", "a drawing", "copy flag.svg @"],
  ["packed.svgz", "flag", "compressed", "gzip-file flag.svg @"],
  ["prolog.svg", "flag", "with an XML prolog and a comment", "svg-prolog flag.svg @"],
];

/** Formats that are not opened, on purpose or for want of a decoder. */
const CLOSED: readonly Row[] = [
  ["page.djvu", "fax", "DjVu", "cjb2 fax.pbm @", { limit: "no decoder reads DjVu" }],
  ["photo.djvu", "label", "DjVu photo", "c44 label.ppm @", { limit: "no decoder reads DjVu" }],
  ["fax.jbg", "fax", "JBIG", "pbmtojbg fax.pbm @", { limit: "no decoder reads JBIG" }],
  ["photo.ilbm", "label", "IFF", "ppmtoilbm -24force label.ppm > @", { limit: "no decoder reads IFF" }],
  ["flag.wmf", "flag", "WMF", "wmf flag @", { limit: "a program of drawing commands" }],
  ["flag.eps", "flag", "PostScript", "eps flag @", { limit: "PostScript is a program, and is not run" }],
];

export const DEEP_SAMPLES = [
  ...samplesOf("dicom", DICOM),
  ...samplesOf("psd", PSD),
  ...samplesOf("psb", PSB),
  ...samplesOf("xcf", XCF),
  ...samplesOf("dpx", DPX),
  ...samplesOf("cin", CIN),
  ...samplesOf("exr", EXR),
  ...samplesOf("hdr", HDR),
  ...samplesOf("fits", FITS),
  ...samplesOf("dds", DDS),
  ...samplesOf("vicar", VICAR),
  ...samplesOf("mat", MAT),
  ...samplesOf("pdf", PDF_ROWS),
  ...samplesOf("svg", SVG),
  ...samplesOf(undefined, CLOSED),
];
