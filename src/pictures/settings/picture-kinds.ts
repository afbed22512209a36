import { boolean, integer, oneOf, type ValueKind } from "../../splunk/value-kinds.ts";
import { type CaptionTemplate, NAME_AND_MARK, NO_CAPTION, parseTemplate } from "../image/caption-template.ts";
import { PAGE_WORDS, type PageChoice, pageNumber } from "../image/recipe.ts";

/** The page of a recipe, or all of them. */
export type PageOption = PageChoice | "all";

const pageWord = oneOf(["all", ...PAGE_WORDS]);

export const page: ValueKind<PageOption> = {
  expected: `${pageNumber.expected}, or ${pageWord.expected}`,
  parse: (text) => pageNumber.parse(text) ?? pageWord.parse(text),
};

/** What is written on a picture: true for its name, false for nothing, else a template. */
export const caption: ValueKind<CaptionTemplate> = {
  expected:
    'true, false, or a text of up to 500 characters with names of fields in braces, as in "{Patient_Name} {page}/{pages}"',
  parse: (text) => {
    const isWanted = boolean.parse(text);
    if (isWanted !== undefined) return isWanted ? NAME_AND_MARK : NO_CAPTION;
    const template = parseTemplate(text);
    // A text without any field is more likely a misspelt word than what somebody wants on each picture.
    const hasField = template.ok && template.value.some((part) => typeof part !== "string");
    return hasField ? template.value : undefined;
  },
  fault: (text) => {
    const template = parseTemplate(text);
    return template.ok ? undefined : template.error;
  },
};

const MAX_CACHE_SECONDS = 315_360_000;

/** How long a picture stays good: seconds, or false for not at all. */
export const cacheAge: ValueKind<number> = {
  expected: `seconds from 0 to ${MAX_CACHE_SECONDS}, or false`,
  parse: (text) => (/^(false|f|no|n|off)$/i.test(text) ? 0 : integer(0, MAX_CACHE_SECONDS).parse(text)),
};

/** Put before every column that the command adds. */
export const prefix: ValueKind<string> = {
  expected: "up to 64 letters, digits and underscores, not beginning with a digit",
  parse: (text) => (/^([A-Za-z_]\w{0,63})?$/.test(text) && !text.startsWith("__mv_") ? text : undefined),
};

/** Where Splunk Web lies below its host; empty where Splunk's own web.conf says it. */
export const webRoot: ValueKind<string> = {
  expected: "a path such as /splunk, of letters, digits, . _ ~ - and /, without a slash at its end",
  parse: (text) => (text === "" || (/^(\/[\w.~-]+)+$/.test(text) && text.length <= 200) ? text : undefined),
};
