import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import sharp from "sharp";
import { DecodeFault } from "../../../../../src/pictures/image/decoder/faults.ts";
import { readDicom } from "../../../../../src/pictures/image/decoder/readers/dicom/dicom.ts";
import { assertAlike, bandOf, colourful, greyed, LIMITS, type Rgb, shown } from "./pictures.ts";
import { pixelElements, SYNTAX, type TinyElements, type TinyValue, tinyDicom } from "./tiny-dicom.ts";
import { type TinyJpeg, tinyLosslessJpeg } from "./tiny-lossless-jpeg.ts";

const PIXELS = 0x7fe0_0010;
const picture = colourful();
const { width, height } = picture;
const grey = greyed(picture, (red) => red);
const negative = greyed(picture, (red) => 255 - red);
const reds = bandOf(picture, 0);

type Change = TinyElements[number];
const COLOUR: readonly Change[] = [
  [0x0028_0002, "US", [3]],
  [0x0028_0004, "CS", "RGB"],
  [0x0028_0100, "US", [8]],
  [0x0028_0101, "US", [8]],
  [0x0028_0102, "US", [7]],
];
const EIGHT_BITS = COLOUR.slice(2);
const SIXTEEN_BITS: readonly Change[] = [
  [0x0028_0100, "US", [16]],
  [0x0028_0101, "US", [16]],
  [0x0028_0102, "US", [15]],
];

function elementsWith(pixels: TinyValue, ...changes: readonly Change[]): TinyElements {
  return pixelElements(
    width,
    height,
    Object.fromEntries([...changes, [PIXELS, "OW", pixels] as const].map((one) => [one[0], one])),
  );
}

const SEQUENCE: Change = [
  0x0008_1140,
  "SQ",
  {
    items: [
      [
        [0x0008_1150, "UI", "1.2.3"],
        [0x0008_1199, "SQ", { items: [[[0x0028_0010, "US", [9]]], []] }],
      ],
    ],
  },
];
for (const syntax of [SYNTAX.implicit, SYNTAX.little, SYNTAX.big, SYNTAX.deflated]) {
  test(`grey of 16 bits in the transfer syntax ${syntax} is shown, and sequences are passed by`, async () => {
    const elements = elementsWith(
      reds.map((red) => red * 100 + 3),
      SEQUENCE,
    );
    const dicom = tinyDicom(syntax, elements, syntax === SYNTAX.deflated ? deflateRawSync : undefined);
    const source = readDicom(dicom, LIMITS);
    assert.match(source.page(0).note ?? "", /names no window/);
    assertAlike(await shown(source), grey, 1);
  });
}

test("an unknown element of unknown length is passed by, whose inside is coded in another way", async () => {
  const inside = Buffer.concat([
    Buffer.from("feff00e0ffffffff", "hex"),
    Buffer.from("1000100004000000", "hex"),
    Buffer.from("UNIX"),
  ]);
  const ends = Buffer.from("feff0de000000000feffdde000000000", "hex");
  const plain = tinyDicom(SYNTAX.little, elementsWith(reds.map((red) => red * 9)));
  const unknown = Buffer.concat([Buffer.from("09001010554e0000ffffffff", "hex"), inside, ends]);
  const at = plain.indexOf(Buffer.from("28000200", "hex"));
  const dicom = Buffer.concat([plain.subarray(0, at), unknown, plain.subarray(at)]);
  assertAlike(await shown(readDicom(dicom, LIMITS)), grey, 1);
});

// Values, what they are described as, and the picture that a viewer shows.
const GREYS: readonly (readonly [string, readonly number[], readonly Change[], Rgb])[] = [
  ["MONOCHROME1 is a negative", reds, [[0x0028_0004, "CS", "MONOCHROME1 "]], negative],
  [
    "12 bits with other bits above are cut out",
    reds.map((red) => (red * 16) | 0xf000),
    [
      [0x0028_0101, "US", [12]],
      [0x0028_0102, "US", [11]],
    ],
    grey,
  ],
  [
    "12 bits at the top of 16 are moved down",
    reds.map((red) => (red * 16 * 16) | 15),
    [[0x0028_0101, "US", [12]]],
    grey,
  ],
  ["signed values count from below zero", reds.map((red) => red * 100 - 9000), [[0x0028_0103, "US", [1]]], grey],
  ["a falling slope turns the picture round", reds, [[0x0028_1053, "DS", "-2.5"]], negative],
];
for (const [name, values, changes, wanted] of GREYS) {
  test(name, async () => {
    assertAlike(await shown(readDicom(tinyDicom(SYNTAX.little, elementsWith(values, ...changes)), LIMITS)), wanted, 1);
  });
}

