import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { type CacheKey, resultKey, sourceKey } from "../cache/store/key.ts";
import type { FormatChoice, ImageError } from "../contract.ts";
import { type AdmittedUrl, admit, allowingBase } from "../fetch/admission.ts";
import { type BaseUrl, filledBase, pictureUrl } from "../fetch/base-url.ts";
import { mirrorsOf } from "../fetch/mirrors.ts";
import { badName } from "../fetch/name.ts";
import type { AllowedServer } from "../fetch/server.ts";
import { fillTemplate, NAME_AND_MARK, NAME_PAGE_AND_MARK } from "../image/caption-template.ts";
import { canonicalRecipe, type Recipe } from "../image/recipe.ts";
import type { SearchArguments } from "../settings/search-options.ts";

/** One place where a picture may be had, and the names that it has in the cache when it came from there. */
export type Candidate = {
  readonly url: AdmittedUrl;
  readonly base: string;
  readonly sourceKey: CacheKey;
  readonly resultKey: CacheKey;
};

/** All that is known of a row's picture before anything is fetched. */
export type Plan = {
  /** Last segment of the name that the record gives. */
  readonly name: string;
  /** The name of the picture that is shown, which bears the extension of its format. */
  readonly newName: (format: FormatChoice) => string;
  /** The first is asked first, the others are mirrors. */
  readonly candidates: readonly [Candidate, ...Candidate[]];
  readonly recipe: Recipe;
  /** Whether each page becomes a picture; the recipe asks for the first. */
  readonly allPages: boolean;
  /** Equal for rows that ask for the same picture. */
  readonly key: string;
};

/** What all rows of a search have in common. */
export type PlanContext = {
  readonly search: SearchArguments;
  readonly bases: readonly BaseUrl[];
  readonly servers: readonly AllowedServer[];
  readonly wholeUrls: boolean;
};

/** A picture that cannot even be asked for: its name is still shown. */
export type PlanError = { readonly name: string; readonly error: ImageError };

/**
 * @param value what the record names
 * @param fieldValue value of another field of the record; undefined where the records have no such field
 */
export function planPicture(
  value: string,
  fieldValue: (field: string) => string | undefined,
  context: PlanContext,
): Outcome<Plan, PlanError> {
  const { search, bases, servers, wholeUrls } = context;
  const isWhole = wholeUrls && /^https?:\/\//i.test(value.trim());
  const present = (field: string): string => fieldValue(field) ?? "";
  const urls = isWhole ? [wholeUrl(value)] : bases.map((base) => located(base, value, present));
  const name = lastSegment(value);
  const stem = withoutExtension(name);
  const newName = (format: FormatChoice): string => (format === "auto" ? stem : `${stem}.${format}`);
  const recipe = recipeFor(search, newName(search.format), fieldValue);
  const locations = urls.flatMap((located) => withMirrors(located, servers));
  const candidates = candidatesAt(locations, recipe, servers);
  if (!candidates.ok) return fail({ name, error: candidates.error ?? badName(value, "leads nowhere") });
  const allPages = search.page === "all";
  return succeed({ name, newName, candidates: candidates.value, recipe, allPages, key: keyOf(candidates.value) });
}

/**
 * The plan for a picture whose addresses are known, as a link names them. Each must be admitted like any other; the base that
 * rows show is that of the stanza which admits it.
 */
export function planPlaces(
  places: readonly URL[],
  recipe: Recipe,
  servers: readonly AllowedServer[],
): Outcome<Plan, PlanError> {
  const name = lastSegment(places[0]?.pathname ?? "");
  const located = places.map((url) => succeed({ url, base: allowingBase(url, servers)?.base.href ?? url.origin }));
  const candidates = candidatesAt(located, recipe, servers);
  if (!candidates.ok) return fail({ name, error: candidates.error ?? badName(name, "leads nowhere") });
  const key = keyOf(candidates.value);
  return succeed({ name, newName: () => name, candidates: candidates.value, recipe, allPages: false, key });
}

type Candidates = Plan["candidates"];

