import { parseJson } from "../../base/json.ts";
import type { Variant } from "../cache/store/layout.ts";
import { IMAGE_ERROR_CODES, type ImageError, type ImageErrorCode } from "../contract.ts";
import { captionText, parseCaptionText } from "../image/caption-text.ts";
import type { Recipe } from "../image/recipe.ts";
import { parseRecipeText, recipeText } from "../image/recipe-text.ts";
import type { Plan } from "../produce/plan.ts";

/** What a link asks for: a picture, or the one that explains an error that no address has. */
export type Wanted =
  | {
      readonly kind: "picture";
      readonly recipe: Recipe;
      readonly variant: Variant;
      /** Where the picture may be had, in order; nothing of it is checked yet. */
      readonly places: readonly [URL, ...URL[]];
    }
  | { readonly kind: "error"; readonly code: ImageErrorCode };

const VARIANTS: readonly Variant[] = ["fresh", "cached"];
const ERRORS = "error";
/** Servers that a link names at most; a search that lists more asks them all, a browser the first ones. */
const MOST_PLACES = 8;
/** Proxies and servers on the way take no address without end. */
const MAX_PATH = 16_384;

/**
 * The address of a picture below the endpoint: `<recipe>/<variant>.<places>`. It holds all that is needed to make the
 * picture, so that a search head that never ran the search can show it.
 * @param fetchedAt makes another address of a picture that was fetched anew, so that no browser shows the old one
 */
export function pictureLink(root: string, { recipe, candidates }: Plan, variant: Variant, fetchedAt: number): string {
  const recipePart = recipeText({ ...recipe, caption: captionText(recipe) });
  let hrefs = candidates.slice(0, MOST_PLACES).map(({ url }) => url.href);
  let path: string;
  do {
    path = `${recipePart}/${variant}.${Buffer.from(JSON.stringify(hrefs)).toString("base64url")}`;
    hrefs = hrefs.slice(0, -1);
  } while (path.length > MAX_PATH && hrefs.length > 0);
  return `${root}${path}?v=${Math.trunc(fetchedAt).toString(36)}`;
}

/** The address of a picture that explains an error in general words. */
export function errorLink(root: string, { code }: ImageError): string {
  return `${root}${ERRORS}/${code}`;
}

/** Reads what stands below the endpoint in an address. Undefined for whatever the two functions above do not write. */
export function parseLink(path: string): Wanted | undefined {
  if (path.length > MAX_PATH) return undefined;
  const [first = "", second = "", ...more] = path.replace(/^\//, "").split("/");
  if (more.length > 0) return undefined;
  if (first === ERRORS) {
    const code = IMAGE_ERROR_CODES.find((known) => known === second);
    return code && { kind: "error", code };
  }
  const recipe = parseRecipe(first);
  const dot = second.indexOf(".");
  const variant = VARIANTS.find((known) => known === second.slice(0, dot));
  const places = parsePlaces(second.slice(dot + 1));
  return recipe && variant && places && { kind: "picture", recipe, variant, places };
}

function parseRecipe(text: string): Recipe | undefined {
  const linked = parseRecipeText(text);
  const caption = linked && parseCaptionText(linked.caption);
  return caption && { ...linked, ...caption };
}

// Only the text that pictureLink writes: one picture, one address.
function parsePlaces(text: string): readonly [URL, ...URL[]] | undefined {
  const bytes = Buffer.from(text, "base64url");
  const listed = parseJson(bytes.toString("utf8"));
  if (!Array.isArray(listed) || listed.length > MOST_PLACES || bytes.toString("base64url") !== text) return undefined;
  if (JSON.stringify(listed) !== bytes.toString("utf8")) return undefined;
  const [first, ...others] = listed.map(placeOf);
  return first && others.every((place) => place !== undefined) ? [first, ...others] : undefined;
}

// What stands behind a # is not sent to a server, and would give its picture another name.
function placeOf(href: unknown): URL | undefined {
  const url = typeof href === "string" ? URL.parse(href) : null;
  return url && url.href === href && !href.includes("#") ? url : undefined;
}
