import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { ICONS, PREVIEWS } from "../../scripts/icons/icons.ts";
import { PROJECT } from "../helpers/samples.ts";

/** Sizes in which Splunk shows an app. */
const SIZES: Readonly<Record<string, string>> = {
  "appIcon.png": "36x36",
  "appIcon_2x.png": "72x72",
  "appIconAlt.png": "36x36",
  "appIconAlt_2x.png": "72x72",
  "appLogo.png": "160x40",
  "appLogo_2x.png": "320x80",
};
const folder = join(PROJECT, "app/static");

test("static/ holds the icons that npm run icons draws, and nothing else", () => {
  assert.deepEqual(readdirSync(folder).sort(), Object.keys(SIZES).sort());
  assert.deepEqual(ICONS.map(({ file }) => file).sort(), Object.keys(SIZES).sort());
});

for (const [file, size] of Object.entries(SIZES)) {
  test(`${file} is a PNG of ${size} with clear corners and something to see`, async () => {
    const picture = sharp(join(folder, file));
    const { format, width, height, hasAlpha } = await picture.metadata();
    assert.deepEqual([format, `${width}x${height}`, hasAlpha], ["png", size, true]);
    const { channels, isOpaque } = await picture.stats();
    assert.equal(isOpaque, false);
    const alpha = channels.at(-1);
    assert.deepEqual([alpha?.min, alpha?.max], [0, 255]);
    assert.ok((alpha?.mean ?? 0) > 20, `covers ${alpha?.mean} of 255`);
  });
}

for (const { file } of PREVIEWS) {
  test(`${file} is a PNG of the size at which visualizations are chosen`, async () => {
    const { format, width, height } = await sharp(
      join(PROJECT, "app/appserver/static/visualizations", file),
    ).metadata();
    assert.deepEqual([format, width, height], ["png", 116, 76]);
  });
}
