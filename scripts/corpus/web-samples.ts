import { type Row, samplesOf } from "./sample.ts";

/** What cameras, phones and browsers write. */

const HEIF_ALPHA = "it loses the transparent parts";

const JPEG: readonly Row[] = [
  ["baseline.jpg", "label", "baseline", "convert label.png -quality 85 @"],
  ["progressive.jpg", "label", "progressive", "convert label.png -interlace JPEG -quality 85 @"],
  ["grey-only.jpg", "grey", "grey", "convert grey.png -quality 85 @"],
  ["444.jpg", "label", "no subsampling", "convert label.png -sampling-factor 1x1 @"],
  ["411.jpg", "label", "4:1:1", "convert label.png -sampling-factor 4x1 -quality 90 @"],
  ["440.jpg", "label", "4:4:0", "convert label.png -sampling-factor 1x2 -quality 90 @"],
  ["restart.jpg", "label", "restart markers", "pnmtojpeg --restart=8 label.ppm > @"],
  ["rgb.jpg", "label", "RGB, not YCbCr", "pnmtojpeg --rgb label.ppm > @"],
  ["arithmetic.jpg", "label", "arithmetic coding", "pnmtojpeg --arithmetic label.ppm > @"],
  [
    "12-bit.jpg",
    "film",
    "12 bits",
    ["dicom film.png @.dcm bits=12", "dcmcjpeg +ee +bt @.dcm @.jpg.dcm", "dicom-frame @.jpg.dcm @"],
    { limit: "neither decoder takes 12 bits" },
  ],
  [
    "lossless.jpg",
    "film",
    "lossless process",
    ["dicom film.png @.dcm bits=8", "dcmcjpeg +e1 @.dcm @.jpg.dcm", "dicom-frame @.jpg.dcm @"],
  ],
  ["cmyk.jpg", "label", "CMYK, Adobe's inverted", "sharp-made label.png @ cmyk"],
  ["ycck.jpg", "label", "YCCK", "convert label.png -colorspace CMYK -quality 90 @"],
  [
    "p3.jpg",
    "label",
    "Display P3 profile",
    "sharp-made label.png @ p3",
    { unlikeMagick: "it does not apply the profile" },
  ],
  [
    "swapped-profile.jpg",
    "label",
    "a profile that turns green to red",
    "sharp-made label.png @ swapped-profile",
    { unlikeMagick: "it does not apply the profile" },
  ],
  ["junk.jpg", "label", "a comment and junk after the end", "jpeg-edit label.jpg @ junk"],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(
    (turn): Row => [`exif-${turn}.jpg`, "label", `EXIF orientation ${turn}`, `turned label.png @ ${turn}`],
  ),
];

const PNG: readonly Row[] = [
  ["grey-1.png", "fax", "1-bit grey", "convert fax.png -define png:color-type=0 -define png:bit-depth=1 @"],
  [
    "grey-2.png",
    "grey",
    "2-bit grey",
    "convert grey.png -ordered-dither o8x8,4 -depth 2 -define png:color-type=0 -define png:bit-depth=2 @",
  ],
  [
    "grey-4.png",
    "grey",
    "4-bit grey",
    "convert grey.png -ordered-dither o8x8,16 -depth 4 -define png:color-type=0 -define png:bit-depth=4 @",
  ],
  ["grey-8.png", "grey", "8-bit grey", "convert grey.png -define png:color-type=0 -define png:bit-depth=8 @"],
  ["grey-16.png", "film", "16-bit grey", "convert film.png -define png:color-type=0 -define png:bit-depth=16 @"],
  ["rgb-8.png", "label", "8-bit RGB", "convert label.png -define png:color-type=2 @"],
  ["rgb-16.png", "label", "16-bit RGB", "convert label.png -define png:color-type=2 -define png:bit-depth=16 @"],
  ["palette-8.png", "label", "palette of 256", "convert label.png png8:@"],
  [
    "palette-4.png",
    "flag",
    "palette of 16",
    "convert flag.png -colors 8 -define png:color-type=3 -define png:bit-depth=4 @",
  ],
  ["palette-1.png", "fax", "palette of 2", "convert fax.png -define png:color-type=3 -define png:bit-depth=1 @"],
  [
    "grey-alpha-8.png",
    "grey",
    "grey with transparency",
    "convert grey.png -alpha set -define png:color-type=4 -define png:bit-depth=8 @",
  ],
  [
    "grey-alpha-16.png",
    "grey",
    "16-bit grey with transparency",
    "convert grey.png -alpha set -define png:color-type=4 -define png:bit-depth=16 @",
  ],
  ["rgba-16.png", "pill", "16-bit RGB with transparency", "convert pill.png png64:@"],
  ["trns.png", "flag", "a transparent colour", "convert flag.png -transparent white -define png:color-type=2 @"],
  ["palette-trns.png", "flag", "a palette with transparency", "convert flag.png -transparent white png8:@"],
  ["interlaced.png", "label", "interlaced", "convert label.png -interlace PNG @"],
  [
    "interlaced-1.png",
    "fax",
    "interlaced, 1 bit",
    "convert fax.png -interlace PNG -define png:color-type=0 -define png:bit-depth=1 @",
  ],
  ["gamma.png", "label", "gamma tag", "convert label.png -define png:include-chunk=gama @"],
  ["animated.png", "label", "APNG", "apng label.png label.png @"],
];