test("the first window is shown, in values after slope and intercept", async () => {
  const window: readonly Change[] = [
    [0x0028_1050, "DS", "40\\300 "],
    [0x0028_1051, "DS", "81\\1500"],
    [0x0028_1052, "DS", "-1024"],
    [0x0028_1053, "DS", "1"],
  ];
  const source = readDicom(
    tinyDicom(
      SYNTAX.little,
      elementsWith(
        reds.map((red) => red + 1024 - 80),
        ...window,
      ),
    ),
    LIMITS,
  );
  assert.equal(source.page(0).note, undefined);
  const wanted = greyed(picture, (red) => Math.min(255, Math.max(0, ((red - 80 + 0.5) / 80) * 255)));
  assertAlike(await shown(source), wanted, 1);
});

test("colour is shown whether its samples lie side by side, in planes, or as brightness and two colours", async () => {
  const bytes = Buffer.from(picture.data);
  const planes = Buffer.concat([0, 1, 2].map((band) => Buffer.from(bandOf(picture, band))));
  const ybr = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = bytes.subarray(at, at + 3);
    const bright = 0.299 * red + 0.587 * green + 0.114 * blue;
    ybr.set(
      [bright, (blue - bright) / 1.772 + 128, (red - bright) / 1.402 + 128].map((value) =>
        Math.min(255, Math.round(value)),
      ),
      at,
    );
  }
  const deep = Buffer.concat([...bytes].map((byte) => Buffer.from([7, byte])));
  const cases: readonly (readonly [Buffer, readonly Change[]])[] = [
    [deep, [...COLOUR, ...SIXTEEN_BITS]],
    [bytes, COLOUR],
    [planes, [...COLOUR, [0x0028_0006, "US", [1]]]],
    [ybr, [...COLOUR, [0x0028_0004, "CS", "YBR_FULL"]]],
  ];
  for (const [pixels, changes] of cases) {
    assertAlike(await shown(readDicom(tinyDicom(SYNTAX.little, elementsWith(pixels, ...changes)), LIMITS)), picture, 2);
  }
});

test("pixels that share their colours two by two are shown", async () => {
  // Brightness, brightness, blue, red: a white and a black pixel, then two red ones.
  const halved = Buffer.from([255, 0, 128, 128, 76, 76, 85, 255]);
  const size: readonly Change[] = [
    [0x0028_0010, "US", [1]],
    [0x0028_0011, "US", [4]],
  ];
  const elements = elementsWith(halved, ...COLOUR, ...size, [0x0028_0004, "CS", "YBR_FULL_422"]);
  const data = Uint8Array.from([255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0]);
  assertAlike(await shown(readDicom(tinyDicom(SYNTAX.little, elements), LIMITS)), { width: 4, height: 1, data }, 2);
});

test("single bits are black and white, and a frame may begin inside a byte", async () => {
  const one: readonly Change[] = [
    [0x0028_0008, "IS", "2"],
    [0x0028_0010, "US", [1]],
    [0x0028_0011, "US", [5]],
    [0x0028_0100, "US", [1]],
    [0x0028_0101, "US", [1]],
    [0x0028_0102, "US", [0]],
  ];
  const source = readDicom(tinyDicom(SYNTAX.little, elementsWith(Buffer.from([0b011_00001, 0b10]), ...one)), LIMITS);
  const pages = [await shown(source, 0), await shown(source, 1)].map(({ data }) =>
    [...data].filter((_, at) => at % 3 === 0),
  );
  assert.deepEqual(pages, [
    [255, 0, 0, 0, 0],
    [255, 255, 0, 0, 255],
  ]);
});

const ASPECTS: readonly (readonly [string, readonly Change[], number | undefined])[] = [
  ["twice as high as wide", [[0x0028_0034, "IS", "2\\1"]], 2],
  ["of rows half as far apart as columns", [[0x0028_0030, "DS", "0.25\\0.5"]], 0.5],
  [
    "so on the detector",
    [
      [0x0018_1164, "DS", "0.3\\0.2 "],
      [0x0028_0034, "IS", "1\\1"],
    ],
    0.3 / 0.2,
  ],
  ["square", [[0x0028_0030, "DS", "0.5\\0.5"]], undefined],
  ["without a width", [[0x0028_0030, "DS", "0.5"]], undefined],
];
for (const [name, changes, aspect] of ASPECTS) {
  test(`pixels that are ${name} are reported`, () => {
    const { size } = readDicom(tinyDicom(SYNTAX.little, elementsWith(reds, ...changes)), LIMITS).page(0);
    assert.equal(size.pixelAspect, aspect);
  });
}

