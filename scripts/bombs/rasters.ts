import { type Claim, gradient, padded, text, u16be, u16le, u32be, u32le } from "./words.ts";

/** Makers of plain pictures, one for each format that is little more than a head and pixels. */
export type RasterMaker = (claim: Claim) => Buffer;

const rgb = (claim: Claim): Buffer => gradient(claim, 3);
const grey = (claim: Claim): Buffer => gradient(claim, 1);
const bits = ({ width, height }: Claim): Buffer => gradient({ width: Math.ceil(width / 8), height }, 1);
const join = (...parts: readonly (Buffer | string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? text(part) : Buffer.from(part as Buffer | number[]))));

/** By the ending of the file's name. */
export const RASTERS: Readonly<Record<string, RasterMaker>> = {
  bmp: (claim) => join("BM", u32le(54 + rgb(claim).byteLength, 0, 54), dib(claim), rgb(claim)),
  ico: (claim) => iconOf(1, claim),
  cur: (claim) => iconOf(2, claim),
  pbm: (claim) => join(`P4\n${claim.width} ${claim.height}\n`, bits(claim)),
  pgm: (claim) => join(`P5\n# scan\n${claim.width} ${claim.height}\n255\n`, grey(claim)),
  ppm: (claim) => join(`P6 ${claim.width} ${claim.height} 255\n`, rgb(claim)),
  // Plain text, as all of the family may be.
  pnm: (claim) => join(`P2\n${claim.width} ${claim.height}\n255\n`, [...grey(claim).subarray(0, 2_000)].join(" ")),
  pam: ({ width, height }) =>
    join(`P7\nWIDTH ${width}\nHEIGHT ${height}\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n`, rgb({ width, height })),
  pfm: (claim) => join(`PF\n${claim.width} ${claim.height}\n-1.0\n`, gradient(claim, 12)),
  tga: ({ width, height }) =>
    join([0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0], u16le(width, height), [24, 0], rgb({ width, height })),
  vst: ({ width, height }) =>
    join([0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0], u16le(width, height), [24, 0], ...runs({ width, height }, 3)),
  pcx: ({ width, height }) =>
    join(
      [10, 5, 1, 8],
      u16le(0, 0, width - 1, height - 1, 300, 300),
      Buffer.alloc(49),
      [1],
      u16le(width),
      Buffer.alloc(60),
      grey({ width, height }),
    ),
  sun: ({ width, height }) =>
    join(u32be(0x59a66a95, width, height, 24, width * height * 3, 1, 0, 0), rgb({ width, height })),
  sgi: ({ width, height }) =>
    join([1, 0xda, 0, 1], u16be(3, width, height, 3), u32be(0, 255), Buffer.alloc(492), rgb({ width, height })),
  qoi: ({ width, height }) =>
    join("qoif", u32be(width, height), [3, 0], ...runs({ width, height }, 3, 0xfe), [0, 0, 0, 0, 0, 0, 0, 1]),
  ff: ({ width, height }) => join("farbfeld", u32be(width, height), gradient({ width, height }, 8)),
  wbmp: ({ width, height }) => join([0, 0], sevenBits(width), sevenBits(height), bits({ width, height })),
  xbm: ({ width, height }) =>
    join(
      `#define rx_width ${width}\n#define rx_height ${height}\nstatic unsigned char rx_bits[] = {\n`,
      [...bits({ width, height })].join(","),
      "};\n",
    ),
  xpm: ({ width, height }) =>
    join(
      `/* XPM */\nstatic char *rx[] = {\n"${width} ${height} 2 1",\n". c #c81e28",\n"x c None",\n`,
      Array.from(
        { length: Math.min(height, 64) },
        (_, row) => `"${".x".repeat(Math.min(width, 64)).slice(row % 2, (row % 2) + Math.min(width, 64))}"`,
      ).join(",\n"),
      "};\n",
    ),
  dds: ({ width, height }) =>
    join(
      "DDS ",
      u32le(124, 0x1007, height, width, width * 3, 0, 0),
      Buffer.alloc(44),
      u32le(32, 0x40, 0, 24, 0xff0000, 0xff00, 0xff, 0, 0x1000, 0, 0, 0, 0),
      rgb({ width, height }),
    ),
  hdr: ({ width, height }) =>
    join(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`, gradient({ width, height }, 4)),
  mtv: ({ width, height }) => join(`${width} ${height}\n`, rgb({ width, height })),
  vicar: ({ width, height }) =>
    join(
      `LBLSIZE=512             FORMAT='BYTE' TYPE='IMAGE' NL=${height} NS=${width} NB=1 RECSIZE=${width}`.padEnd(
        512,
        "\0",
      ),
      grey({ width, height }),
    ),
  sixel: ({ width, height }) => join(`\x1bPq"1;1;${width};${height}#0;2;80;10;20#0!${width}~-#0!${width}F\x1b\\`),
  miff: ({ width, height }) =>
    join(
      `id=ImageMagick version=1.0\nclass=DirectClass colors=0 alpha-trait=Undefined\ncolumns=${width} rows=${height} depth=8\ncolorspace=sRGB\n\f\n:\x1a`,
      rgb({ width, height }),
    ),
  avs: ({ width, height }) => join(u32be(width, height), gradient({ width, height }, 4)),
  otb: ({ width, height }) => join([0x10], u16be(width, height), [1], bits({ width, height })),
  aai: ({ width, height }) => join(u32le(width, height), gradient({ width, height }, 4)),
  fax: (claim) => join(bits(claim), Buffer.alloc(512, 0x35)),
  mac: (claim) => join(Buffer.alloc(512), ...runs(claim, 1)),
  cals: ({ width, height }) => cals({ width, height }),
};

function dib({ width, height }: Claim): Buffer {
  return join(u32le(40, width, height), u16le(1, 24), u32le(0, 0, 2_835, 2_835, 0, 0));
}

// The side in the list is a byte; the picture's own head says what it wants.
function iconOf(kind: 1 | 2, { width, height }: Claim): Buffer {
  const picture = join(
    u32le(40, width, height * 2),
    u16le(1, 24),
    u32le(0, 0, 0, 0, 0, 0),
    rgb({ width, height }),
    bits({ width, height }),
  );
  return join(
    u16le(0, kind, 1),
    [width & 0xff, height & 0xff, 0, 0],
    u16le(1, 24),
    u32le(picture.byteLength, 22),
    picture,
  );
}

/** Runs of one colour, as long as a byte says. */
function runs({ width, height }: Claim, samples: number, mark?: number): Buffer[] {
  const count = Math.min(2_000, width * height);
  return Array.from({ length: count }, (_, at) =>
    Buffer.of(
      ...(mark === undefined ? [at % 128 === 0 ? 0 : 0] : [mark]),
      ...Array.from({ length: samples }, (__, band) => (at * 5 + band * 40) & 0xff),
    ),
  );
}

function sevenBits(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) + 128);
  return digits;
}

function cals({ width, height }: Claim): Buffer {
  const lines = [
    "srcdocid: NONE",
    "dstdocid: NONE",
    "txtfilid: NONE",
    "figid: NONE",
    "srcgph: NONE",
    "doccls: NONE",
    "rtype: 1",
    "rorient: 000,270",
    `rpelcnt: ${width},${height}`,
    "rdensty: 0300",
    "notes: NONE",
  ];
  const head = Buffer.concat(lines.map((line) => padded(line.padEnd(128), 128)));
  return join(
    head,
    Buffer.alloc(2_048 - head.byteLength, 0x20),
    Buffer.alloc(Math.min(16_384, Math.ceil(height / 8)) + 3, 0xff),
  );
}
