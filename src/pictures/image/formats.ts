/** What can decode a source. `reader` is a reader of our own, which hands plain pixels or another file on. */
export type SourceDecoder = "sharp" | "sharp-lenient" | "reader" | "magick" | "pdf";

/** A format of source pictures. */
export type Format = {
  /** As people call it. */
  readonly title: string;
  /** Matches the first bytes, read as Latin-1. Absent where a file bears no mark of its format. */
  readonly signature?: RegExp;
  /** A text may begin so, too: the signature counts only for bytes that are none. */
  readonly isLikeText?: boolean;
  /** Name endings by which a file without a mark is known. */
  readonly extensions?: readonly string[];
  /** Tried in this order until one opens the file. */
  readonly decoders: readonly [SourceDecoder, ...SourceDecoder[]];
  /** ImageMagick's name of it: of one of the decoders, or what our own reader is compared with. */
  readonly magick?: string;
};

function bySharp(title: string, magick: string, signature: RegExp): Format {
  return { title, signature, decoders: ["sharp", "magick"], magick };
}

function byMagick(title: string, magick: string, signature: RegExp): Format {
  return { title, signature, decoders: ["magick"], magick };
}

function unmarked(title: string, magick: string, ...extensions: readonly string[]): Format {
  return { title, extensions, decoders: ["magick"], magick };
}

/**
 * All formats that are let in, known by their first bytes; the first that matches counts, so the long marks stand first.
 * What a file says of itself counts before its name: a TIFF called .jpg is a TIFF.
 */
