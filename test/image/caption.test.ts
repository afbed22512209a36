import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CACHE_MARK, plainLine, STALE_MARK } from "../../src/image/caption.ts";
import { drawCaption } from "../../src/image/decoder/draw-caption.ts";
import { drawPlacard, wrap } from "../../src/image/decoder/draw-placard.ts";
import { loadFonts } from "../../src/image/decoder/glyphs.ts";
import { drawText, type Pixels, shortenMiddle, textWidth } from "../../src/image/decoder/pixels.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const fonts = loadFonts(new URL("../../src/image/decoder/glyphs.bin", import.meta.url));

function blank(width: number, height: number): Pixels {
  return { data: new Uint8Array(width * height * 3).fill(128), width, height };
}

function coloursOf({ data }: Pixels): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at < data.length; at += 3) found.add(data.subarray(at, at + 3).join());
  return found;
}

const LINES: readonly (readonly [string, string, string])[] = [
  ["markup stays what it is", "<b>&amp;</b>.jpg", "<b>&amp;</b>.jpg"],
  ["a direction override is shown as a box", "gpj.\u202escan", "gpj.\ufffdscan"],
  ["zero-width characters are shown", "a\u200bb\u2060c\ufeff", "a\ufffdb\ufffdc\ufffd"],
  ["line breaks become blanks", "one\r\ntwo\tthree", "one two three"],
  ["control characters are shown", "a\u0000b\u001b[31m", "a\ufffdb\ufffd[31m"],
  ["a lone surrogate is shown", "a\ud800b", "a\ufffdb"],
  ["composed letters stay letters", "Jose\u0301.jpg", "José.jpg"],
  ["piled-up marks are shown", "a\u0334\u0335\u0336", "a\ufffd\ufffd\ufffd"],
];

for (const [name, text, plain] of LINES) {
  test(`in a caption ${name}`, () => assert.equal(plainLine(text), plain));
}

test("a very long name is bounded", () => assert.ok(plainLine("x".repeat(100_000)).length <= 300));

test("a name too wide for its picture is shortened in the middle and keeps its end", () => {
  const [font] = fonts;
  const short = shortenMiddle("prescription-of-the-second-of-january-2024-page-17.jpg", font, 150);
  assert.match(short, /^pres.*….*17\.jpg$/);
  assert.ok(textWidth(short, font) <= 150);
  assert.equal(shortenMiddle("x.jpg", font, 150), "x.jpg");
  assert.equal(shortenMiddle("x.jpg", font, 0), "…");
});

test("a name that imitates the mark of a cached picture is not drawn in its colour", () => {
  const imitation = blank(400, 60);
  drawCaption(imitation, "scan.jpg ##CACHE##", "", fonts);
  const cached = blank(400, 60);
  drawCaption(cached, "scan.jpg", CACHE_MARK, fonts);
  assert.ok(coloursOf(cached).has("255,255,255"), "the mark is white");
  assert.ok(!coloursOf(imitation).has("255,255,255"), "a name is not");
  assert.ok(coloursOf(imitation).has("255,255,0"), "a name is yellow");
});

test("a cached picture, a stale one and a fetched one are told apart by their captions", () => {
  const [fetched, cached, stale] = ["", CACHE_MARK, STALE_MARK].map((mark) => {
    const pixels = blank(400, 60);
    drawCaption(pixels, "scan.jpg", mark, fonts);
    return Buffer.from(pixels.data).toString("latin1");
  });
  assert.equal(new Set([fetched, cached, stale]).size, 3);
});

test("a caption stays inside its picture, however small that is", () => {
  for (const [width, height] of [
    [1, 1],
    [16, 16],
    [64, 48],
    [120, 90],
    [4096, 10],
  ] as const) {
    const pixels = blank(width, height);
    drawCaption(pixels, "a name that is far too long for it.jpg", CACHE_MARK, fonts);
    assert.equal(pixels.data.length, width * height * 3);
  }
});

test("letters of several scripts differ from each other and from a missing one", () => {
  for (const font of fonts) {
    const look = (text: string): string => {
      const pixels = blank(40, 30);
      drawText(pixels, text, font, 4, 2, [255, 255, 0]);
      return Buffer.from(pixels.data).toString("base64");
    };
    const letters = ["A", "B", "g", "é", "ß", "Ω", "λ", "Ж", "я", "…", "\ufffd"];
    assert.equal(new Set(letters.map(look)).size, letters.length, `${font.px} px`);
    assert.equal(look("漢"), look("\ufffd"), "a missing glyph is shown as such");
  }
});

test("text looks the same on a machine without any font", (t) => {
  const folder = tempFolder(t);
  const empty = join(folder, "fonts.conf");
  writeFileSync(empty, "<?xml version='1.0'?><fontconfig></fontconfig>");
  const program = join(PROJECT, "test/helpers/print-caption.ts");
  const run = (env: NodeJS.ProcessEnv): string => {
    const { stdout, status, stderr } = spawnSync(process.execPath, [program], { env, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const [letterA, letterB] = run({ FONTCONFIG_FILE: empty, HOME: folder, PATH: "" }).trim().split("\n");
  assert.notEqual(letterA, letterB, "two letters differ");
  assert.equal(run({ FONTCONFIG_FILE: empty, HOME: folder, PATH: "" }), run(process.env));
});

test("an error picture wraps long addresses and bounds its height", () => {
  const [, font = fonts[0]] = fonts;
  const lines = wrap(`http://img.example/${"very-long-".repeat(30)}.tif: not there`, font, 300);
  assert.ok(lines.length > 3 && lines.every((line) => textWidth(line, font) <= 300));
  assert.equal(lines.join("").replaceAll(" ", "").includes("very-long-very-long"), true);
  const { width, height } = drawPlacard("404 Not Found", "word ".repeat(5_000), fonts);
  assert.ok(width === 480 && height < 400, `${width}x${height}`);
});
