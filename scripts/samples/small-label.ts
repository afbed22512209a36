import { barcode } from "./barcode.ts";
import { box, type Drawing, outlinedBox, rule, text } from "./svg.ts";

/** The sticker a pharmacy puts on the box. */
export function stickyLabel(): Drawing {
  const [ink, blue] = ["#1c2733", "#00538f"];
  const line = (words: string, y: number, size: number, bold = false) =>
    text(bold ? "sansBold" : "sans", words, { x: 24, y, size }, ink);
  const body = [
    box({ x: 0, y: 0, width: 460, height: 290 }, `fill="#ffffff"`),
    outlinedBox({ x: 4, y: 4, width: 452, height: 282 }, "#9fb0bf", 2),
    box({ x: 4, y: 4, width: 452, height: 50 }, `fill="${blue}"`),
    text("sansBold", "Apotek Räven", { x: 24, y: 37, size: 22 }, "#ffffff"),
    text("sans", "Granvik · 555-0136", { x: 436, y: 36, size: 15, anchor: "end" }, "#ffffff"),
    line("Åsa Sjöberg", 90, 23, true),
    text("sans", "f. 1993-07-14", { x: 436, y: 88, size: 15, anchor: "end" }, ink),
    line("Cetirizin 10 mg, 30 tabletter", 124, 20),
    line("1 tablett dagligen vid behov", 154, 20, true),
    rule(24, 172, 436, 172, "#9fb0bf", 1),
    line("Dr. Signe Almqvist-Hede", 198, 14),
    line("Uttag 1 av 3 · 2024-04-23", 220, 14),
    barcode({ x: 286, y: 186, width: 150, height: 44 }, "7 042 118 930", ink),
    text("sansBold", "SAMPLE - NOT A PRESCRIPTION", { x: 24, y: 272, size: 12 }, "#5b6b7a"),
  ];
  return { width: 460, height: 290, body: body.join("") };
}

/** Drawn for its 120 x 90 pixels, not shrunk to them: at this size only big shapes can be read. */
export function thumbnail(): Drawing {
  const body = [
    box({ x: 0, y: 0, width: 120, height: 90 }, `fill="#e7ebef"`),
    box({ x: 9, y: 8, width: 104, height: 77 }, `fill="#aab4be"`),
    box({ x: 7, y: 6, width: 104, height: 77 }, `fill="#fffdf5"`),
    box({ x: 7, y: 6, width: 104, height: 15 }, `fill="#1f5f8b"`),
    text("sansBold", "J. WEISS", { x: 12, y: 17, size: 9 }, "#ffffff"),
    text("sansBold", "℞", { x: 12, y: 46, size: 22 }, "#1f5f8b"),
    text("handBold", "Loratadine", { x: 36, y: 38, size: 19 }, "#16224f"),
    text("handBold", "10 mg, 1 x day", { x: 37, y: 53, size: 13.5 }, "#16224f"),
    rule(12, 60, 106, 60, "#c3c8cd", 1),
    `<path d="M62 72q4 -10 7 -1t6 -3t5 2t5 -3q8 2 16 -3" fill="none" stroke="#16224f" stroke-width="1.2"/>`,
    text("sansBold", "SAMPLE", { x: 12, y: 76, size: 8 }, "#6b7782"),
  ];
  return { width: 120, height: 90, body: body.join("") };
}
