import { between, seededRandom } from "../../src/base/random.ts";

/** A scribble that reads as a name at a glance and as nothing at a closer look. The same seed is the same hand. */

type Point = { x: number; y: number };

/** First strokes in units of the signature's height: a looped D, a slashed A, a hooked S, a wide M. */
const capitals: Point[][] = [
  [
    [0, -0.15],
    [0.25, -1],
    [0.5, -0.75],
    [0.28, 0.25],
    [0.05, 0.05],
    [0.4, -0.3],
  ],
  [
    [-0.1, 0.15],
    [0.2, -0.5],
    [0.5, -1.05],
    [0.6, 0.1],
    [0.2, -0.25],
    [0.75, -0.35],
  ],
  [
    [0.6, -0.85],
    [0.25, -1],
    [0.15, -0.55],
    [0.5, -0.15],
    [0.2, 0.2],
    [-0.05, -0.05],
    [0.6, -0.2],
  ],
  [
    [0, 0.2],
    [0.15, -0.95],
    [0.4, 0.05],
    [0.7, -1],
    [0.8, 0.1],
    [0.95, -0.2],
  ],
].map((stroke) => stroke.map(([x = 0, y = 0]) => ({ x, y })));

/** Catmull-Rom through the points, written as cubic Béziers. */
function curveThrough(points: Point[]): string {
  const at = (index: number) => points[Math.min(Math.max(index, 0), points.length - 1)] ?? { x: 0, y: 0 };
  const pair = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  let data = `M${pair(at(0).x, at(0).y)}`;
  for (let index = 0; index < points.length - 1; index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const leave = pair(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6);
    const arrive = pair(to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6);
    data += `C${leave} ${arrive} ${pair(to.x, to.y)}`;
  }
  return data;
}

export function signature(x: number, y: number, width: number, ink: string, seed: number): string {
  const random = seededRandom(seed * 7919);
  const tall = width * between(random, 0.2, 0.28);
  const capital = capitals[seed % capitals.length] ?? [];
  const points = capital.map((point) => ({ x: point.x * tall, y: point.y * tall }));
  const start = Math.max(...points.map((point) => point.x));
  const strokes = 6 + Math.floor(random() * 5);
  const loops = [Math.floor(random() * 3), 4 + Math.floor(random() * 3)];
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    const along = start + ((width * 0.8 - start) * (stroke + between(random, 0, 0.35))) / strokes;
    const fade = 1 - (0.5 * stroke) / strokes;
    const looped = loops.includes(stroke);
    const peak = looped ? between(random, 0.8, 1.05) : between(random, 0.2, 0.42) * fade;
    const trough = stroke === loops[1] ? -0.4 : between(random, -0.08, 0.05);
    points.push({ x: along + width * 0.02, y: -tall * peak });
    points.push({ x: along + width * between(random, looped ? 0 : 0.025, 0.06), y: -tall * trough });
  }
  points.push({ x: width * 0.88, y: -tall * 0.12 }, { x: width * 1.02, y: -tall * between(random, 0.05, 0.45) });
  const flourish: Point[] = [
    { x: width * 0.95, y: tall * between(random, 0.2, 0.35) },
    { x: width * 0.55, y: tall * between(random, 0.25, 0.4) },
    { x: width * between(random, 0.1, 0.4), y: tall * between(random, 0.35, 0.5) },
  ];
  const pen = `fill="none" stroke="${ink}" stroke-linecap="round" stroke-linejoin="round"`;
  const underlined =
    seed % 3 === 0 ? "" : `<path d="${curveThrough(flourish)}" stroke-width="${(width / 130).toFixed(2)}"/>`;
  return `<g transform="translate(${x} ${y}) rotate(-4)" ${pen}>
    <path d="${curveThrough(points)}" stroke-width="${(width / 105).toFixed(2)}"/>${underlined}</g>`;
}