// What no stanza allows is left out; where nothing is left, the first reason is the one to report.
function candidatesAt(
  locations: readonly Outcome<Location, ImageError>[],
  recipe: Recipe,
  servers: readonly AllowedServer[],
): Outcome<Candidates, ImageError | undefined> {
  const candidates = new Map<string, Candidate>();
  let firstError: ImageError | undefined;
  for (const location of locations) {
    const admitted = location.ok ? admit(location.value.url, servers) : location;
    if (admitted.ok && location.ok) {
      const url = admitted.value;
      if (!candidates.has(url.href)) candidates.set(url.href, candidateFor(url, location.value.base, recipe));
    } else if (!admitted.ok) {
      firstError ??= admitted.error;
    }
  }
  const [first, ...others] = candidates.values();
  return first ? succeed([first, ...others]) : fail(firstError);
}

function keyOf(candidates: Candidates): string {
  return candidates.map((candidate) => candidate.resultKey).join();
}

/** The same picture's other page, from the address that gave the first where that is known. */
export function planPage(plan: Plan, page: number, url: string): Plan {
  const recipe = { ...plan.recipe, page };
  const [first, ...others] = plan.candidates.map((candidate) => candidateFor(candidate.url, candidate.base, recipe));
  const all = first ? ([first, ...others] as const) : plan.candidates;
  const answered = all.find((candidate) => candidate.url.href === url);
  return { ...plan, recipe, candidates: answered ? [answered] : all };
}

function recipeFor(
  { size, format, quality, page, annotate, annotate_place: place }: SearchArguments,
  name: string,
  fieldValue: (field: string) => string | undefined,
): Recipe {
  // Several pages of one name are told apart by their numbers.
  const template = annotate === NAME_AND_MARK && typeof page !== "number" ? NAME_PAGE_AND_MARK : annotate;
  const caption = fillTemplate(template, name, fieldValue);
  return { ...size, format, quality, page: page === "all" ? 1 : page, caption, place };
}

/** The name of a picture that was asked for, without its extension, as the original's new_image begins. */
export function withoutExtension(name: string): string {
  return name.replace(/(?<=[^.])\.[^.\s]{1,10}$/, "");
}

/** An address, and the base of it that a row shows as its source. */
type Location = { readonly url: URL; readonly base: string };

function located(base: BaseUrl, value: string, fieldValue: (field: string) => string): Outcome<Location, ImageError> {
  const url = pictureUrl(base, value, fieldValue);
  return url.ok ? succeed({ url: url.value, base: filledBase(base, fieldValue) }) : url;
}

// The other addresses of an admin's stanza come right behind the one that the search names.
function withMirrors(
  location: Outcome<Location, ImageError>,
  servers: readonly AllowedServer[],
): readonly Outcome<Location, ImageError>[] {
  if (!location.ok) return [location];
  const { url, base } = location.value;
  const tail = url.href.startsWith(base) ? url.href.slice(base.length) : "";
  const mirrors = mirrorsOf(url, servers).map((mirror) => {
    const hasTail = tail !== "" && mirror.href.endsWith(tail);
    return succeed({ url: mirror, base: hasTail ? mirror.href.slice(0, -tail.length) : mirror.origin });
  });
  return [location, ...mirrors];
}

function candidateFor(url: AdmittedUrl, base: string, recipe: Recipe): Candidate {
  const source = sourceKey(url.href);
  return { url, base, sourceKey: source, resultKey: resultKey(source, canonicalRecipe(recipe)) };
}

/** Names the variant that says that it could not be checked. */
export function staleKeyOf({ sourceKey: source }: Candidate, { recipe }: Plan): CacheKey {
  return resultKey(source, canonicalRecipe({ ...recipe, isStale: true }));
}

function wholeUrl(value: string): Outcome<Location, ImageError> {
  const url = URL.parse(value.trim().replace(/#.*$/s, ""));
  return url ? succeed({ url, base: url.origin }) : fail(badName(value, "is no address"));
}

const MAX_SHOWN_NAME = 255;

function lastSegment(value: string): string {
  const name = value.trim();
  const path = /^https?:/i.test(name) ? name.replace(/[?#].*$/s, "") : name;
  return path.slice(path.lastIndexOf("/") + 1).slice(0, MAX_SHOWN_NAME);
}
