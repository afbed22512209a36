/** One character as 8-bit coverage, placed from the pen and from the top of the line. */
export type Glyph = {
  readonly coverage: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly advance: number;
};

/** A font at one size in pixels. A character that it lacks is drawn as the replacement character. */
export type Font = {
  readonly px: number;
  readonly lineHeight: number;
  readonly glyph: (codePoint: number) => Glyph;
};

/** All sizes, smallest first. */
export type Fonts = readonly [Font, ...Font[]];
