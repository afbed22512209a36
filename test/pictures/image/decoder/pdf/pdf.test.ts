import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import type { Size } from "../../../../../src/pictures/image/decoder/pages.ts";
import { distance, fingerprint } from "../../../../helpers/fingerprint.ts";
import {
  faxStrip,
  imageObject,
  jbig2Of,
  makePdf,
  type PdfPage,
  type PdfStream,
  scannedPage,
  textContent,
} from "../../../../helpers/make-pdf.ts";
import { inkIn, openingPdf, pngOf } from "../../../../helpers/opening-pdf.ts";
import { sample } from "../../../../helpers/samples.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const { open, draw, faultOf } = openingPdf({ after });
const folder = tempFolder({ after });
const HELLO: PdfPage = { width: 300, height: 200, content: textContent(["hello"], 200, 40) };
const SCAN = sample("rx_scan_0042");
const FAX = sample("rx_garcia_0412.tif");

const SHAPES: readonly (readonly [what: string, entries: string, size: Size])[] = [
  ["a letter page", "", { width: 1275, height: 1650 }],
  ["a page turned by 90 degrees", "/Rotate 90", { width: 1650, height: 1275 }],
  ["a page turned by 180 degrees", "/Rotate 180", { width: 1275, height: 1650 }],
  ["a cropped page", "/CropBox [0 592 300 792]", { width: 625, height: 417 }],
  ["a cropped page that is turned", "/CropBox [0 592 300 792] /Rotate 270", { width: 417, height: 625 }],
];

for (const [what, entries, size] of SHAPES) {
  test(`${what} measures ${size.width}x${size.height} pixels, and is drawn in this shape`, async () => {
    const reader = await open(makePdf({ pages: [{ width: 612, height: 792, content: "", entries }] }));
    assert.deepEqual(await reader.sizeOf(0), size);
    const { width, height } = await reader.read(0, { width: 400, height: 300 });
    assert.ok(width <= 800 && height <= 600, `${width}x${height}`);
    assert.ok(width >= 798 || height >= 598, "as large as fits into twice the box");
    assert.ok(Math.abs(width / height - size.width / size.height) < 0.01);
  });
}

test("a turned page stands upright", async () => {
  const [content, entries] = [textContent(["TOP LEFT"], 792, 60), "/Rotate 90"];
  const upright = await draw(makePdf({ pages: [{ width: 612, height: 792, content }] }));
  const turned = await draw(makePdf({ pages: [{ width: 612, height: 792, content, entries }] }));
  assert.ok(inkIn(upright, [0, 0, 0.6, 0.2]) > 0.02 && inkIn(upright, [0, 0.3, 1, 1]) === 0);
  assert.ok(inkIn(turned, [0.8, 0, 1, 0.6]) > 0.02 && inkIn(turned, [0, 0, 0.7, 1]) === 0);
});

test("pages of different size are counted, measured and drawn one by one", async () => {
  const pages = [HELLO, { ...HELLO, width: 200, height: 300, content: "" }, HELLO];
  const reader = await open(makePdf({ pages }));
  assert.equal(reader.pages, 3);
  assert.deepEqual(await reader.sizeOf(1), { width: 417, height: 625 });
  assert.equal(inkIn(await reader.read(1, { width: 100, height: 100 }), [0, 0, 1, 1]), 0);
  assert.ok(inkIn(await reader.read(2, { width: 100, height: 100 }), [0, 0, 1, 1]) > 0.01);
});

test("what is grey comes with one band, what is coloured with three, red first", async () => {
  assert.equal((await draw(makePdf({ pages: [HELLO] }))).channels, 1);
  const red = await draw(makePdf({ pages: [{ ...HELLO, content: "1 0 0 rg 0 0 300 200 re f" }] }));
  assert.equal(red.channels, 3);
  assert.deepEqual([...red.data.subarray(0, 3)], [255, 0, 0]);
});

