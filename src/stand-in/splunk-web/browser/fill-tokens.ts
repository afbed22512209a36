/** What a token stands for; undefined while it has no value. */
export type TokenReader = (name: string) => string | undefined;

/** Nothing; quoted for SPL; for HTML; for an address. */
export type TokenFilter = "n" | "s" | "h" | "u";

export type Filled = { readonly text: string; readonly missing: readonly string[] };

/** `$$`, or `$name$`, or `$name|filter$`; names of fields in a row or a click may hold blanks. */
const TOKEN = /\$\$|\$((?:row|click)\.[^$|\n]+|[\w.:@-]+)(?:\|([nshu]))?\$/g;

/**
 * Puts values in the place of tokens. One that has no value stays as it is written, and is among `missing`.
 * @param usual the filter where a token names none
 */
export function fillTokens(template: string, read: TokenReader, usual: TokenFilter = "n"): Filled {
  const missing: string[] = [];
  const text = template.replace(TOKEN, (whole, name: string | undefined, filter: TokenFilter | undefined) => {
    if (name === undefined) return "$";
    const value = read(name);
    if (value !== undefined) return filtered(value, filter ?? usual);
    missing.push(name);
    return whole;
  });
  return { text, missing };
}

function filtered(value: string, filter: TokenFilter): string {
  switch (filter) {
    case "n":
      return value;
    case "s":
      return `"${value.replace(/[\\"]/g, "\\$&")}"`;
    case "u":
      return encodeURIComponent(wellFormed(value));
    case "h":
      return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  }
}

// Half of a pair of surrogates has no place in an address.
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}
