/** Which characters the decoder can write: what names in the scripts of Europe hold, and the signs beside them. */

const ranges: readonly (readonly [first: number, last: number])[] = [
  // Latin with Extended-A and -B.
  [0x20, 0x24f],
  // Letters and accents that stand alone, as in Hawaiian names.
  [0x2b9, 0x2dd],
  // Greek.
  [0x370, 0x3ff],
  // Cyrillic with its supplement.
  [0x400, 0x52f],
  // Latin as in Vietnamese, Greek with its old accents.
  [0x1e00, 0x1fff],
  // Punctuation, raised and lowered digits, currencies.
  [0x2010, 0x20bf],
  // Signs such as № and ™, fractions, Roman numerals, arrows.
  [0x2100, 0x219f],
  [0x21d0, 0x21d5],
  // Mathematics as it stands in plain text.
  [0x2200, 0x221f],
  [0x2223, 0x222b],
  [0x2234, 0x2237],
  [0x2243, 0x226b],
  [0x2282, 0x2287],
  // Squares, triangles, circles, stars.
  [0x25a0, 0x25cf],
  [0x2605, 0x2606],
  // Female and male, cards, music, ticks and crosses.
  [0x2640, 0x2642],
  [0x2660, 0x266f],
  [0x2713, 0x2718],
  // fi and its like, which PDF files leave in names.
  [0xfb00, 0xfb06],
  [0xfffd, 0xfffd],
];

/** Marks, formatting characters and blanks other than the plain one never reach the decoder: `plainText` sees to it. */
const NEVER_DRAWN = /^(?! )[\p{C}\p{M}\p{Z}]$/u;

export function* codePoints(): Generator<number> {
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code += 1) if (!NEVER_DRAWN.test(String.fromCodePoint(code))) yield code;
  }
}
