/**
 * Splunk writes a multivalue field twice: `field` holds the values joined by line breaks, `__mv_field` holds each
 * value between dollar signs, joined by semicolons, dollar signs inside doubled. One value alone leaves it empty.
 */
export const MULTIVALUE_PREFIX = "__mv_";

/** The values of a cell; a filled `__mv_` cell wins over the plain one. */
export function decodeValues(plain: string, encoded: string): readonly string[] {
  if (encoded === "") return [plain];
  // One step for each run without a dollar sign: a step for each character overflows the stack at 10 MB. Each value begins
  // where the last one ends: looked for at every place, dollar signs that never close cost seconds.
  const values = [...encoded.matchAll(/\$([^$]*(?:\$\$[^$]*)*)\$(?:;|$)/gy)].map((match) =>
    (match[1] ?? "").replaceAll("$$", "$"),
  );
  return values.length > 0 ? values : [plain];
}

/** The two cells of a field: plain and `__mv_`. */
export function encodeValues(values: readonly string[]): { readonly plain: string; readonly encoded: string } {
  if (values.length < 2) return { plain: values[0] ?? "", encoded: "" };
  return {
    plain: values.join("\n"),
    encoded: values.map((value) => `$${value.replaceAll("$", "$$$$")}$`).join(";"),
  };
}
