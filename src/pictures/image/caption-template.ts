import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { CACHE_MARK, plainLine, plainText, STALE_MARK, withoutMiddle } from "./caption.ts";

/** What a caption may say that is known only when the picture is drawn. */
export const CAPTION_FACTS = ["page", "pages", "status", "cached", "time"] as const;
export type CaptionFact = (typeof CAPTION_FACTS)[number];

type Fact = { readonly fact: CaptionFact };

/**
 * A caption as a recipe holds it: text of its template, and what a row says in place of a name or field; facts are known
 * only when the picture is drawn.
 */
export type CaptionPart = string | Fact | { readonly value: string };

/** A caption as an admin or a search writes it: `{name}`, facts, fields of the record, and text between them. */
export type CaptionTemplate = readonly (string | Fact | { readonly name: true } | { readonly field: string })[];

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
/** Of one field, in characters, and of the picture's name. */
const MAX_FIELD_LENGTH = 150;
const MAX_NAME_LENGTH = 255;
/** Of all names and fields together: a template that holds many of them gives each less. */
const MAX_VALUES_LENGTH = 600;
/** Of a filled caption without its facts. */
export const MAX_CAPTION_LENGTH = MAX_TEMPLATE_LENGTH + MAX_VALUES_LENGTH;
/** A doubled brace, a name in braces, a brace alone, text. */
const TOKEN = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;

/** Reads `{name} page {page} of {pages} {cached}`; `{{` and `}}` are braces. The error says what is wrong, to whoever typed it. */
export function parseTemplate(text: string): Outcome<CaptionTemplate, string> {
  if (text.length > MAX_TEMPLATE_LENGTH) return fail(`it has ${text.length} characters`);
  const template: CaptionTemplate[number][] = [];
  for (const [token, held] of text.matchAll(TOKEN)) {
    if (held !== undefined) {
      const name = held.trim();
      if (name === "") return fail("{} names no field");
      template.push(isFact(name) ? { fact: name } : name === "name" ? { name: true } : { field: name });
    } else if (token === "{" || token === "}") {
      const other = token === "{" ? "}" : "{";
      return fail(`a ${token} lacks its ${other}; write ${token}${token} to show a brace`);
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
 * Fills in what the row says. Values are made plain, and a long field gives way to the rest of the caption; a field that
 * the rows lack stays as it was written, so that whoever wrote it sees it. A caption whose fields are all empty is still
 * one: a stale picture bears its mark on it.
 * @param name of the picture
 * @param fieldValue undefined for a field that the rows lack
 */
export function fillTemplate(
  template: CaptionTemplate,
  name: string,
  fieldValue: (field: string) => string | undefined,
): readonly CaptionPart[] {
  const values = template.filter((part) => isOf(part, "name") || isOf(part, "field")).length;
  const share = Math.floor(MAX_VALUES_LENGTH / values);
  const parts: CaptionPart[] = [];
  for (const part of template) {
    const filled = filledPart(part, name, fieldValue, share);
    const last = parts.at(-1);
    // Texts beside each other are one, so that one caption has one name in the cache.
    if (typeof filled === "string" && typeof last === "string") parts[parts.length - 1] = last + filled;
    else parts.push(filled);
  }
  return parts;
}

function filledPart(
  part: CaptionTemplate[number],
  name: string,
  fieldValue: (field: string) => string | undefined,
  share: number,
): CaptionPart {
  if (typeof part === "string") return plainText(part);
  if (isOf(part, "fact")) return { fact: part.fact };
  if (isOf(part, "name")) return { value: withoutMiddle(plainLine(name), Math.min(MAX_NAME_LENGTH, share)) };
  const value = fieldValue(part.field);
  if (value === undefined) return plainText(`{${part.field}}`);
  return { value: withoutMiddle(plainLine(value), Math.min(MAX_FIELD_LENGTH, share)) };
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

/**
 * A piece of a caption: words of its template and facts, a value of the row, which is the first to be shortened, or a
 * mark, which is drawn as no name can be.
 */
export type CaptionRun = { readonly text: string; readonly kind: "words" | "value" | "mark" };

/** The caption of one picture. Blanks around what is empty are one blank, or none at its ends. */
export function captionRuns(parts: readonly CaptionPart[], facts: CaptionFacts): readonly CaptionRun[] {
  const runs = parts.map((part): CaptionRun => {
    if (typeof part === "string") return { text: part, kind: "words" };
    return isOf(part, "fact") ? factRun(part.fact, facts) : { text: part.value, kind: "value" };
  });
  const saysStale = parts.some((part) => isOf(part, "fact") && (part.fact === "cached" || part.fact === "status"));
  if (parts.length > 0 && facts.status === "stale" && !saysStale) {
    runs.push({ text: " ", kind: "words" }, { text: STALE_MARK, kind: "mark" });
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
      return { text: lastPage > page ? `${page}–${lastPage}` : String(page), kind: "words" };
    case "pages":
      return { text: String(pages), kind: "words" };
    case "status":
      return { text: status, kind: isStale ? "mark" : "words" };
    case "cached":
      return { text: isStale ? STALE_MARK : isCached ? CACHE_MARK : "", kind: "mark" };
    case "time":
      return { text: minuteOf(fetchedAt), kind: "words" };
  }
}

function minuteOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

// Neighbours of one kind become one run; a blank that follows a blank, or nothing, goes.
function withoutSpareBlanks(runs: readonly CaptionRun[]): readonly CaptionRun[] {
  const kept: { text: string; kind: CaptionRun["kind"] }[] = [];
  for (const { text, kind } of runs) {
    const last = kept.at(-1);
    const single = text.replace(/ +/g, " ");
    const shown = !last || last.text.endsWith(" ") ? single.trimStart() : single;
    if (shown === "") continue;
    if (last?.kind === kind) last.text += shown;
    else kept.push({ text: shown, kind });
  }
  const last = kept.at(-1);
  if (last) last.text = last.text.trimEnd();
  return kept.filter(({ text }) => text !== "");
}

function isFact(name: string): name is CaptionFact {
  return CAPTION_FACTS.some((fact) => fact === name);
}

function isOf<Part extends CaptionTemplate[number] | CaptionPart, Key extends "fact" | "name" | "field">(
  part: Part,
  key: Key,
): part is Extract<Part, { readonly [K in Key]: unknown }> {
  return typeof part === "object" && key in part;
}
