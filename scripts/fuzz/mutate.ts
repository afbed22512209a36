import { BYTE_MUTATIONS, type Mutation } from "./byte-mutations.ts";
import type { Dice } from "./dice.ts";
import { PIECE_MUTATIONS, withChecksums } from "./piece-mutations.ts";
import { piecesOf } from "./pieces.ts";
import { TEXT_MUTATIONS } from "./text-mutations.ts";
import { TIFF_MUTATIONS } from "./tiff-mutations.ts";

const MOST_BYTES = 4 * 2 ** 20;
const MOST_MUTATIONS = 4;
/** Files in which words and numbers stand as text. */
const AS_TEXT = /\.(svg|pdf|xpm|xbm|pnm|pgm|ppm|pam|hdr|miff|mtv|fits|vicar|cals?)$/;

/** A good picture to begin with. */
export type Seed = { readonly name: string; readonly bytes: Buffer };

/** What one seed and index make: a file that was a picture, and its name. */
export type Input = Seed & { readonly from: string };

export function makeInput(seeds: readonly [Seed, ...Seed[]], dice: Dice): Input {
  const seed = dice.among(seeds);
  const kin = seeds.filter(({ name }) => endingOf(name) === endingOf(seed.name));
  const other = (dice.chance(0.7) ? dice.oneOf(kin) : dice.oneOf(seeds)) ?? seed;
  const kinds = mutationsFor(seed);
  let bytes = seed.bytes;
  for (let times = 1 + dice.nearStart(MOST_MUTATIONS); times > 0; times--) {
    if (bytes.byteLength === 0) break;
    const mutation = dice.oneOf(dice.among(kinds));
    if (mutation) bytes = mutation(bytes, dice, other.bytes).subarray(0, MOST_BYTES);
  }
  if (dice.chance(0.9)) bytes = withMark(bytes, seed.bytes);
  if (dice.chance(0.9)) bytes = withChecksums(bytes);
  // A wrong ending now and then; it counts where a file bears no mark.
  const name = dice.chance(0.05) ? `wrong${endingOf(other.name)}` : seed.name;
  return { name, bytes, from: seed.name };
}

export function endingOf(name: string): string {
  return /\.\w+$/.exec(name)?.[0] ?? "";
}

function mutationsFor({ name, bytes }: Seed): readonly [readonly Mutation[], ...(readonly Mutation[])[]] {
  const kinds: [readonly Mutation[], ...(readonly Mutation[])[]] = [BYTE_MUTATIONS];
  if (piecesOf(bytes).length > 0) kinds.push(PIECE_MUTATIONS);
  if (/^(II|MM)[\0\x2a][\0\x2a]/.test(bytes.toString("latin1", 0, 4))) kinds.push(TIFF_MUTATIONS, TIFF_MUTATIONS);
  if (AS_TEXT.test(name)) kinds.push(TEXT_MUTATIONS, TEXT_MUTATIONS);
  return kinds;
}

// A file whose first bytes are spoilt is found to be no picture, and that is all there is to learn from it.
function withMark(bytes: Buffer, seed: Buffer): Buffer {
  const mark = seed.subarray(0, 4);
  return Buffer.concat([mark, bytes.subarray(Math.min(mark.byteLength, bytes.byteLength))]);
}
