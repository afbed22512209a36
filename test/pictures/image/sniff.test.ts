import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { extensionOf, sniff } from "../../../src/pictures/image/sniff.ts";
import { sample } from "../../helpers/samples.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

const KNOWN: readonly (readonly [string, Buffer])[] = [
  ["tiff", bytes("II\x2a\0rest")],
  ["tiff", bytes("MM\0\x2arest")],
  ["tiff", bytes("II\x2b\0BigTIFF")],
  ["jpeg", bytes("\xff\xd8\xff\xe0")],
  ["png", bytes("\x89PNG\r\n\x1a\n")],
  ["gif", bytes("GIF89a")],
  ["webp", bytes("RIFF\0\0\0\0WEBPVP8 ")],
  ["avif", bytes("\0\0\0\x20ftypavif")],
  ["heic", bytes("\0\0\0\x18ftypheic")],
  ["avif", bytes("\0\0\0\x20ftypmif1\0\0\0\0mif1avifmiaf")],
  ["pdf", bytes("%PDF-1.7")],
  ["pdf", bytes("junk of a mail gateway\r\n%PDF-1.4")],
  ["svg", bytes('<?xml version="1.0"?>\n<!-- c --><svg xmlns="x">')],
  ["svg", bytes('<!DOCTYPE svg PUBLIC "x"><svg>')],
  [
    "svg",
    bytes(
      '\n<?xml version="1.0"?><?xml-stylesheet href="x"?>\n<!-- a --><!-- b --><!DOCTYPE svg [ <!ENTITY a "b>"> ]><svg>',
    ),
  ],
  ["xbm", bytes("/* a */\n/* b * / */\n#define x_width 3\n#define x_height 4\n")],
  ["mtv", bytes("12 34\n\0\x01\x02\xfe\xff")],
  ["mtv", bytes(`12 34\n${"\xff".repeat(1_200)}`)],
  ["pam", bytes("P7\nWIDTH 1\n")],
  ["tiff", readFileSync(sample("rx_garcia_0412.tif"))],
  ["jpeg", readFileSync(sample("rx_scan_0042"))],
  ["webp", readFileSync(sample("rx_petrov_mobile.webp"))],
];

for (const [format, head] of KNOWN) {
  test(`bytes that begin with ${JSON.stringify(head.toString("latin1", 0, 12))} are ${format}`, () => {
    const found = sniff(head.subarray(0, 1024), "text/html");
    assert.deepEqual(found, { ok: true, value: format });
  });
}

const REFUSED: readonly (readonly [string, Buffer, string, RegExp])[] = [
  ["an empty file", bytes(""), "not-an-image", /an empty file/],
  ["a login page", readFileSync(sample("rx_dubois_login.jpg")), "not-an-image", /an HTML page/],
  ["a page behind blanks", bytes("\xef\xbb\xbf\n  <!DOCTYPE html><html>"), "not-an-image", /an HTML page/],
  [
    "plain text",
    bytes("no such picture"),
    "not-an-image",
    /text announced as image\/jpeg, beginning "no such picture"/,
  ],
  [
    "text of UTF-8, cut in the midst of a letter,",
    Buffer.from("Größe unbekannt ä").subarray(0, -1),
    "not-an-image",
    /text announced as image\/jpeg, beginning "Größe unbekannt "/,
  ],
  ["text that is no UTF-8", bytes("Gr\xf6\xdfe"), "not-an-image", /text announced as image\/jpeg, beginning "Größe"/],
  ["unknown bytes", bytes("\x00\x01\x02\xfe"), "not-an-image", /unknown bytes.*000102fe/],
  ["an SVG inside HTML", bytes("<html><svg></svg>"), "not-an-image", /an HTML page/],
  ["a page that speaks of PDF", bytes("\n<html><p>A %PDF-1.4 cannot be had</html>"), "not-an-image", /an HTML page/],
  ["a page with a comment first", bytes("<!-- a --><!-- b --><html>"), "not-an-image", /text announced/],
  ["a drawing that has no root yet", bytes("<!-- a -->"), "not-an-image", /text announced/],
  ["a document that is no drawing", bytes("<!DOCTYPE svgx><svg>"), "not-an-image", /text announced/],
  ["numbers", bytes("12 34\n56 78\n"), "not-an-image", /text announced/],
  ["PostScript", bytes("%!PS-Adobe-3.0"), "unsupported", /PostScript/],
  ["DjVu", bytes("AT&TFORM"), "unsupported", /DjVu/],
  ["a video", bytes("\0\0\0\x18ftypmp42"), "unsupported", /video/],
];

