import sharp, { type OverlayOptions } from "sharp";
import { outlineText, textWidth } from "../outline-text.ts";
import type { Sample } from "./sample.ts";
import type { Trial } from "./trial.ts";

/** In pixels: the place of a picture, the two lines below it, the space around. */
const [WIDTH, HEIGHT, LINES, GAP, COLUMNS] = [118, 92, 27, 8, 20];

/** One contact sheet of all samples as they are shown, each with its name and decoder. */
export async function drawGallery(trials: ReadonlyMap<Sample, Trial>, file: string): Promise<void> {
  const tiles = [...trials];
  const place = (index: number) => ({
    left: GAP + (index % COLUMNS) * (WIDTH + GAP),
    top: GAP + Math.floor(index / COLUMNS) * (HEIGHT + LINES + GAP),
  });
  const rows = Math.ceil(tiles.length / COLUMNS);
  const size = { width: GAP + COLUMNS * (WIDTH + GAP), height: GAP + rows * (HEIGHT + LINES + GAP) };
  const pictures = await Promise.all(
    tiles.map(async ([, { shown }], index): Promise<OverlayOptions[]> => {
      if (shown === undefined) return [];
      const { data, info } = await sharp(shown)
        .resize({ width: WIDTH, height: HEIGHT, fit: "inside", withoutEnlargement: true })
        .png()
        .toBuffer({ resolveWithObject: true });
      const { left, top } = place(index);
      const [aside, above] = [Math.floor((WIDTH - info.width) / 2), HEIGHT - info.height];
      return [{ input: data, left: left + aside, top: top + above }];
    }),
  );
  const labels = tiles.map(([{ file: name }, { rendered }], index) => {
    const { left, top } = place(index);
    const decoder = rendered.ok ? rendered.value.decoder : "not opened";
    const line = (face: "sansBold" | "sans", text: string, y: number, colour: string) => {
      const size = Math.min(9.5, (9.5 * WIDTH) / textWidth(face, text, 9.5));
      const path = outlineText(face, text, { x: left + WIDTH / 2, y: top + HEIGHT + y, size, anchor: "middle" });
      return `<path d="${path}" fill="${colour}"/>`;
    };
    return line("sansBold", name, 12, "#1d2733") + line("sans", decoder, 23, rendered.ok ? "#4a5a6a" : "#b3262e");
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${labels.join("")}</svg>`;
  await sharp({ create: { ...size, channels: 3, background: "#e4e8ed" } })
    .composite([...pictures.flat(), { input: Buffer.from(svg), left: 0, top: 0 }])
    .png({ palette: true, colours: 128, dither: 0.4, effort: 10 })
    .toFile(file);
}
