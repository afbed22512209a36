import { between, type Random } from "../../src/base/random.ts";
import { type Face, outlineText, textWidth } from "../outline-text.ts";

/** A pen in a hand: no word sits quite on the line, and no two lines lean alike. */

export type Pen = { ink: string; random: Random; face?: Face; weight?: number };

export function handwriting(content: string, x: number, y: number, size: number, pen: Pen): string {
  const { ink, random, face = "hand", weight = size / 55 } = pen;
  const lean = between(random, -0.9, 0.35);
  const space = textWidth(face, " ", size);
  let at = x;
  const words = content.split(" ").map((word) => {
    const baseline = y + between(random, -size / 30, size / 30);
    const tilt = between(random, -0.8, 0.8).toFixed(2);
    const data = outlineText(face, word, { x: at, y: baseline, size: size * between(random, 0.97, 1.03) });
    const turned = `<path d="${data}" transform="rotate(${tilt} ${at.toFixed(1)} ${y})"/>`;
    at += textWidth(face, word, size) + space * between(random, 0.95, 1.35);
    return turned;
  });
  const stroke = `stroke="${ink}" stroke-width="${weight.toFixed(2)}" stroke-linejoin="round"`;
  return `<g fill="${ink}" ${stroke} transform="rotate(${lean.toFixed(2)} ${x} ${y})">${words.join("")}</g>`;
}

/** A tick drawn by hand over a printed box. */
export function handTick(x: number, y: number, size: number, { ink, random }: Pen): string {
  const reach = size * between(random, 1.1, 1.4);
  const data = `M${x - size * 0.1} ${y + size * 0.45}q${size * 0.2} ${size * 0.15} ${size * 0.4} ${size * 0.5}Q${x + size * 0.55} ${y} ${x + reach} ${y - size * 0.4}`;
  return `<path d="${data}" fill="none" stroke="${ink}" stroke-width="${size / 8}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** The ring a pen draws round a printed figure; its ends miss each other, as they do on paper. */
export function handRing(x: number, y: number, radius: number, { ink, random }: Pen): string {
  const points = Array.from({ length: 15 }, (_, step) => {
    const angle = -1.9 + (step / 14) * 6.9;
    const far = radius * (1 + step / 90) * between(random, 0.95, 1.05);
    return `${(x + Math.cos(angle) * far * 1.15).toFixed(1)} ${(y + Math.sin(angle) * far).toFixed(1)}`;
  });
  const curve = points.slice(1, -1).map((point, index) => {
    const [ax, ay] = point.split(" ").map(Number);
    const [bx, by] = (points[index + 2] ?? point).split(" ").map(Number);
    return `Q${point} ${(((ax ?? 0) + (bx ?? 0)) / 2).toFixed(1)} ${(((ay ?? 0) + (by ?? 0)) / 2).toFixed(1)}`;
  });
  const stroke = `stroke="${ink}" stroke-width="${radius / 9}" stroke-linecap="round"`;
  return `<path d="M${points[0]}${curve.join("")}" fill="none" ${stroke}/>`;
}
