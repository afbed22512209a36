/** A text in quotes, as the search language reads it: only `\` and `"` mean something inside of them. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * An expression of eval whose value is this text. What the search language may look at before it reads quotes
 * (backticks for macros, brackets for subsearches, `$` for tokens) is written in a way in which none of it appears.
 */
export function evalText(text: string): string {
  if (/^[\w .,:;/+@#()-]*$/.test(text)) return quoted(text);
  const bytes = [...new TextEncoder().encode(text)];
  return `urldecode("${bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")}")`;
}

/** The search that shows what getimage does with one name. */
export function trialSearch(name: string, url: URL, isExplained: boolean): string {
  return [
    "| makeresults",
    `| eval f=${evalText(name)}`,
    `| getimage f ${quoted(url.href)}${isExplained ? " explain=true" : ""}`,
    "| table image_status image_error image_error_text link",
  ].join(" ");
}

/** What stands for all image servers in the dashboard's list. */
const ALL_SERVERS = "*";

/** The term of a search that finds the rows of one image server. Whatever the address holds, it stays one quoted text. */
export function serverTerm(server: string): string {
  if (server === ALL_SERVERS) return "*";
  return `image_source=${quoted(server)}`;
}
