import { ENDPOINT_PATH, MAX_SIDE, MIN_SIDE } from "../../contract.ts";
import { type LinkedRecipe, parseRecipeText, recipeText } from "../../image/recipe-text.ts";
import type { PictureAddress } from "./address.ts";

/** `<root><recipe>/<places>?v=...`: what is shown, and of which picture. */
const LINK = new RegExp(`^([^?]*${ENDPOINT_PATH})([^/?]+)(/[^/]+)$`);

/** The same picture in another box, in pixels. Undefined where the picture is a file and has one size. */
export function withSize(link: PictureAddress, side: number): PictureAddress | undefined {
  return rewritten(link, boxOf(side));
}

/** A copy without the caption, which on a small one nobody could read and which hides a part of any. */
export function plainCopy(link: PictureAddress, side: number): PictureAddress | undefined {
  return rewritten(link, { ...boxOf(side), caption: "plain" });
}

/** The picture in its own size, as far as the endpoint makes it, with nothing written on it. */
export function inOriginalSize(link: PictureAddress): PictureAddress | undefined {
  return plainCopy(link, MAX_SIDE);
}

/** Another page of the same file, from 1. Undefined where the picture is a file by itself. */
export function withPage(link: PictureAddress, page: number): PictureAddress | undefined {
  return rewritten(link, { page });
}

/** The side in pixels that a link's picture has at most; undefined where the picture is a file. */
export function sideOf(link: string): number | undefined {
  const recipe = parseRecipeText(LINK.exec(link)?.[2] ?? "");
  return recipe && Math.max(recipe.width, recipe.height);
}

// On a screen of 1.25 device pixels for each CSS pixel sides are no whole numbers, which the endpoint does not take.
function boxOf(side: number): Pick<LinkedRecipe, "width" | "height"> {
  const whole = Math.min(Math.max(Math.ceil(side), MIN_SIDE), MAX_SIDE);
  return { width: whole, height: whole };
}

function rewritten(link: PictureAddress, change: Partial<LinkedRecipe>): PictureAddress | undefined {
  const [, root = "", text = "", picture = ""] = LINK.exec(link) ?? [];
  const recipe = parseRecipeText(text);
  // Of an address that may be loaded only the recipe changes, which is letters, digits, `.`, `-` and `_`.
  return recipe && (`${root}${recipeText({ ...recipe, ...change })}${picture}` as PictureAddress);
}