for (const [name, head, code, text] of REFUSED) {
  test(`${name} is ${code}, whatever its Content-Type says`, () => {
    const found = sniff(head, "image/jpeg");
    assert.ok(!found.ok);
    assert.equal(found.error.code, code);
    assert.match(found.error.text, text);
  });
}

const HINTED: readonly (readonly [extension: string, head: Buffer, found: string])[] = [
  ["wbmp", bytes("\0\0\x10\x10\xff\xff"), "wbmp"],
  ["g3", bytes("\0\x01\x9a\xbc"), "fax"],
  ["wbmp", bytes("plain words"), "not-an-image"],
  ["wbmp", Buffer.from("schöne Worte"), "not-an-image"],
  ["wbmp", bytes("<html>login</html>"), "not-an-image"],
  ["art", Buffer.from("<title>Zugang f\u00fcr \u00c4rzte</title>"), "not-an-image"],
  ["fax", bytes("<title>Zugang f\xfcr \xc4rzte</title>\f"), "not-an-image"],
  ["hrz", Buffer.from("\u6587\u4ef6\u4e0d\u5b58\u5728").subarray(0, -1), "not-an-image"],
  ["pcd", bytes("\xff\xff\xff\xff"), "pcd"],
  ["wbmp", bytes("\xff\xd8\xff\xe0"), "jpeg"],
  ["svgz", bytes("\x1f\x8b\x08\0"), "svg"],
  ["gz", bytes("\x1f\x8b\x08\0"), "unsupported"],
  ["doc", bytes("\0\0\x10\x10\xff\xff"), "not-an-image"],
];

for (const [extension, head, wanted] of HINTED) {
  test(`${JSON.stringify(head.toString("latin1"))} under a name that ends in .${extension} is ${wanted}`, () => {
    const found = sniff(head, "", extension);
    assert.equal(found.ok ? found.value : found.error.code, wanted);
  });
}

/** What could be read in more ways than there is time for; a hang ends by the time-out of the test runner. */
const HOSTILE = [
  "<!---->",
  "<!-- x -->\n",
  "<!--",
  "<!--\n-->--><!--",
  "<?xml ?>",
  "<?xml >",
  "<?xml ?><!DOCTYPE svg>",
  "<!DOCTYPE svg [ ]  ",
  "<!DOCTYPE svg [>] ]",
  "/**/",
  "/**/ ",
  "/* */*/",
  "#define x_width 1 ",
  "#define width",
  "%PDF-",
  "%PDF-<",
  "ftypmif1avi",
  "\n ",
  "1 1\n",
] as const;

for (const piece of HOSTILE) {
  test(`what is ${JSON.stringify(piece)} over and over is known at once`, () => {
    for (const head of [
      piece.repeat(2_048),
      `<?xml ?>${piece.repeat(2_048)}`,
      `<!DOCTYPE svg ${piece.repeat(2_048)}`,
    ]) {
      for (const length of [182, 2_048, 8_192])
        assert.equal(typeof sniff(bytes(head.slice(0, length)), "", "jpg").ok, "boolean");
    }
  });
}

test("the extension of a name comes in lower case, and only where it is one", () => {
  const names = ["a.TIF", "/rx/b.x.Wbmp", "none", "x.", "a.tif/b", "a.much_too_long_for_one"];
  assert.deepEqual(names.map(extensionOf), ["tif", "wbmp", "", "", "", ""]);
});
