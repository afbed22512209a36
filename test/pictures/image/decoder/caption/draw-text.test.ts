import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { glyphAtlas } from "../../../../../scripts/glyph-atlas.ts";
import type { Font } from "../../../../../src/pictures/image/decoder/caption/font.ts";
import { drawText } from "../../../../../src/pictures/image/decoder/pixels.ts";
import { FONTS, ground } from "../../../../helpers/ground.ts";
import { PROJECT } from "../../../../helpers/samples.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const ATLAS = join(PROJECT, "src/pictures/image/decoder/caption/glyphs.bin");

function look(text: string, font: Font): string {
  const pixels = ground(80, 60, "dark");
  drawText(pixels, text, font, 20, 10, [255, 255, 0]);
  return Buffer.from(pixels.data).toString("base64");
}

test("letters of several scripts differ from each other and from a missing one", () => {
  for (const font of FONTS) {
    const letters = ["A", "B", "g", "é", "ß", "Ω", "λ", "Ж", "я", "…", "\ufffd"];
    assert.equal(new Set(letters.map((letter) => look(letter, font))).size, letters.length, `${font.px} px`);
    assert.equal(look("漢", font), look("\ufffd", font), "a missing glyph is shown as such");
  }
});

const SCRIPTS: Readonly<Record<string, string>> = {
  "Latin of Western Europe": "ÀÉÎÕÜßæœøåçñÿ",
  "Latin of Eastern Europe": "ŁąęśżźćŐűŘěšžčđĞşİıȘțĀēģķļņ",
  "African and other Latin": "ƁɃƊƏƐƑƒƓƗƘŊŋƠơƯưǍǎȲȳɏ",
  Vietnamese: "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸđ",
  Greek: "ΑΒΓΔΩαβγδωάέήίόύώϊΐΆΈς",
  "old Greek": "ἀἁἂἃἄἅἆἇᾳᾴᾶῆῷῥ",
  Cyrillic: "АБВЯабвяЁёЄєІіЇїҐґЎўЂђЉљЊњЋћЏџҚқҢңӘәӨөҮүҺһӐӑӸӹ",
  signs: "№€£¥₴₽₹°±×÷½¼¾²³™©®§¶•…–—‘’“”„‹›«»←↑→↓↔≤≥≠≈∞∑√✓✗■□●○★♀♂",
};

for (const [script, letters] of Object.entries(SCRIPTS)) {
  test(`the font has ${script} in all sizes`, () => {
    for (const font of FONTS) {
      const missing = look("\ufffd", font);
      assert.equal([...letters].filter((letter) => look(letter, font) === missing).join(""), "", `${font.px} px`);
    }
  });
}

test("the largest letters are smaller ones at twice their size, with smooth edges", () => {
  const [, , small, , large] = FONTS;
  assert.ok(small && large);
  assert.deepEqual([large.px, large.lineHeight], [2 * small.px, 2 * small.lineHeight]);
  const inkOf = (font: Font): number => font.glyph(0x48).coverage.reduce((sum, value) => sum + value, 0);
  const times = inkOf(large) / inkOf(small);
  assert.ok(times > 3.4 && times <= 4, `${times} times the ink of an H`);
  const shades = new Set(large.glyph(0x4f).coverage);
  assert.ok(shades.size > 20, "an O has edges of many shades");
});

test("the font in the source tree is what npm run glyphs makes of DejaVu Sans, and small", async () => {
  const { bytes } = await glyphAtlas();
  assert.ok(brotliDecompressSync(readFileSync(ATLAS)).equals(bytes));
  assert.ok(statSync(ATLAS).size < 250_000);
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