export const FORMATS = {
  tiff: {
    title: "TIFF",
    signature: /^(II\x2a\0|MM\0\x2a|II\x2b\0|MM\0\x2b)/,
    decoders: ["sharp", "reader", "sharp-lenient", "magick"],
    magick: "TIFF",
  },
  jpeg: bySharp("JPEG", "JPEG", /^\xff\xd8\xff/),
  png: bySharp("PNG", "PNG", /^\x89PNG\r\n\x1a\n/),
  gif: bySharp("GIF", "GIF", /^GIF8[79]a/),
  webp: bySharp("WebP", "WEBP", /^RIFF[\s\S]{4}WEBP/),
  avif: bySharp("AVIF", "AVIF", /^[\s\S]{4}ftyp(avif|avis|(mif1|miaf)[\s\S]{4,40}?avi[fs])/),
  heic: byMagick("HEIC", "HEIC", /^[\s\S]{4}ftyp(heic|heix|hevc|hevx|heim|heis|hevm|hevs|mif1|msf1)/),
  // Mail gateways put lines before it; a page that begins with a tag only speaks of one.
  pdf: { title: "PDF", signature: /^(?!(\xef\xbb\xbf)?\s*<)[\s\S]{0,1000}?%PDF-\d/, decoders: ["pdf"] },
  svg: { title: "SVG", decoders: ["sharp"] },
  // ImageMagick shows noise where it does not understand a file, or says that a whole one is cut off.
  dicom: { title: "DICOM", signature: /^[\s\S]{128}DICM/, decoders: ["reader"], magick: "DCM" },
  jp2: byMagick("JPEG 2000", "JP2", /^\0\0\0\x0cjP {2}/),
  j2k: byMagick("JPEG 2000 codestream", "J2K", /^\xff\x4f\xff\x51/),
  jxl: byMagick("JPEG XL", "JXL", /^(\xff\x0a|\0\0\0\x0cJXL )/),
  bmp: byMagick("BMP", "BMP", /^BM[\s\S]{8}[\s\S]{4}(\x0c|\x28|\x34|\x38|\x40|\x6c|\x7c)\0\0\0/),
  psd: byMagick("Photoshop", "PSD", /^8BPS\0\x01/),
  psb: byMagick("large Photoshop", "PSB", /^8BPS\0\x02/),
  ico: byMagick("ICO", "ICO", /^\0\0\x01\0[^\0]\0[\s\S]{3}\0/),
  cur: byMagick("CUR", "CUR", /^\0\0\x02\0[^\0]\0[\s\S]{3}\0/),
  pcx: byMagick("PCX", "PCX", /^\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08\x18]/),
  dcx: byMagick("DCX", "DCX", /^\xb1\x68\xde\x3a/),
  pbm: byMagick("PBM", "PBM", /^P[14][\s#]/),
  pgm: byMagick("PGM", "PGM", /^P[25][\s#]/),
  ppm: byMagick("PPM", "PPM", /^P[36][\s#]/),
  pam: byMagick("PAM", "PAM", /^P7[\r\n]/),
  pfm: byMagick("PFM", "PFM", /^P[fF][\s#]/),
  sgi: byMagick("SGI", "SGI", /^\x01\xda[\x00\x01][\x01\x02]\0[\x01-\x03]/),
  sun: byMagick("Sun raster", "SUN", /^\x59\xa6\x6a\x95/),
  xpm: byMagick("XPM", "XPM", /^\s{0,20}\/\* XPM \*\//),
  xbm: byMagick("XBM", "XBM", /^(\s|\/\*(?:(?!\*\/)[\s\S])*\*\/)*#define\s+\w*width\s+\d+\s*#define\s+\w*height\s+\d+/),
  xwd: {
    title: "XWD",
    signature: /^\0\0[\s\S]{2}\0\0\0\x07\0\0\0[\x00-\x02]\0\0\0[\x01-\x20]/,
    decoders: ["reader"],
  },
  dpx: byMagick("DPX", "DPX", /^(SDPX|XPDS)/),
  cin: byMagick("Cineon", "CIN", /^(\x80\x2a\x5f\xd7|\xd7\x5f\x2a\x80)/),
  exr: byMagick("OpenEXR", "EXR", /^\x76\x2f\x31\x01/),
  hdr: byMagick("Radiance HDR", "HDR", /^#\?(RADIANCE|RGBE)/),
  fits: { title: "FITS", signature: /^SIMPLE {2}= {10,}T/, decoders: ["reader", "magick"], magick: "FITS" },
  cals: {
    title: "CALS",
    signature: /^(srcdocid|rorient): /,
    extensions: ["cal", "cals"],
    decoders: ["reader", "magick"],
    magick: "CALS",
  },
  dds: byMagick("DDS", "DDS", /^DDS \x7c\0\0\0/),
  qoi: byMagick("QOI", "QOI", /^qoif/),
  miff: byMagick("MIFF", "MIFF", /^id=ImageMagick/),
  mng: byMagick("MNG", "MNG", /^\x8aMNG\r\n\x1a\n/),
  jng: byMagick("JNG", "JNG", /^\x8bJNG\r\n\x1a\n/),
  xcf: byMagick("GIMP", "XCF", /^gimp xcf /),
  viff: byMagick("VIFF", "VIFF", /^\xab\x01/),
  vicar: byMagick("VICAR", "VICAR", /^(LBLSIZE|NJPL1I|PDS_VERSION_ID)/),
  rla: byMagick("Utah RLE", "RLE", /^\x52\xcc/),
  farbfeld: byMagick("farbfeld", "FARBFELD", /^farbfeld/),
  mat: byMagick("MATLAB", "MAT", /^MATLAB 5\.0 MAT-file/),
  wpg: byMagick("WordPerfect graphic", "WPG", /^\xffWPC/),
  pict: {
    title: "PICT",
    signature: /^[\s\S]{522}\0\x11\x02\xff/,
    extensions: ["pict", "pct"],
    decoders: ["magick"],
    magick: "PICT",
  },
  tim: byMagick("PlayStation TIM", "TIM", /^\x10\0\0\0[\x00-\x03\x08-\x0b]\0\0\0/),
  mtv: { ...byMagick("MTV", "MTV", /^\d{1,5} \d{1,5}\n/), isLikeText: true },
  sfw: byMagick("Seattle FilmWorks", "SFW", /^SFW94A/),
  pes: byMagick("embroidery", "PES", /^#PES/),
  tga: {
    title: "TGA",
    // No mark at the start: type, depth and palette that fit together.
    signature:
      /^[\s\S](\x01[\x01\x09][\s\S]{4}[\x0f\x10\x18\x20]|\0[\x02\x03\x0a\x0b]\0{4}[\s\S])[\s\S]{8}[\x08\x0f\x10\x18\x20][\x00-\x3f]/,
    extensions: ["tga", "icb", "vda", "vst"],
    decoders: ["magick"],
    magick: "TGA",
  },
  wbmp: unmarked("WBMP", "WBMP", "wbmp", "wbm"),
  fax: { title: "raw fax G3", extensions: ["fax", "g3"], decoders: ["reader", "magick"], magick: "FAX" },
  otb: unmarked("OTB", "OTB", "otb"),
  pcd: unmarked("Photo CD", "PCD", "pcd"),
  palm: unmarked("Palm pixmap", "PALM", "palm"),
  pdb: unmarked("Palm database", "PDB", "pdb"),
  avs: unmarked("AVS", "AVS", "avs"),
  hrz: unmarked("HRZ", "HRZ", "hrz"),
  mac: unmarked("MacPaint", "MAC", "mac"),
  pix: unmarked("Alias PIX", "PIX", "pix"),
  art: unmarked("PFS clip art", "ART", "art"),
  aai: unmarked("AAI", "AAI", "aai"),
  rgf: unmarked("Lego EV3", "RGF", "rgf"),
  ipl: unmarked("IPL", "IPL", "ipl"),
  jnx: unmarked("Garmin JNX", "JNX", "jnx"),
  pwp: unmarked("Seattle FilmWorks album", "PWP", "pwp"),
  scitex: unmarked("Scitex", "SCT", "sct"),
} as const satisfies Record<string, Format>;

export type SourceFormat = keyof typeof FORMATS;

/** Endings of names, and the format that they mean where a file bears no mark. */
export const BY_EXTENSION: ReadonlyMap<string, SourceFormat> = new Map(
  Object.entries<Format>(FORMATS).flatMap(([name, { extensions = [] }]) =>
    extensions.map((extension) => [extension, name as SourceFormat] as const),
  ),
);

export function formatOf(name: SourceFormat): Format {
  return FORMATS[name];
}
