import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

/** Lays the pictures of the last `npm start` side by side into docs/result.jpg, for the README. */
const project = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [TILE, GAP, COLUMNS] = [250, 12, 6];

const folder = project("var/demo/pictures");
const files = readdirSync(folder).sort();
const pictures = await Promise.all(
  files.map((file) =>
    sharp(join(folder, file))
      .resize({ width: TILE, height: TILE, fit: "inside", withoutEnlargement: true })
      .png()
      .toBuffer({ resolveWithObject: true }),
  ),
);
const rows = Array.from({ length: Math.ceil(pictures.length / COLUMNS) }, (_, row) =>
  pictures.slice(row * COLUMNS, (row + 1) * COLUMNS),
);
let top = GAP;
const tiles = rows.flatMap((row) => {
  const height = Math.max(...row.map(({ info }) => info.height));
  const placed = row.map(({ data, info }, column) => ({
    input: data,
    left: GAP + column * (TILE + GAP) + Math.floor((TILE - info.width) / 2),
    top: top + Math.floor((height - info.height) / 2),
  }));
  top += height + GAP;
  return placed;
});
const width = GAP + COLUMNS * (TILE + GAP);
await sharp({ create: { width, height: top, channels: 3, background: "#eef0f3" } })
  .composite(tiles)
  .jpeg({ quality: 82 })
  .toFile(project("docs/result.jpg"));
console.log(`docs/result.jpg: ${files.length} pictures, ${width} x ${top}`);
