import { fail, type Outcome, succeed } from "../lib/outcome.ts";
import { CACHE_MARK, firstCharacters, MAX_CAPTION_LENGTH, plainLine, plainText, STALE_MARK } from "./caption.ts";

/** What a caption may tell that is known only when the picture is drawn. */
export const CAPTION_FACTS = ["page", "pages", "status", "cached", "time"] as const;
export type CaptionFact = (typeof CAPTION_FACTS)[number];

/** A caption as a recipe holds it: what a row says is filled in; facts are known only when the picture is drawn. */
export type CaptionPart = string | { readonly fact: CaptionFact };

/** A caption as an admin or a search writes it: `{name}`, facts, fields of the record, and text between them. */
export type CaptionTemplate = readonly (CaptionPart | { readonly name: true } | { readonly field: string })[];

export const NO_CAPTION: CaptionTemplate = [];
/** The caption of old: the name, and behind it the mark of a cached picture. */
export const NAME_AND_MARK: CaptionTemplate = [{ name: true }, " ", { fact: "cached" }];
/** The same where the search does not say which page is shown. */
export const NAME_PAGE_AND_MARK: CaptionTemplate = [
  { name: true },
  " page ",
  { fact: "page" },
  " of ",
  { fact: "pages" },
  " ",
  { fact: "cached" },
];

const MAX_TEMPLATE_LENGTH = 500;
/** A doubled brace, a name in braces, a brace alone, text. */
const TOKEN = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;

/** Reads `{name} page {page} of {pages} {cached}`; `{{` and `}}` are braces. The error is a sentence for whoever typed. */
export function parseTemplate(text: string): Outcome<CaptionTemplate, string> {
  const wanted = `expected a caption such as "{name} {patient} page {page} {cached}"`;
  if (text.length > MAX_TEMPLATE_LENGTH) {
    return fail(`${wanted} of at most ${MAX_TEMPLATE_LENGTH} characters, received ${text.length}`);
  }
  const template: CaptionTemplate[number][] = [];
  for (const [token, held] of text.matchAll(TOKEN)) {
    if (held !== undefined) {
      const name = held.trim();
      if (name === "") return fail(`${wanted}, received "${text}"; {} names no field`);
      template.push(isFact(name) ? { fact: name } : name === "name" ? { name: true } : { field: name });
    } else if (token === "{" || token === "}") {
      const other = token === "{" ? "}" : "{";
      return fail(
        `${wanted}, received "${text}"; a ${token} lacks its ${other} (write ${token}${token} to show a brace)`,
      );
    } else {
      template.push(/^[{}]/.test(token) ? token.charAt(0) : token);
    }
  }
  return succeed(template);
}

/** The fields of a record that a caption names, each once. */
export function templateFields(template: CaptionTemplate): readonly string[] {
  return [...new Set(template.flatMap((part) => (isOf(part, "field") ? [part.field] : [])))];
}

/**
 * Fills in what the row says. Values are made plain; a field that the rows lack stays as it was written, so that whoever
 * wrote it sees it. A caption whose fields are all empty is still one: a stale picture bears its mark on it.
 * @param name of the picture
 * @param fieldValue undefined for a field that the rows lack
 */
export function fillTemplate(
  template: CaptionTemplate,
  name: string,
  fieldValue: (field: string) => string | undefined,
): readonly CaptionPart[] {
  const valueFor = (field: string) => plainLine(fieldValue(field) ?? `{${field}}`);
  const parts: CaptionPart[] = [];
  let room = MAX_CAPTION_LENGTH;
  for (const part of template) {
    if (isOf(part, "fact")) {
      parts.push({ fact: part.fact });
      continue;
    }
    const text =
      typeof part === "string" ? plainText(part) : plainLine(isOf(part, "name") ? name : valueFor(part.field));
    const shown = firstCharacters(text, room);
    room -= [...shown].length;
    const last = parts.at(-1);
    if (typeof last === "string") parts[parts.length - 1] = last + shown;
    else parts.push(shown);
  }
  return parts;
}

/** What is known of a picture when it is drawn. */
export type CaptionFacts = {
  /** The pages that are shown, from 1; they differ on a contact sheet. */
  readonly page: number;
  readonly lastPage: number;
  /** Of the source. */
  readonly pages: number;
  readonly status: "ok" | "stale";
  readonly isCached: boolean;
  /** When the source was fetched, in milliseconds since 1970. */
  readonly fetchedAt: number;
};

/** A piece of a caption in one colour. Marks have one that no name is written in. */
export type CaptionRun = { readonly text: string; readonly isMark: boolean };

/** The caption of one picture. Blanks around what is empty are one blank, or none at its ends. */
export function captionRuns(parts: readonly CaptionPart[], facts: CaptionFacts): readonly CaptionRun[] {
  const runs = parts.map((part) =>
    typeof part === "string" ? { text: part, isMark: false } : factRun(part.fact, facts),
  );
  const tellsStale = parts.some((part) => isOf(part, "fact") && (part.fact === "cached" || part.fact === "status"));
  if (parts.length > 0 && facts.status === "stale" && !tellsStale) {
    runs.push({ text: " ", isMark: false }, { text: STALE_MARK, isMark: true });
  }
  return withoutSpareBlanks(runs);
}

/** Whether a picture from the cache looks different from one just fetched. */
export function dependsOnCache(parts: readonly CaptionPart[]): boolean {
  return parts.some((part) => isOf(part, "fact") && part.fact === "cached");
}

function factRun(fact: CaptionFact, { page, lastPage, pages, status, isCached, fetchedAt }: CaptionFacts): CaptionRun {
  const isStale = status === "stale";
  switch (fact) {
    case "page":
      return { text: lastPage > page ? `${page}–${lastPage}` : String(page), isMark: false };
    case "pages":
      return { text: String(pages), isMark: false };
    case "status":
      return { text: status, isMark: isStale };
    case "cached":
      return { text: isStale ? STALE_MARK : isCached ? CACHE_MARK : "", isMark: true };
    case "time":
      return { text: minuteOf(fetchedAt), isMark: false };
  }
}

function minuteOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

// Neighbours of one colour become one run; a blank that follows a blank, or nothing, goes.
function withoutSpareBlanks(runs: readonly CaptionRun[]): readonly CaptionRun[] {
  const kept: { text: string; isMark: boolean }[] = [];
  for (const { text, isMark } of runs) {
    const last = kept.at(-1);
    const single = text.replace(/ +/g, " ");
    const shown = !last || last.text.endsWith(" ") ? single.trimStart() : single;
    if (shown === "") continue;
    if (last?.isMark === isMark) last.text += shown;
    else kept.push({ text: shown, isMark });
  }
  const last = kept.at(-1);
  if (last) last.text = last.text.trimEnd();
  return kept.filter(({ text }) => text !== "");
}

function isFact(name: string): name is CaptionFact {
  return CAPTION_FACTS.some((fact) => fact === name);
}

function isOf<Part extends CaptionTemplate[number], Key extends "fact" | "name" | "field">(
  part: Part,
  key: Key,
): part is Extract<Part, { readonly [K in Key]: unknown }> {
  return typeof part === "object" && key in part;
}