test("a palette is looked up, from the number of its first entry on", async () => {
  const tables = [0, 1, 2].map((band) =>
    Array.from({ length: 16 }, (_, index) => ((index * 17 * (band + 1)) % 256) * 257),
  );
  const changes: readonly Change[] = [
    ...EIGHT_BITS,
    [0x0028_0004, "CS", "PALETTE COLOR"],
    ...tables.flatMap((table, band): Change[] => [
      [0x0028_1101 + band, "US", [16, 100, 16]],
      [0x0028_1201 + band, "OW", table],
    ]),
  ];
  const indexes = reds.map((red) => red >> 4);
  const dicom = tinyDicom(SYNTAX.little, elementsWith(Buffer.from(indexes.map((index) => index + 100)), ...changes));
  const data = Uint8Array.from(
    { length: indexes.length * 3 },
    (_, at) => (tables[at % 3]?.[indexes[Math.floor(at / 3)] ?? 0] ?? 0) >> 8,
  );
  assertAlike(await shown(readDicom(dicom, LIMITS)), { width, height, data });
});

test("frames are pages, and a cut file has those that are whole", async () => {
  const elements = elementsWith(Buffer.from([...reds, ...bandOf(picture, 1), ...reds]), ...EIGHT_BITS, [
    0x0028_0008,
    "IS",
    "3 ",
  ]);
  const dicom = tinyDicom(SYNTAX.little, elements);
  assert.equal(readDicom(dicom, LIMITS).pages, 3);
  const cut = readDicom(dicom.subarray(0, -9), LIMITS);
  assert.equal(cut.pages, 2);
  assert.equal(cut.page(0).note, "the file is cut off: it has 2 of its 3 frames");
  assert.throws(
    () => cut.page(2),
    (thrown) => thrown instanceof DecodeFault && thrown.error.code === "truncated",
  );
  assert.throws(
    () => cut.page(3),
    (thrown) => thrown instanceof DecodeFault && thrown.error.code === "no-such-page",
  );
  assertAlike(
    await shown(cut, 1),
    greyed(picture, (_, green) => green),
  );
  assert.throws(
    () => cut.page(2),
    (thrown) => thrown instanceof DecodeFault && thrown.error.code === "truncated" && thrown.isFinal,
  );
});

for (let predictor = 1; predictor <= 7; predictor++) {
  test(`lossless JPEG with predictor ${predictor} is shown without loss, in colour, 12 and 16 bits`, async () => {
    const cases: readonly (readonly [Partial<TinyJpeg>, readonly Change[], Rgb])[] = [
      [{ samples: 3, precision: 8, values: [...picture.data] }, COLOUR, picture],
      [
        { precision: 12, values: reds.map((red) => red * 16), shift: 4 },
        [
          [0x0028_0101, "US", [12]],
          [0x0028_0102, "US", [11]],
        ],
        grey,
      ],
      [{ values: reds.map((red) => red * 257), restartLines: 5 }, [], grey],
      [{ values: reds.map((red) => (red % 2) * 0x8000) }, [], greyed(picture, (red) => (red % 2) * 255)],
    ];
    for (const [change, changes, wanted] of cases) {
      const jpeg = tinyLosslessJpeg({ width, height, samples: 1, precision: 16, predictor, values: [], ...change });
      const dicom = tinyDicom(SYNTAX.lossless, elementsWith({ pieces: [Buffer.alloc(0), jpeg] }, ...changes));
      assertAlike(await shown(readDicom(dicom, LIMITS)), wanted);
    }
  });
}

/** A frame in RLE whose segments are runs of one. */
function rle(...segments: readonly (readonly number[])[]): Buffer {
  const packed = segments.map((bytes) =>
    Buffer.from(bytes.flatMap((byte, index) => (index % 2 === 0 ? [0, byte] : [128, 0, byte]))),
  );
  const header = Buffer.alloc(64);
  header.writeUInt32LE(segments.length);
  let at = 64;
  for (const [index, segment] of packed.entries()) {
    header.writeUInt32LE(at, 4 + index * 4);
    at += segment.length;
  }
  return Buffer.concat([header, ...packed]);
}

