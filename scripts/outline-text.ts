import { fileURLToPath } from "node:url";
import { type Font, openSync, type Path } from "fontkit";

/** Text as SVG path data: an SVG <text> would be drawn with whatever fonts the machine happens to have. */

const faces = {
  sans: "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
  sansBold: "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
  serif: "dejavu-fonts-ttf/ttf/DejaVuSerif.ttf",
  serifBold: "dejavu-fonts-ttf/ttf/DejaVuSerif-Bold.ttf",
  hand: "@fontsource/caveat/files/caveat-latin-400-normal.woff",
  handBold: "@fontsource/caveat/files/caveat-latin-700-normal.woff",
};

export type Face = keyof typeof faces;

export type Placement = { x: number; y: number; size: number; anchor?: "start" | "middle" | "end" };

const loaded = new Map<Face, Font>();

export function loadFace(face: Face): Font {
  const known = loaded.get(face);
  if (known) return known;
  const opened = openSync(fileURLToPath(import.meta.resolve(faces[face])));
  if ("fonts" in opened) throw new Error(`${faces[face]} is a collection of fonts, one font was expected`);
  loaded.set(face, opened);
  return opened;
}

const letters = { moveTo: "M", lineTo: "L", quadraticCurveTo: "Q", bezierCurveTo: "C", closePath: "Z" };

/** Font units point up, SVG points down: hence the minus. */
export function outlinePath(path: Path, x: number, y: number, scale: number): string {
  const place = (value: number, index: number) =>
    Number((index % 2 === 0 ? x + value * scale : y - value * scale).toFixed(3));
  return path.commands.map(({ command, args }) => letters[command] + args.map(place).join(" ")).join("");
}

export function textWidth(face: Face, text: string, size: number): number {
  const font = loadFace(face);
  return (font.layout(text).advanceWidth * size) / font.unitsPerEm;
}

/** Path data for one line of text; `y` is its baseline, `size` the pixels per em. */
export function outlineText(face: Face, text: string, { x, y, size, anchor = "start" }: Placement): string {
  const font = loadFace(face);
  const scale = size / font.unitsPerEm;
  const run = font.layout(text);
  const shift = { start: 0, middle: 0.5, end: 1 }[anchor];
  let pen = x - shift * run.advanceWidth * scale;
  let data = "";
  for (const [index, glyph] of run.glyphs.entries()) {
    // Glyph 0 is the empty box a font shows for a letter it lacks.
    if (glyph.id === 0) throw new Error(`${faces[face]} cannot write all of "${text}"`);
    const position = run.positions[index];
    data += outlinePath(
      glyph.path,
      pen + (position?.xOffset ?? 0) * scale,
      y - (position?.yOffset ?? 0) * scale,
      scale,
    );
    pen += (position?.xAdvance ?? 0) * scale;
  }
  return data;
}
