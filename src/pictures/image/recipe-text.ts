import { parseJson } from "../../base/json.ts";
import { integer, oneOf } from "../../splunk/value-kinds.ts";
import { FORMAT_CHOICES, type FormatChoice } from "../contract.ts";
import { size } from "../settings/picture-kinds.ts";
import { plainText } from "./caption.ts";
import { CAPTION_FACTS, type CaptionPart, MAX_CAPTION_LENGTH } from "./caption-template.ts";
import { CAPTION_PLACES, type CaptionPlace, type PageChoice, type Recipe } from "./recipe.ts";

/** A template of 500 characters has no more parts than that. */
const MAX_PARTS = 500;
const PLACE_OF_NONE = "plain";

const quality = integer(1, 100);
const noQuality = integer(0, 0);
const pageNumber = integer(1, 10_000);
const pageWord = oneOf(["largest", "sheet"]);
const format = oneOf(FORMAT_CHOICES);
const place = oneOf(CAPTION_PLACES);

/**
 * A recipe as one segment of an address, of letters, digits, `.`, `-` and `_` alone:
 * `500x500.jpg.80.1.overlay.<caption>`, the caption as base64url of its JSON, or `500x500.png.0.1.plain` without one.
 */
export function recipeText(recipe: Recipe): string {
  const { width, height, page, caption } = recipe;
  const shared = [`${width}x${height}`, recipe.format, qualityOf(recipe), page];
  if (caption.length === 0) return [...shared, PLACE_OF_NONE].join(".");
  return [...shared, recipe.place, Buffer.from(JSON.stringify(caption)).toString("base64url")].join(".");
}

/** The recipe that a text stands for. Undefined unless it is just the text that `recipeText` writes, within all bounds. */
export function parseRecipeText(text: string): Recipe | undefined {
  const [box = "", formatText = "", qualityText = "", pageText = "", placeText = "", captionText] = text.split(".");
  const recipe = {
    ...size.parse(box),
    format: format.parse(formatText),
    quality: (formatText === "png" ? noQuality : quality).parse(qualityText),
    page: pageNumber.parse(pageText) ?? pageWord.parse(pageText),
    caption: captionText === undefined ? [] : parseCaption(captionText),
    place: captionText === undefined ? CAPTION_PLACES[0] : place.parse(placeText),
  };
  return isWhole(recipe) && recipeText(recipe) === text ? recipe : undefined;
}

// PNG knows no quality, so two qualities are one picture and have one address.
function qualityOf({ format, quality }: Recipe): number {
  return format === "png" ? 0 : quality;
}

function parseCaption(text: string): readonly CaptionPart[] | undefined {
  const parts = parseJson(Buffer.from(text, "base64url").toString("utf8"));
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > MAX_PARTS || !parts.every(isPart)) return undefined;
  // Neighbours that are text are one text, so that a caption has one spelling.
  if (parts.some((part, index) => typeof part === "string" && typeof parts[index + 1] === "string")) return undefined;
  const texts = parts.flatMap((part) => textOf(part) ?? []);
  const length = texts.reduce((sum, part) => sum + [...part].length, 0);
  return length <= MAX_CAPTION_LENGTH && texts.every((part) => plainText(part) === part) ? parts : undefined;
}

function isPart(part: unknown): part is CaptionPart {
  if (typeof part === "string" || isValue(part)) return true;
  return CAPTION_FACTS.some((fact) => JSON.stringify(part) === JSON.stringify({ fact }));
}

function isValue(part: unknown): part is { readonly value: string } {
  return (
    typeof part === "object" &&
    part !== null &&
    "value" in part &&
    typeof part.value === "string" &&
    Object.keys(part).length === 1
  );
}

function textOf(part: CaptionPart): string | undefined {
  if (typeof part === "string") return part;
  return isValue(part) ? part.value : undefined;
}

type Maybe = {
  readonly width?: number;
  readonly height?: number;
  readonly format: FormatChoice | undefined;
  readonly quality: number | undefined;
  readonly page: PageChoice | undefined;
  readonly caption: readonly CaptionPart[] | undefined;
  readonly place: CaptionPlace | undefined;
};

function isWhole(recipe: Maybe): recipe is Recipe {
  const { width, quality, caption } = recipe;
  return [width, recipe.format, quality, recipe.page, caption, recipe.place].every((part) => part !== undefined);
}
