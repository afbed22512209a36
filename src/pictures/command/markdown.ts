import { SEVERITY_ICONS } from "../contract.ts";

const MAX_NAME = 80;

/** A thumbnail that leads to its picture, in Markdown, which dashboards built in Studio show. */
export function pictureMarkdown(name: string, thumb: string, link: string): string {
  if (thumb === "") return `[${escaped(name)}](${link})`;
  return link === "" ? `![${escaped(name)}](${thumb})` : `[![${escaped(name)}](${thumb})](${link})`;
}

/**
 * A picture that cannot be shown, as words. The name is code, in which nothing is read: outside of it Studio's Markdown makes
 * links of "www.", of addresses and of "@" even where each of their marks is escaped.
 */
export function failureMarkdown(name: string, code: string): string {
  const plain = visible(name).replaceAll("`", "'");
  return `${SEVERITY_ICONS.severe} ${escaped(code)}${plain === "" ? "" : ` \`${plain}\``}`;
}

/**
 * A text that is nothing but text in Markdown, also in the cell of a table: a name must not become a link, a picture or
 * markup. A backslash before any mark of ASCII makes it plain (CommonMark 2.4); what could not be seen is left out.
 */
export function escaped(text: string): string {
  return visible(text).replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

function visible(text: string): string {
  return [...text.replace(/[\p{C}\u2028\u2029]+/gu, " ").trim()].slice(0, MAX_NAME).join("");
}
