import { FORMAT_CHOICES } from "../../src/pictures/contract.ts";
import type { CaptionPart } from "../../src/pictures/image/caption-template.ts";
import type { DecodeLimits } from "../../src/pictures/image/decoder/limits.ts";
import { CAPTION_PLACES, type Recipe } from "../../src/pictures/image/recipe.ts";
import type { Dice } from "./dice.ts";

const SIDES = [1, 16, 64, 200, 500, 1_000] as const;
const PAGES = [1, 1, 1, 1, 2, 3, 100_000, "largest", "sheet"] as const;
const CAPTIONS = [
  [],
  [],
  [{ value: "seed.tif" }, " ", { fact: "cached" }],
  [
    "Ωmega 漢字 ",
    { value: "a name that is far too long for most pictures.tif" },
    " page ",
    { fact: "page" },
    " of ",
    { fact: "pages" },
    " ",
    { fact: "time" },
  ],
] as const satisfies readonly (readonly CaptionPart[])[];

/** Seconds in which a picture must be there; less than in earnest, so that slow ones do not take all of the time. */
export const TIMEOUT_SECONDS = 4;

export function throwRecipe(dice: Dice): Recipe {
  return {
    width: dice.among(SIDES),
    height: dice.among(SIDES),
    format: dice.among(FORMAT_CHOICES),
    quality: dice.among([1, 80, 100]),
    page: dice.among(PAGES),
    caption: dice.among(CAPTIONS),
    place: dice.among(CAPTION_PLACES),
    isStale: dice.chance(0.1),
  } satisfies Required<Recipe>;
}

/** Mostly small, because what claims to be large is slow; sometimes those of the settings. */
export function throwLimits(dice: Dice): DecodeLimits {
  const isAsShipped = dice.chance(0.1);
  return {
    maxPixels: isAsShipped ? 1e8 : 1e7,
    maxBilevelPixels: isAsShipped ? 6e8 : 6e7,
    timeoutSeconds: TIMEOUT_SECONDS,
    maxMemory: 768 * 2 ** 20,
  };
}