const GIF: readonly Row[] = [
  ["plain.gif", "label", "one picture", "convert label.png @"],
  ["gif87.gif", "label", "GIF 87a", "convert label.png gif87:@"],
  ["interlaced.gif", "label", "interlaced", "convert label.png -interlace GIF @"],
  ["transparent.gif", "flag", "transparent", "convert flag.png -transparent white @"],
  [
    "animated.gif",
    "label",
    "animated, 3 frames",
    "convert -delay 20 label.png ( label.png -negate ) ( label.png -flip ) @",
    { pages: 3 },
  ],
  [
    "frame-2.gif",
    "label",
    "animated, frame 2",
    "convert -delay 20 ( label.png -negate ) label.png @",
    { pages: 2, page: 2 },
  ],
  [
    "optimised.gif",
    "label",
    "animated, frames of parts, frame 2",
    "convert -delay 20 ( label.png -region 60x60+200+100 -negate +region ) label.png -layers Optimize @",
    { pages: 2, page: 2, unlikeMagick: "it shows the part that the frame changes" },
  ],
];

const WEBP: readonly Row[] = [
  ["lossy.webp", "label", "lossy", "convert label.png -quality 80 @"],
  ["lossless.webp", "label", "lossless", "convert label.png -define webp:lossless=true @"],
  ["alpha.webp", "pill", "transparency", "convert pill.png @"],
  ["animated.webp", "label", "animated, frame 2", "sharp-made label.png @ animated", { pages: 2, page: 2 }],
];

const AVIF: readonly Row[] = [
  ["plain.avif", "label", "8 bits", "heif-enc -A -q 70 label.png -o @"],
  ["alpha.avif", "pill", "transparency", "heif-enc -A -q 70 pill.png -o @", { unlikeMagick: HEIF_ALPHA }],
  ["lossless.avif", "label", "lossless", "sharp-made label.png @ avif-lossless"],
];

const HEIC: readonly Row[] = [
  ["plain.heic", "label", "8 bits", "heif-enc -q 70 label.png -o @"],
  ["10-bit.heic", "film", "10 bits", "heif-enc -b 10 -q 80 film.png -o @"],
  ["alpha.heic", "pill", "transparency", "heif-enc -q 70 pill.png -o @", { unlikeMagick: HEIF_ALPHA }],
  ["two.heic", "label", "two pictures", "heif-enc -q 70 label.png page.png -o @", { pages: 2 }],
  ["grey.heic", "grey", "grey", "heif-enc -q 70 grey.png -o @"],
];

const JXL: readonly Row[] = [
  ["lossy.jxl", "label", "lossy", "cjxl label.png @ -e 3 -d 1 --quiet"],
  ["lossless.jxl", "label", "lossless", "cjxl label.png @ -e 3 -d 0 --quiet"],
  ["from-jpeg.jxl", "label", "from a JPEG, bytes kept", "cjxl label.jpg @ -e 3 --quiet"],
  ["container.jxl", "label", "in a container", "cjxl label.png @ -e 3 --container=1 --quiet"],
  ["grey-16.jxl", "film", "16-bit grey", "cjxl film.png @ -e 3 -d 0 --quiet"],
  ["alpha.jxl", "pill", "transparency", "cjxl pill.png @ -e 3 --quiet"],
  ["progressive.jxl", "label", "progressive", "cjxl label.png @ -e 3 -p --quiet"],
];

const JP2: readonly Row[] = [
  ["lossless.jp2", "label", "lossless", "opj_compress -i label.png -o @"],
  ["lossy.jp2", "label", "lossy", "opj_compress -i label.png -o @ -I -r 20"],
  ["grey-16.jp2", "film", "16-bit grey", "opj_compress -i film.pgm -o @"],
  ["alpha.jp2", "pill", "transparency", "opj_compress -i pill.png -o @"],
  ["tiles.jp2", "label", "tiles", "opj_compress -i label.png -o @ -t 128,128"],
];

const J2K: readonly Row[] = [
  ["lossless.j2k", "label", "lossless", "opj_compress -i label.png -o @"],
  ["layers.j2c", "label", "layers", ["opj_compress -i label.png -o @.j2k -I -r 40,20,10", "rename @.j2k @"]],
];

export const WEB_SAMPLES = [
  ...samplesOf("jpeg", JPEG),
  ...samplesOf("png", PNG),
  ...samplesOf("gif", GIF),
  ...samplesOf("webp", WEBP),
  ...samplesOf("avif", AVIF),
  ...samplesOf("heic", HEIC),
  ...samplesOf("jxl", JXL),
  ...samplesOf("jp2", JP2),
  ...samplesOf("j2k", J2K),
];
