/**
 * Splunk's own patterns for paths, as in source:: stanzas and in distsearch.conf: `...` is anything, `*` anything but a
 * slash, a dot is a dot, brackets and `|` are those of expressions. The whole path must fit.
 */
export function fitsSplunkPattern(pattern: string, path: string): boolean {
  const expression = pattern.replace(/\.\.\.|\*|\./g, (sign) => ({ "...": ".*", "*": "[^/]*" })[sign] ?? "\\.");
  return new RegExp(`^${expression}$`).test(path);
}

/** Shell patterns, as splunk diag uses them: `*` is anything, slashes too. */
export function fitsGlob(pattern: string, path: string): boolean {
  const expression = pattern.split("*").map(literally).join(".*");
  return new RegExp(`^${expression}$`).test(path);
}

/** A text as an expression that fits it alone. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