test("RLE is unpacked, in colour and in 16 bits", async () => {
  const colour = rle(...[0, 1, 2].map((band) => bandOf(picture, band)));
  const dicom = (frame: Buffer, ...changes: readonly Change[]) =>
    readDicom(tinyDicom(SYNTAX.rle, elementsWith({ pieces: [Buffer.alloc(0), frame] }, ...changes)), LIMITS);
  assertAlike(await shown(dicom(colour, ...COLOUR)), picture);
  assertAlike(await shown(dicom(colour, ...COLOUR, [0x0028_0006, "US", [1]])), picture);
  assertAlike(
    await shown(
      dicom(
        rle(
          reds,
          reds.map(() => 7),
        ),
      ),
    ),
    grey,
  );
});

const jpegOf = ({ data }: Rgb): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
    .toBuffer();

test("frames in JPEG are handed on, joined by the table of offsets, by their marks, or one for one", async () => {
  const [first, second] = [await jpegOf(picture), await jpegOf(negative)];
  const even = (bytes: Buffer) => (bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]));
  const [head, tail] = [first.subarray(0, 400), even(first.subarray(400))];
  const table = Buffer.alloc(8);
  table.writeUInt32LE(head.length + tail.length + 16, 4);
  const cases: readonly (readonly [Buffer, readonly Buffer[]])[] = [
    [table, [head, tail, even(second)]],
    [Buffer.alloc(0), [head, tail, even(second)]],
    [Buffer.alloc(0), [even(first), even(second)]],
  ];
  for (const [offsets, pieces] of cases) {
    const elements = elementsWith(
      { pieces: [offsets, ...pieces] },
      ...COLOUR,
      [0x0028_0004, "CS", "YBR_FULL_422"],
      [0x0028_0008, "IS", "2"],
    );
    const source = readDicom(tinyDicom(SYNTAX.baseline, elements), LIMITS);
    assert.equal(source.pages, 2);
    assertAlike(await shown(source, 0), picture, 12);
    assertAlike(await shown(source, 1), negative, 12);
  }
});

test("a JPEG of red, green and blue that does not say so is marked", async () => {
  // As if its three samples were brightness and colours: what is written are red, green and blue.
  const jfif = await sharp(picture.data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 100 })
    .toBuffer();
  const isMarked = jfif.readUInt16BE(2) === 0xffe0;
  const bare = isMarked ? Buffer.concat([jfif.subarray(0, 2), jfif.subarray(4 + jfif.readUInt16BE(4))]) : jfif;
  const source = readDicom(
    tinyDicom(SYNTAX.baseline, elementsWith({ pieces: [Buffer.alloc(0), bare] }, ...COLOUR)),
    LIMITS,
  );
  const page = source.page(0);
  assert.ok(page.kind === "file" && page.format === "jpeg");
  assert.ok(page.file().bytes.includes("Adobe") && !bare.includes("Adobe"));
  const found = await shown(source);
  const [bright = 0, blue = 0, red = 0] = found.data;
  const asBefore = [
    bright + 1.402 * (red - 128),
    bright - 0.344 * (blue - 128) - 0.714 * (red - 128),
    bright + 1.772 * (blue - 128),
  ];
  for (const [band, value] of asBefore.entries())
    assert.ok(Math.abs(value - (picture.data[band] ?? 0)) < 12, String(asBefore));
});

// Head of a codestream up to the depth of its one sample.
const codestream = (depth: number): Buffer =>
  Buffer.concat([Buffer.from("ff4fff51", "hex"), Buffer.alloc(38), Buffer.from([depth, 1, 1]), Buffer.alloc(20)]);
