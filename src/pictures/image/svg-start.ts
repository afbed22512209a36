/** What may stand before the root of an SVG: comments, and what is said to programs, the XML declaration among it. */
const ASIDES: readonly (readonly [start: string, end: string])[] = [
  ["<!--", "-->"],
  ["<?", "?>"],
];
const DOCTYPE = /<!DOCTYPE\s+svg(?=[\s>[])[^>[]*(\[[\s\S]*?\]\s*)?>/iy;
const ROOT = /<(svg:)?svg[\s>]/iy;

/**
 * Whether a text begins as an SVG does. Walked and not matched by one pattern: where a comment can be read in two ways, a
 * pattern tries all of them, and a few hundred bytes of comments keep it busy for ever.
 */
export function beginsSvg(text: string): boolean {
  for (let at = blanksFrom(text, 0); ; ) {
    if (matchEnd(ROOT, text, at) !== undefined) return true;
    const end = endOfAside(text, at) ?? matchEnd(DOCTYPE, text, at);
    if (end === undefined) return false;
    at = blanksFrom(text, end);
  }
}

function endOfAside(text: string, at: number): number | undefined {
  const aside = ASIDES.find(([start]) => text.startsWith(start, at));
  if (!aside) return undefined;
  const [start, end] = aside;
  const found = text.indexOf(end, at + start.length);
  return found === -1 ? undefined : found + end.length;
}

function blanksFrom(text: string, at: number): number {
  return matchEnd(/\s*/y, text, at) ?? at;
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
