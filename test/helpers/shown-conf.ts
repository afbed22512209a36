import type { Conf } from "../../src/splunk/conf-value.ts";

/** A conf on one line, stanzas and keys in their order; the stanza of settings above the first only if there are any. */
export function shown(conf: Conf): string {
  return [...conf]
    .filter(([stanza, settings]) => stanza !== "default" || settings.size > 0)
    .flatMap(([stanza, settings]) => [
      `[${stanza}]`,
      ...[...settings].map(([key, { value }]) => `${key}=${JSON.stringify(value)}`),
    ])
    .join(" ");
}