const LEVELS: readonly (readonly [
  string,
  Buffer,
  readonly Change[],
  { black: number; white: number } | undefined,
  string,
])[] = [
  ["16 bits in full", codestream(15), [], undefined, "j2k"],
  [
    "12 bits in 16",
    codestream(15),
    [
      [0x0028_0101, "US", [12]],
      [0x0028_0102, "US", [11]],
    ],
    { black: 0, white: 4095 / 65_535 },
    "j2k",
  ],
  ["MONOCHROME1", codestream(15), [[0x0028_0004, "CS", "MONOCHROME1"]], { black: 1, white: 0 }, "j2k"],
  [
    "a window on signed values",
    Buffer.concat([Buffer.from("0000000c6a5020200d0a870a", "hex"), codestream(15 + 128)]),
    [
      [0x0028_0103, "US", [1]],
      [0x0028_1050, "DS", "0.5"],
      [0x0028_1051, "DS", "2001"],
      [0x0028_1052, "DS", "-100"],
      [0x0028_1053, "DS", "1"],
    ],
    { black: (-1000 + 100 + 32_768) / 65_535, white: (1000 + 100 + 32_768) / 65_535 },
    "jp2",
  ],
];
for (const [name, frame, changes, levels, format] of LEVELS) {
  test(`JPEG 2000 of ${name} is handed on with ${levels ? "the levels that make black and white" : "no levels"}`, () => {
    const dicom = tinyDicom(SYNTAX.jpeg2000, elementsWith({ pieces: [Buffer.alloc(0), frame] }, ...changes));
    const page = readDicom(dicom, LIMITS).page(0);
    assert.ok(page.kind === "file");
    assert.equal(page.format, format);
    assert.match(page.note ?? "", /8 of its 16 bits/);
    assert.deepEqual(page.levels, levels);
    assert.deepEqual(page.file().bytes.subarray(0, frame.length), frame);
  });
}

const extended = Buffer.from("ffd8ffc1000b0c002f003d01011100", "hex");
const FAULTS: readonly (readonly [string, string, Buffer])[] = [
  ["JPEG-LS", "unsupported", tinyDicom(SYNTAX.jpegLs, elementsWith({ pieces: [Buffer.alloc(0), extended] }))],
  ["video", "unsupported", tinyDicom(SYNTAX.video, elementsWith({ pieces: [Buffer.alloc(0), extended] }))],
  ["JPEG of 12 bits", "unsupported", tinyDicom(SYNTAX.baseline, elementsWith({ pieces: [Buffer.alloc(0), extended] }))],
  [
    "a frame that is no JPEG",
    "corrupt",
    tinyDicom(SYNTAX.baseline, elementsWith({ pieces: [Buffer.alloc(0), Buffer.alloc(90)] })),
  ],
  ["no pixels", "unsupported", tinyDicom(SYNTAX.little, pixelElements(5, 5))],
  ["pixels that are missing", "truncated", tinyDicom(SYNTAX.little, elementsWith([1, 2, 3]))],
  [
    "a fourth sample",
    "unsupported",
    tinyDicom(
      SYNTAX.little,
      elementsWith(Buffer.alloc(width * height * 4), ...COLOUR, [0x0028_0002, "US", [4]], [0x0028_0004, "CS", "ARGB"]),
    ),
  ],
  ["pixels of 32 bits", "unsupported", tinyDicom(SYNTAX.little, elementsWith(reds, [0x0028_0100, "US", [32]]))],
  ["bits that do not fit", "corrupt", tinyDicom(SYNTAX.little, elementsWith(reds, [0x0028_0102, "US", [16]]))],
  [
    "more pixels than allowed",
    "too-many-pixels",
    tinyDicom(SYNTAX.little, pixelElements(65_535, 65_535, { 1: [PIXELS, "OW", reds] })),
  ],
  [
    "an RLE frame of other segments",
    "corrupt",
    tinyDicom(SYNTAX.rle, elementsWith({ pieces: [Buffer.alloc(0), rle(reds)] })),
  ],
  [
    "a cut RLE frame",
    "truncated",
    tinyDicom(SYNTAX.rle, elementsWith({ pieces: [Buffer.alloc(0), rle(reds, reds.slice(9))] })),
  ],
];
for (const [name, code, dicom] of FAULTS) {
  test(`${name} is a fault of the code ${code}`, () => {
    assert.throws(
      () => {
        const page = readDicom(dicom, LIMITS).page(0);
        if (page.kind === "raster") page.raster();
      },
      (thrown) => thrown instanceof DecodeFault && thrown.error.code === code,
    );
  });
}

test("sequences nested without end are refused", () => {
  const deep = Buffer.concat(Array(5000).fill(Buffer.from("0800401153510000fffffffffeff00e0ffffffff", "hex")));
  const dicom = tinyDicom(SYNTAX.little, [], () => deep);
  assert.throws(() => readDicom(dicom, LIMITS), /levels of DICOM sequences/);
});
