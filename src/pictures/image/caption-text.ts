import { parseJson } from "../../base/json.ts";
import { plainText } from "./caption.ts";
import { CAPTION_FACTS, type CaptionPart, MAX_CAPTION_LENGTH } from "./caption-template.ts";
import { CAPTION_PLACES, type Recipe } from "./recipe.ts";
import type { CaptionText } from "./recipe-text.ts";

type Caption = Pick<Recipe, "caption" | "place">;

/** A template of 500 characters has no more parts than that. */
const MAX_PARTS = 500;

/** A caption as an address holds it: its parts as base64url of their JSON. */
export function captionText({ caption, place }: Caption): CaptionText {
  if (caption.length === 0) return "plain";
  return `${place}.${Buffer.from(JSON.stringify(caption)).toString("base64url")}`;
}

/** The caption that a text stands for. Undefined unless it is just the text that `captionText` writes, within all bounds. */
export function parseCaptionText(text: CaptionText): Caption | undefined {
  if (text === "plain") return { caption: [], place: CAPTION_PLACES[0] };
  const place = CAPTION_PLACES.find((known) => text.startsWith(`${known}.`));
  const caption = parseParts(text.slice(text.indexOf(".") + 1));
  const read = place && caption && { caption, place };
  return read && captionText(read) === text ? read : undefined;
}

function parseParts(text: string): readonly CaptionPart[] | undefined {
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
