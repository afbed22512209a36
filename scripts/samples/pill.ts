import { type Drawing, text } from "./svg.ts";

/** A capsule and a scored tablet on nothing at all: only their shadows touch the ground. */

const gradient = (id: string, stops: [offset: number, colour: string][], direction = `x2="0" y2="1"`) =>
  `<linearGradient id="${id}" x1="0" y1="0" ${direction}>${stops.map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`).join("")}</linearGradient>`;

const definitions = [
  `<filter id="far" x="-30%" y="-60%" width="160%" height="220%"><feGaussianBlur stdDeviation="14"/></filter>`,
  `<filter id="near" x="-30%" y="-60%" width="160%" height="220%"><feGaussianBlur stdDeviation="5"/></filter>`,
  gradient("cap", [
    [0, "#b0303c"],
    [0.22, "#ef8a86"],
    [0.42, "#cf3f48"],
    [0.8, "#8f1f2b"],
    [1, "#a83a41"],
  ]),
  gradient("shell", [
    [0, "#d8cfbd"],
    [0.22, "#fffdf8"],
    [0.45, "#f3ead9"],
    [0.82, "#c4b79e"],
    [1, "#d9cfbb"],
  ]),
  gradient(
    "rim",
    [
      [0, "#fdfdfb"],
      [1, "#bfc3c9"],
    ],
    `x2="1" y2="1"`,
  ),
  gradient(
    "face",
    [
      [0, "#ffffff"],
      [1, "#e3e5e9"],
    ],
    `x2="1" y2="1"`,
  ),
].join("");

function imprint(words: string, x: number, y: number, size: number, ink: string): string {
  const placement = { x, y, size, anchor: "middle" as const };
  return text("sansBold", words, placement, ink);
}

function pressed(words: string, x: number, y: number, size: number): string {
  return imprint(words, x + 1.5, y + 2, size, "#ffffff") + imprint(words, x, y, size, "#a9aeb6");
}

function capsule(): string {
  const [half, radius] = [150, 56];
  const right = `M0 ${-radius}H${half - radius}A${radius} ${radius} 0 0 1 ${half - radius} ${radius}H0Z`;
  const left = `M14 ${-radius - 3}H${-half + radius}A${radius + 3} ${radius + 3} 0 0 0 ${-half + radius} ${radius + 3}H14Z`;
  const silhouette = `<rect x="${-half}" y="${-radius}" width="${half * 2}" height="${radius * 2}" rx="${radius}"/>`;
  return [
    `<g transform="translate(242 222) rotate(-24)" filter="url(#far)" opacity="0.4">${silhouette}</g>`,
    `<g transform="translate(228 204) rotate(-24)" filter="url(#near)" opacity="0.35">${silhouette}</g>`,
    `<g transform="translate(218 186) rotate(-24)"><path d="${right}" fill="url(#shell)"/><path d="${left}" fill="url(#cap)"/>`,
    `<path d="M14 ${-radius - 3}V${radius + 3}" stroke="#7c1a25" stroke-width="2" opacity="0.55"/>`,
    `<rect x="-108" y="-40" width="206" height="11" rx="5.5" fill="#ffffff" opacity="0.5"/>`,
    imprint("NVK", -62, 14, 34, "#fff3ee"),
    imprint("20", 66, 14, 36, "#8f1f2b"),
    `</g>`,
  ].join("");
}

function tablet(): string {
  return [
    `<g filter="url(#far)" opacity="0.4"><ellipse cx="456" cy="306" rx="94" ry="88"/></g>`,
    `<g filter="url(#near)" opacity="0.35"><ellipse cx="446" cy="290" rx="92" ry="88"/></g>`,
    `<circle cx="436" cy="274" r="92" fill="url(#rim)"/><circle cx="436" cy="272" r="79" fill="url(#face)"/>`,
    `<g transform="rotate(-14 436 272)"><path d="M358 273H514" stroke="#b3b8c0" stroke-width="5"/><path d="M358 277H514" stroke="#ffffff" stroke-width="3"/>`,
    pressed("N", 436, 254, 44),
    pressed("20", 436, 324, 40),
    `</g>`,
  ].join("");
}

export function pills(): Drawing {
  const note = text("sans", "SAMPLE", { x: 590, y: 388, size: 13, anchor: "end" }, "#8a8f98");
  return { width: 600, height: 400, body: definitions + capsule() + tablet() + note };
}
