import { integer, oneOf } from "../../splunk/value-kinds.ts";
import { FORMAT_CHOICES } from "../contract.ts";
import { type CaptionPlace, encodedQuality, PAGE_WORDS, pageNumber, type Recipe, size } from "./recipe.ts";

/**
 * A caption in an address: where it stands, and its parts, which only the program reads (caption-text.ts). `plain` for
 * none.
 */
export type CaptionText = "plain" | `${CaptionPlace}.${string}`;

/** What an address says of a recipe. Whether a picture is stale is found when it is shown. */
export type LinkedRecipe = Omit<Recipe, "caption" | "place" | "isStale"> & { readonly caption: CaptionText };

const quality = integer(1, 100);
const noQuality = integer(0, 0);
const pageWord = oneOf(PAGE_WORDS);
const format = oneOf(FORMAT_CHOICES);

/**
 * A recipe as one segment of an address, of letters, digits, `.`, `-` and `_` alone:
 * `500x500.jpg.80.1.overlay.<parts>`, or `500x500.png.0.1.plain` without a caption. The program writes and reads it, and
 * pages do, which ask for other sizes and pages of a picture. Nothing here needs Node.
 */
export function recipeText(recipe: LinkedRecipe): string {
  const pieces = {
    width: `${recipe.width}`,
    height: `x${recipe.height}`,
    format: `.${recipe.format}`,
    quality: `.${encodedQuality(recipe)}`,
    page: `.${recipe.page}`,
    caption: `.${recipe.caption}`,
  } satisfies Record<keyof LinkedRecipe, string>;
  return Object.values(pieces).join("");
}

/** The recipe that a text stands for. Undefined unless it is just the text that `recipeText` writes, within all bounds. */
export function parseRecipeText(text: string): LinkedRecipe | undefined {
  const [box = "", formatText = "", qualityText = "", page = "", ...caption] = text.split(".");
  const { width, height } = size.parse(box) ?? {};
  const found: Found<LinkedRecipe> = {
    width,
    height,
    format: format.parse(formatText),
    quality: (formatText === "png" ? noQuality : quality).parse(qualityText),
    page: pageNumber.parse(page) ?? pageWord.parse(page),
    caption: captionIn(caption.join(".")),
  };
  return isWhole(found) && recipeText(found) === text ? found : undefined;
}

function captionIn(text: string): CaptionText | undefined {
  return /^(?:plain|(?:overlay|strip)\.[\w-]+)$/.test(text) ? (text as CaptionText) : undefined;
}

type Found<Whole> = { readonly [Field in keyof Whole]-?: Whole[Field] | undefined };

function isWhole<Whole>(found: Found<Whole>): found is Found<Whole> & Whole {
  return Object.values(found).every((field) => field !== undefined);
}
