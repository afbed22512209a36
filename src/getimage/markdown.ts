import { SEVERITY_ICONS } from "../contract.ts";

const MAX_NAME = 80;

/** A thumbnail that leads to its picture, in Markdown, which dashboards built in Studio show. */
export function pictureMarkdown(name: string, thumb: string, link: string): string {
  if (thumb === "") return `[${escaped(name)}](${link})`;
  return link === "" ? `![${escaped(name)}](${thumb})` : `[![${escaped(name)}](${thumb})](${link})`;
}

/** A picture that cannot be shown, as words. */
export function failureMarkdown(name: string, code: string): string {
  return `${SEVERITY_ICONS.severe} ${escaped(code)} ${escaped(name)}`.trim();
}

/**
 * A text that is nothing but text in Markdown, also in the cell of a table: a name must not become a link, a picture or
 * markup. A backslash before any mark of ASCII makes it plain (CommonMark 2.4); what could not be seen is left out.
 */
export function escaped(text: string): string {
  const plain = [...text.replace(/[\p{C}\u2028\u2029]+/gu, " ").trim()].slice(0, MAX_NAME).join("");
  return plain.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
