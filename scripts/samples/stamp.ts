import { between, type Random } from "../../src/base/random.ts";
import { outlineText, textWidth } from "../outline-text.ts";

/** A round rubber stamp: words along the ring, a date across the middle, ink that did not take everywhere. */

export type Stamp = { ring: string; lines: string[] };

function ringText(words: string, radius: number, size: number): string {
  const circumference = 2 * Math.PI * radius;
  const total = textWidth("sansBold", words, size);
  // Spread the letters over the whole ring, whatever the name's length.
  const stretch = circumference / total;
  let along = 0;
  const letters = [...words].map((letter) => {
    const wide = textWidth("sansBold", letter, size);
    const angle = ((along + (wide * stretch) / 2) / circumference) * 360 - 90;
    along += wide * stretch;
    const data = outlineText("sansBold", letter, { x: 0, y: -radius, size, anchor: "middle" });
    return `<path d="${data}" transform="rotate(${(angle + 90).toFixed(2)})"/>`;
  });
  return letters.join("");
}

export function roundStamp(stamp: Stamp, x: number, y: number, radius: number, colour: string, random: Random): string {
  const size = radius * 0.17;
  const lines = stamp.lines.map((line, index) => {
    // No line may run into the inner ring.
    const room = (radius * 1.12) / textWidth("sansBold", line, 1);
    const lineSize = Math.min(radius * (index === 0 ? 0.25 : 0.19), room);
    const baseline = radius * 0.3 * (index - (stamp.lines.length - 1) / 2) + lineSize * 0.36;
    return `<path d="${outlineText("sansBold", line, { x: 0, y: baseline, size: lineSize, anchor: "middle" })}"/>`;
  });
  // Holes punched in a mask: the places where the rubber left no ink.
  const holes = Array.from({ length: 260 }, () => {
    const [angle, far] = [between(random, 0, 6.283), radius * 1.02 * Math.sqrt(random())];
    const blot = between(random, 0.004, 0.022) * radius;
    return `<circle cx="${(Math.cos(angle) * far).toFixed(1)}" cy="${(Math.sin(angle) * far).toFixed(1)}" r="${blot.toFixed(2)}"/>`;
  });
  const mask = `stamp${Math.round(x)}x${Math.round(y)}`;
  const reach = radius * 1.1;
  const area = `x="${-reach}" y="${-reach}" width="${2 * reach}" height="${2 * reach}"`;
  const ring = (far: number, width: number) =>
    `<circle r="${far}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  return `<g transform="translate(${x} ${y}) rotate(${between(random, -16, -7).toFixed(1)})">
    <mask id="${mask}" maskUnits="userSpaceOnUse" ${area}><rect ${area} fill="#fff"/><g fill="#000">${holes.join("")}</g></mask>
    <g mask="url(#${mask})" fill="${colour}" opacity="0.82">${ring(radius, radius * 0.05)}${ring(radius * 0.68, radius * 0.025)}
    ${ringText(stamp.ring, radius * 0.77, size)}${lines.join("")}</g></g>`;
}
