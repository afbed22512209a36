import { between, type Random, seededRandom } from "../../src/base/random.ts";

/** The shapes of a chest seen from the front, as SVG in a field of 520 x 560. The patient's left is on the right. */

export const fieldWidth = 520;
export const fieldHeight = 560;
const middle = 261;

const filled = (data: string) => `<path d="${data}" fill="#fff"/>`;
const stroked = (data: string, width: number, more = "") =>
  `<path d="${data}" fill="none" stroke="#fff" stroke-width="${width}" stroke-linecap="round" ${more}/>`;

/** Draws the image's left half and its mirror. */
const bothSides = (shape: string) => `${shape}<g transform="translate(${2 * middle} 0) scale(-1 1)">${shape}</g>`;

export const body = filled(
  "M206 0C205 38 180 50 130 58S30 68 0 92V224C24 236 34 262 33 310C31 380 24 470 18 560H504C498 470 491 380 489 310C488 262 498 236 522 224V92C492 68 442 66 392 58S317 38 316 0Z",
);

export const lungs = filled(
  "M197 76C160 80 115 130 94 210C76 285 64 370 58 446C92 408 160 386 224 416C230 380 224 330 226 290C227 240 233 190 231 150C229 110 221 76 197 76Z" +
    "M325 76C362 80 407 130 428 212C446 288 457 380 464 458C436 424 384 404 300 428C296 330 291 190 291 150C293 110 301 76 325 76Z",
);

export const heart = filled(
  "M238 60C236 120 229 170 229 225C229 262 222 288 211 322C201 358 206 396 222 424C260 440 330 440 372 430C398 412 400 378 384 348C364 312 334 286 318 258C314 240 318 222 316 206C322 184 318 160 300 154C292 130 288 100 286 60Z",
);

export const belly = filled("M12 560L46 452C96 402 165 384 226 415Q262 436 300 427C384 404 434 424 470 462L510 560Z");
export const liver = filled("M20 560L50 470C100 420 165 400 226 430L270 450L240 560Z");
export const stomachAir = filled("M352 446C372 426 412 428 424 444C430 462 402 474 380 472C360 470 346 460 352 446Z");
export const windpipe =
  stroked("M262 0V150Q260 176 262 186", 17) + stroked("M262 184Q250 206 226 226M262 184Q280 202 306 212", 10);

export const spine = Array.from({ length: 17 }, (_, disc) => {
  const [y, half] = [disc * 33 - 8, 17 + disc * 0.45];
  const block = `M${middle - half} ${y}q${half} 5 ${half * 2} 0q-3 12 0 26q${-half} -5 ${-half * 2} 0q3 -13 0 -26Z`;
  const root = `<ellipse cx="${middle}" cy="${y + 20}" rx="3.5" ry="8" fill="#fff"/>`;
  return `<g opacity="0.75">${filled(block)}</g>${root}`;
}).join("");

/** Where the chest wall is at a height: ribs end there. */
function wall(y: number): number {
  const part = Math.min(Math.max((y - 70) / 390, 0), 1);
  return 70 + 142 * part ** 0.42;
}

const ribBow = (rib: number) => {
  const start = 84 + rib * 34.5;
  const end = start + 24 + rib * 9;
  const far = middle - wall(end) - 2;
  return { start, end, far };
};

const backRib = (rib: number) => {
  const { start, end, far } = ribBow(rib);
  const bend = (middle - far) * 0.5;
  return `M${middle - 16} ${start}C${middle - bend} ${start - 22} ${far + 18} ${start - 8 + rib * 2} ${far} ${end}`;
};

const frontRib = (rib: number) => {
  const { end, far } = ribBow(rib);
  return `M${far} ${end}C${far + 6} ${end + 46} ${far + 70} ${end + 66} ${middle - 62 - rib * 6} ${end + 62 - rib * 6}`;
};

const ribs = (path: (rib: number) => string, count: number, thickness: number) =>
  bothSides(Array.from({ length: count }, (_, rib) => stroked(path(rib), thickness)).join(""));

export const backRibs = (thickness: number) => ribs(backRib, 10, thickness);
export const frontRibs = (thickness: number) => ribs(frontRib, 6, thickness);

export const collarBones = (thickness: number) =>
  bothSides(stroked("M238 128C204 132 180 108 142 98S74 84 46 98", thickness));

export const shoulderBlades = bothSides(
  filled("M58 104C84 114 104 128 102 150C96 190 84 230 72 262C62 240 52 180 40 132Z") +
    stroked("M38 122Q20 124 -6 122", 46),
);

function branch(x: number, y: number, angle: number, width: number, random: Random): string {
  if (width < 1.1) return "";
  const reach = between(random, 16, 30) * (0.55 + width / 9);
  const [toX, toY] = [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach];
  const bow = `Q${x + Math.cos(angle + 0.25) * reach * 0.5} ${y + Math.sin(angle + 0.25) * reach * 0.5}`;
  const forks = [between(random, -0.65, -0.2), between(random, 0.15, 0.6)];
  const more = forks.map((fork) => branch(toX, toY, angle + fork, width * between(random, 0.62, 0.82), random));
  return stroked(`M${x} ${y}${bow} ${toX} ${toY}`, width) + more.join("");
}

/** Arteries and veins fan out from the root of each lung and thin towards the wall. */
export function vessels(seed: number): string {
  const random = seededRandom(seed);
  const toLeft = [2.25, 2.8, 3.35, 4.0].map((angle) => branch(222, 240, angle, 6.5, random));
  const toRight = [0.9, 0.35, -0.25, -0.9].map((angle) => branch(312, 226, angle, 6.5, random));
  const roots = `<ellipse cx="219" cy="240" rx="15" ry="27" fill="#fff"/><ellipse cx="315" cy="226" rx="14" ry="23" fill="#fff"/>`;
  return `${[...toLeft, ...toRight].join("")}<g opacity="0.8">${roots}</g>`;
}