test("a scan as printers make it looks like the picture inside", async () => {
  const jpeg = readFileSync(SCAN);
  const objects = [imageObject(jpeg, { width: 850, height: 1202, filter: "/DCTDecode" })];
  const drawn = await pngOf(await draw(makePdf({ pages: [scannedPage(612, 865)], objects })));
  assert.ok(distance(await fingerprint(drawn), await fingerprint(jpeg)) <= 2);
});

test("a CMYK label shows its colours", async () => {
  const label = sample("label_tanaka_cmyk.jpg");
  const picture = {
    width: 900,
    height: 600,
    filter: "/DCTDecode",
    space: "/DeviceCMYK",
    entries: "/Decode [1 0 1 0 1 0 1 0]",
  };
  const objects = [imageObject(readFileSync(label), picture)];
  const drawn = await pngOf(await draw(makePdf({ pages: [scannedPage(450, 300)], objects })));
  assert.ok(distance(await fingerprint(drawn), await fingerprint(label)) <= 4);
});

const isThere = (tool: string): boolean => {
  try {
    execFileSync("which", [tool], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
const FAX_SIZE = { width: 1240, height: 1754, space: "/DeviceGray", bits: 1 };
// The sample's ones are white, as the fax encoding's are not.
const FAXES: readonly (readonly [what: string, wrap: (strip: Uint8Array) => PdfStream])[] = [
  [
    "a G4 fax",
    (strip) => {
      const entries = "/DecodeParms << /K -1 /Columns 1240 /Rows 1754 /BlackIs1 true >>";
      return imageObject(strip, { ...FAX_SIZE, filter: "/CCITTFaxDecode", entries });
    },
  ],
  [
    "a JBIG2 scan",
    (strip) => imageObject(jbig2Of(strip, FAX_SIZE), { ...FAX_SIZE, filter: "/JBIG2Decode", entries: "/Decode [1 0]" }),
  ],
];
for (const [what, wrap] of FAXES) {
  test(`${what} is drawn`, { skip: !isThere("tiffcp") && "tiffcp is missing" }, async () => {
    const single = join(folder, "single.tif");
    execFileSync("tiffcp", ["-c", "g4", "-r", "2000", `${FAX},0`, single]);
    const objects = [wrap(faxStrip(readFileSync(single)))];
    const drawn = await pngOf(await draw(makePdf({ pages: [scannedPage(595, 842)], objects })));
    assert.ok(distance(await fingerprint(drawn), await fingerprint(FAX)) <= 2);
  });
}

test("what tiff2pdf makes is drawn from its file", {
  skip: !isThere("tiff2pdf") && "tiff2pdf is missing",
}, async () => {
  const file = join(folder, "fax.pdf");
  execFileSync("tiff2pdf", ["-o", file, FAX], { stdio: "ignore" });
  const reader = await open(file);
  assert.equal(reader.pages, (await sharp(FAX).metadata()).pages ?? 1);
  const drawn = await pngOf(await reader.read(0, { width: 500, height: 500 }));
  assert.ok(distance(await fingerprint(drawn), await fingerprint(FAX)) <= 2);
});

test("small text, drawn twice as large and shrunk, is close to what a very large drawing shows", async () => {
  const lines = Array.from({ length: 40 }, (_, line) => `Line ${line}: one tablet 3 times a day, Amoxicillin 500 mg`);
  const reader = await open(makePdf({ pages: [{ width: 612, height: 792, content: textContent(lines, 792, 10) }] }));
  const shrunk = async (box: number): Promise<Buffer> => {
    const png = await pngOf(await reader.read(0, { width: box, height: box }));
    return sharp(png).resize(386, 500, { fit: "fill" }).raw().toBuffer();
  };
  const [best, direct, ours] = [await shrunk(2_000), await shrunk(250), await shrunk(500)];
  const error = (other: Buffer): number => best.reduce((sum, sample, at) => sum + (sample - (other[at] ?? 0)) ** 2, 0);
  assert.ok(error(ours) * 3 < error(direct), `${error(ours)} against ${error(direct)}`);
});

test("annotations and filled form fields are shown, and fields are not coloured in", async () => {
  const field = (rect: string, entries: string): string =>
    `<< /Type /Annot /Subtype /Widget /Rect [${rect}] /F 4 /DA (/F1 20 Tf 0 g) ${entries} >>`;
  const pages = [{ width: 300, height: 200, content: "", entries: "/Annots [4 0 R 5 0 R 6 0 R]" }];
  const objects = [
    field("10 150 290 190", "/FT /Tx /T (name) /V (INGRID SOLHEIM)"),
    field("10 100 40 130", "/FT /Btn /T (paid) /V /Yes /AS /Yes /MK << /CA (4) >>"),
    "<< /Type /Annot /Subtype /FreeText /Rect [10 10 290 50] /DA (/F1 20 Tf 0 g) /Contents (see overleaf) /F 4 >>",
  ];
  const catalog = "/AcroForm << /Fields [4 0 R 5 0 R] /DR << /Font << /F1 3 0 R >> >> >>";
  const shown = await draw(makePdf({ pages, objects, catalog }));
  assert.equal(shown.channels, 1, "black on white");
  for (const part of [
    [0, 0.05, 1, 0.25],
    [0, 0.35, 0.15, 0.5],
    [0, 0.75, 1, 0.95],
  ]) {
    assert.ok(inkIn(shown, part) > 0.01, `ink in ${part}`);
  }
});

test("a page that is missing is reported with the number of pages", async () => {
  const reader = await open(makePdf({ pages: [HELLO, HELLO] }));
  const text = "expected page 5 of a picture that has 2 pages";
  const expected = { error: { code: "no-such-page", text, page: 5, pages: 2 } };
  await assert.rejects(reader.read(4, { width: 100, height: 100 }), expected);
  await assert.rejects(reader.sizeOf(4), expected);
});

const PASSWORD = `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> >>`;
const XFA = "/NeedsRendering true /AcroForm << /Fields [] /XFA [(form) 4 0 R] >>";
const broken = (filter: string): Buffer => {
  const objects = [imageObject(Buffer.alloc(1_000, 7), { width: 600, height: 600, filter })];
  return makePdf({ pages: [scannedPage(300, 200)], objects });
};
const REFUSED: readonly (readonly [what: string, pdf: Buffer, code: string, text: RegExp])[] = [
  ["a PDF without pages", makePdf({ pages: [] }), "corrupt", /no pages/],
  ["what only begins like a PDF", Buffer.from("%PDF-1.7\nnothing\n%%EOF\n"), "corrupt", /cannot be read/],
  ["an empty file", Buffer.alloc(0), "truncated", /cut off/],
  ["a PDF cut off before its end", makePdf({ pages: [HELLO] }).subarray(0, 400), "truncated", /cut off/],
  [
    "a PDF with a password",
    makePdf({ pages: [HELLO], objects: [PASSWORD], trailer: "/Encrypt 4 0 R /ID [<00><00>]" }),
    "unsupported",
    /asks for a password/,
  ],
  [
    "a PDF of an unknown encryption",
    makePdf({ pages: [HELLO], objects: ["<< /Filter /Acme /V 9 >>"], trailer: "/Encrypt 4 0 R /ID [<00><00>]" }),
    "unsupported",
    /encrypted/,
  ],
  [
    "an XFA form",
    makePdf({ pages: [HELLO], catalog: XFA, objects: [{ dict: "", bytes: "<xdp/>" }] }),
    "unsupported",
    /XFA/,
  ],
  ["a scan whose JPEG is broken", broken("/DCTDecode"), "corrupt", /picture cannot be decoded/],
  ["a scan whose JPEG 2000 is broken", broken("/JPXDecode"), "corrupt", /picture cannot be decoded/],
  ["a scan in a filter that nobody knows", broken("/AcmeDecode"), "corrupt", /picture cannot be decoded/],
];
for (const [what, pdf, code, text] of REFUSED) {
  test(`${what} is ${code}`, async () => {
    const error = await faultOf(pdf);
    assert.equal(error.code, code);
    assert.match(error.text, text);
  });
}

test("a page whose picture cannot be decoded is shown with what else is on it, and says so", async () => {
  const objects = [imageObject(Buffer.alloc(1_000, 7), { width: 600, height: 600, filter: "/DCTDecode" })];
  const scan = scannedPage(300, 200);
  const marked = { ...scan, content: `${scan.content}\n0 0 50 50 re f` };
  const shown = await draw(makePdf({ pages: [marked], objects }));
  assert.ok(inkIn(shown, [0, 0.5, 0.5, 1]) > 0.01);
  assert.equal(shown.note, "a picture of the page cannot be decoded and is missing");
});

const GOOD: readonly (readonly [what: string, entries: string, bytes: Buffer])[] = [
  ["a stencil", "/ImageMask true /BitsPerComponent 1", Buffer.from([0x80, 0x40])],
  ["a stencil of nothing", "/ImageMask true /BitsPerComponent 1", Buffer.from([0xff, 0xff])],
  ["a palette", "/ColorSpace [/Indexed /DeviceRGB 1 <000000ff0000>] /BitsPerComponent 1", Buffer.from([0x80, 0x40])],
  ["CMYK", "/ColorSpace /DeviceCMYK /BitsPerComponent 8", Buffer.alloc(16, 90)],
  ["16 bits", "/ColorSpace /DeviceGray /BitsPerComponent 16", Buffer.alloc(8, 90)],
  ["a mask by colours", "/ColorSpace /DeviceGray /BitsPerComponent 8 /Mask [90 90]", Buffer.alloc(4, 90)],
];
for (const [what, entries, bytes] of GOOD) {
  test(`a picture that is ${what} is not missing`, async () => {
    const dict = `/Type /XObject /Subtype /Image /Width 2 /Height 2 ${entries}`;
    const scan = scannedPage(300, 200);
    const marked = { ...scan, content: `${scan.content}\n0 0 50 50 re f` };
    assert.equal((await draw(makePdf({ pages: [marked], objects: [{ dict, bytes }] }))).note, undefined);
  });
}

test("a blank sheet is no damaged scan", async () => {
  const white = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#fff" } })
    .jpeg()
    .toBuffer();
  const objects = [imageObject(white, { width: 300, height: 200, filter: "/DCTDecode" })];
  assert.equal((await draw(makePdf({ pages: [scannedPage(300, 200)], objects }))).channels, 1);
});

test("a PDF whose table of objects is wrong is mended, and one that lost its end is shown with a note", async () => {
  const whole = makePdf({ pages: [HELLO] });
  const shifted = Buffer.concat([whole.subarray(0, 9), Buffer.from("% more\n"), whole.subarray(9)]);
  assert.ok(inkIn(await draw(shifted), [0, 0, 1, 1]) > 0.01);
  const cut = await draw(whole.subarray(0, whole.lastIndexOf("startxref")));
  assert.ok(inkIn(cut, [0, 0, 1, 1]) > 0.01);
  assert.match(cut.note ?? "", /cut off/);
});

test("a drawing has no more pixels than are allowed", async () => {
  const { width, height } = await draw(makePdf({ pages: [HELLO] }), 0, { maxPixels: 10_000 });
  assert.ok(width * height <= 10_000 && width * height > 9_000, `${width}x${height}`);
});

test("a PDF comes from a file as well", async () => {
  const file = join(folder, "hello.pdf");
  writeFileSync(file, makePdf({ pages: [HELLO] }));
  assert.ok(inkIn(await draw(file), [0, 0, 1, 1]) > 0.01);
});
