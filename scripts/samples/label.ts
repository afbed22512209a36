import { barcode } from "./barcode.ts";
import { box, type Drawing, outlinedBox, rule, text } from "./svg.ts";

/** Printer's proof of a bottle label, with crop marks and colour patches: the kind of file that comes as CMYK. */

const [width, height] = [900, 600];
const label = { x: 60, y: 60, width: 780, height: 454 };
const [navy, teal, amber, red] = ["#16324f", "#0f8b8d", "#f2b134", "#c8323c"];

function cropMarks(): string {
  const { x, y } = label;
  const [farX, farY] = [x + label.width, y + label.height];
  const marks = [x, farX].flatMap((column) => [
    rule(column, 14, column, 44, "#000", 1),
    rule(column, farY + 16, column, farY + 46, "#000", 1),
  ]);
  const sides = [y, farY].flatMap((row) => [
    rule(14, row, 44, row, "#000", 1),
    rule(farX + 16, row, farX + 46, row, "#000", 1),
  ]);
  return [...marks, ...sides].join("");
}

function colourPatches(): string {
  const patches = ["#00aeef", "#ec008c", "#fff200", "#231f20", "#7f7f7f", "#bfbfbf"];
  return patches
    .map((fill, index) => box({ x: 380 + index * 24, y: 552, width: 22, height: 22 }, `fill="${fill}"`))
    .join("");
}

function warning(index: number, fill: string, ink: string, first: string, second: string): string {
  const frame = { x: 606, y: 168 + index * 76, width: 212, height: 66 };
  return [
    box(frame, `rx="6" fill="${fill}"`),
    text("sansBold", first, { x: frame.x + 106, y: frame.y + 29, size: 15.5, anchor: "middle" }, ink),
    text("sans", second, { x: frame.x + 106, y: frame.y + 51, size: 14.5, anchor: "middle" }, ink),
  ].join("");
}

function wording(): string {
  const line = (words: string, y: number, size: number, bold = false) =>
    text(bold ? "sansBold" : "sans", words, { x: 84, y, size }, bold ? navy : "#222222");
  return [
    line("Rx 7731-04", 196, 20),
    line("TANAKA, HIROSHI", 236, 31, true),
    line("TAKE ONE TABLET BY MOUTH", 284, 24, true),
    line("ONCE DAILY AT BEDTIME", 314, 24, true),
    line("Atorvastatin 20 mg tablets", 360, 27),
    line("Qty 90   ·   Refills 3 before 1 Mar 2025", 394, 18),
    line("Prescriber: Dr. Oriana Feld", 421, 18),
    line("Filled 1 Mar 2024   ·   Use by Feb 2026", 448, 18),
  ].join("");
}

export function bottleLabel(): Drawing {
  const body = [
    box({ x: 0, y: 0, width, height }, `fill="#ffffff"`),
    cropMarks(),
    box(label, `rx="16" fill="#fffdf6"`),
    `<clipPath id="label"><rect x="60" y="60" width="780" height="454" rx="16"/></clipPath>`,
    `<g clip-path="url(#label)">${box({ x: 60, y: 60, width: 780, height: 84 }, `fill="${navy}"`)}${box({ x: 60, y: 144, width: 780, height: 8 }, `fill="${teal}"`)}</g>`,
    `<g transform="translate(112 102) scale(1.15)"><path d="M-9-24H9V-9H24V9H9V24H-9V9H-24V-9H-9Z" fill="${amber}"/></g>`,
    text("serifBold", "Lighthouse Pharmacy", { x: 158, y: 108, size: 33 }, "#ffffff"),
    text("sans", "88 Signal Street, Marlow Sound  ·  555-0124", { x: 159, y: 132, size: 15 }, "#dfeaf2"),
    text("sansBold", "90 TABLETS", { x: 816, y: 110, size: 22, anchor: "end" }, amber),
    wording(),
    warning(0, amber, "#3a2a00", "MAY CAUSE DIZZINESS", "Stand up slowly"),
    warning(1, red, "#ffffff", "NO GRAPEFRUIT", "while taking this medicine"),
    warning(2, teal, "#ffffff", "SWALLOW WHOLE", "with a glass of water"),
    barcode({ x: 626, y: 408, width: 172, height: 56 }, "0 7731 04204 2", "#111111"),
    rule(84, 466, 560, 466, "#c9c4b4", 1),
    text("sansBold", "SAMPLE - NOT A PRESCRIPTION", { x: 84, y: 494, size: 15 }, "#555555"),
    outlinedBox(label, "#d4cfbf", 1.5).replace("<rect", `<rect rx="16"`),
    colourPatches(),
    text("sans", "LP-label-90  proof 2", { x: 90, y: 570, size: 13 }, "#333333"),
  ];
  return { width, height, body: body.join("") };
}
