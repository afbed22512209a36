import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import axios from "axios";
import sharp from "sharp";

/**
 * What one writes in an afternoon: axios and sharp, one picture at a time, the caption as SVG in the pipeline that
 * resizes. `naive.ts FOLDER BASE_URL < names`
 */
const [folder = "", base = ""] = process.argv.slice(2);
for (const name of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { data } = await axios.get<ArrayBuffer>(`${base}/${name}`, { responseType: "arraybuffer" });
  const { width = 0, height = 0 } = await sharp(Buffer.from(data)).metadata();
  const scale = Math.min(1, 500 / width, 500 / height);
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  const caption = `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="24">
    <rect width="100%" height="100%" fill="#008000" opacity="0.5"/>
    <text x="50%" y="17" font-size="14" font-family="sans-serif" text-anchor="middle" fill="#ff0">${name}</text></svg>`;
  const picture = await sharp(Buffer.from(data))
    .resize(across, down)
    .composite([{ input: Buffer.from(caption), gravity: "south" }])
    .flatten({ background: "#fff" })
    .jpeg({ quality: 80 })
    .toBuffer();
  await writeFile(join(folder, `${name}.jpg`), picture);
}
