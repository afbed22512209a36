import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { boolean, expectedFor, integer, oneOf, seconds, type ValueKind } from "../../splunk/value-kinds.ts";
import { FORMAT_CHOICES, type FormatChoice, OUTPUT_FIELDS } from "../contract.ts";
import type { CaptionTemplate } from "../image/caption-template.ts";
import { CAPTION_PLACES, type CaptionPlace, type Size, size } from "../image/recipe.ts";
import { cacheAge, caption, type PageOption, page, prefix } from "./picture-kinds.ts";
import type { Settings } from "./settings.ts";

/** An option of the search command: what it takes, where its default comes from, and a sentence of help. */
type Option<Value> = {
  readonly kind: ValueKind<Value>;
  readonly fallback: (settings: Settings) => Value;
  /** The key of getimage.conf that gives the default, or the default itself. */
  readonly defaultFrom: string;
  readonly help: string;
};

function option<Value>(
  kind: ValueKind<Value>,
  defaultFrom: string,
  fallback: (settings: Settings) => Value,
  help: string,
): Option<Value> {
  return { kind, fallback, defaultFrom, help };
}

/** All options that a search may give. searchbnf.conf and docs/pictures/reference.md are held to this table. */
export const OPTIONS = {
  timeout: option<number | undefined>(
    seconds(0.1, 600),
    "[fetch] connect_timeout, first_byte_timeout",
    () => undefined,
    "Seconds for connecting and for the first byte, each.",
  ),
  retries: option(
    integer(0, 5),
    "[fetch] retries",
    ({ fetch }) => fetch.retries,
    "Further tries after 502, 503, 504 or a reset of a kept connection.",
  ),
  size: option<Size>(
    size,
    "[image] newsize",
    ({ image }) => image.newsize,
    "Box that larger pictures shrink into, as in 500x500.",
  ),
  format: option<FormatChoice>(
    oneOf(FORMAT_CHOICES),
    "[image] newimgext",
    ({ image }) => image.newimgext,
    "Format of the pictures: jpg, png, webp, or auto, which makes faxes a small png and others a jpg.",
  ),
  quality: option(
    integer(1, 100),
    "[image] quality",
    ({ image }) => image.quality,
    "Quality of JPEG and WebP, 1 to 100.",
  ),
  page: option<PageOption>(
    page,
    "[image] page",
    ({ image }) => image.page,
    "Page of a multi-page picture, the largest one, all of them as values of their own, or a sheet of up to 16.",
  ),
  annotate: option<CaptionTemplate>(
    caption,
    "[image] annotate",
    ({ image }) => image.annotate,
    'Whether the name is written on the picture, or what, as in annotate="{Patient_Name}, {page} of {pages} {cached}".',
  ),
  annotate_place: option<CaptionPlace>(
    oneOf(CAPTION_PLACES),
    "[image] annotate_place",
    ({ image }) => image.annotate_place,
    "Where that is written: overlay, on the picture, or strip, below it.",
  ),
  cache: option(
    cacheAge,
    "[image] cache",
    ({ image }) => image.cache,
    "Seconds for which a fetched picture stays good; 0 or false asks the server each time.",
  ),
  refresh: option(boolean, "false", () => false, "Whether to fetch anew what the cache holds."),
  thumb: option(
    boolean,
    "false",
    () => false,
    "Whether to add a small picture as text, for dashboards: the columns thumb and image_markdown.",
  ),
  explain: option(boolean, "false", () => false, "Whether to tell what would be done, and do nothing."),
  concurrency: option(
    integer(1, 256),
    "[fetch] concurrency",
    ({ fetch }) => fetch.concurrency,
    "Downloads at once; [fetch] concurrency is the most.",
  ),
  prefix: option(prefix, "empty", () => "", "Put before the name of every column that is added."),
} as const;

type ValueOf<Held> = Held extends Option<infer Value> ? Value : never;
export type OptionValues = { readonly [Name in keyof typeof OPTIONS]: ValueOf<(typeof OPTIONS)[Name]> };

/** What a search asks for: `getimage <field> <base url> [<mirror url> ...] [option=value ...]`. */
export type SearchArguments = OptionValues & { readonly field: string; readonly bases: readonly string[] };

export const USAGE = "getimage <field> <http(s) base url> [<mirror url> ...] [option=value ...]";

/** Reads the arguments as splunkd hands them over, already unquoted. The error is one sentence for the person who typed. */
export function parseArguments(args: readonly string[], settings: Settings): Outcome<SearchArguments, string> {
  const given = new Map<string, string>();
  const positional: string[] = [];
  for (const arg of args) {
    const match = /^(\w+)=(.*)$/s.exec(arg);
    if (!match) {
      positional.push(arg);
      continue;
    }
    const [, name = "", text = ""] = match;
    if (!Object.hasOwn(OPTIONS, name)) return fail(`unknown option "${name}"; options are ${optionNames()}`);
    if (given.has(name)) return fail(`option ${name} is given twice`);
    given.set(name, text);
  }

  const [field, ...bases] = positional;
  if (field === undefined) return fail(`no field and no image server given; usage: ${USAGE}`);
  if (field.trim() === "") return fail(`expected a field name, received an empty text; usage: ${USAGE}`);
  if (/^https?:/i.test(field))
    return fail(`expected a field name first, received the address ${field}; usage: ${USAGE}`);
  if (bases.length === 0) return fail(`no image server given after the field "${field}"; usage: ${USAGE}`);

  const values: Record<string, unknown> = {};
  for (const [name, { kind, fallback }] of Object.entries<Option<unknown>>(OPTIONS)) {
    const text = given.get(name);
    values[name] = text === undefined ? fallback(settings) : kind.parse(text);
    if (text !== undefined && values[name] === undefined) {
      return fail(`option ${name}: expected ${expectedFor(kind, text)}, received "${text.slice(0, 100)}"`);
    }
  }
  const taken = OUTPUT_FIELDS.map((name) => `${values["prefix"]}${name}`).find((name) => name === field);
  if (taken)
    return fail(`the field ${taken} is a column that getimage writes; choose another with prefix=, as in prefix=rx_`);
  // Every option of the table was parsed by its own type just above, which is what OptionValues says.
  return succeed({ ...(values as OptionValues), field, bases });
}

/** Whether this search gives up earlier than others would: what it finds too slow may be good enough for them. */
export function isImpatient({ timeout }: SearchArguments, { fetch }: Settings): boolean {
  return timeout !== undefined && timeout < Math.max(fetch.connect_timeout, fetch.first_byte_timeout);
}

function optionNames(): string {
  return Object.keys(OPTIONS).join(", ");
}
