import type { Model } from "./libraries.ts";

// Read before the first input writes its own value over all of them.
const asked = new URLSearchParams(window.location.search);

/** Inputs as the page was asked for with: `form.<token>`, once for each value. */
export function valuesInAddress(token: string): readonly string[] {
  return asked.getAll(`form.${token}`);
}

/** Keeps the address in step with the inputs, so that a link to it shows the same. */
export function writeAddress(tokens: Model): void {
  const query = new URLSearchParams(window.location.search);
  for (const name of [...query.keys()]) if (name.startsWith("form.")) query.delete(name);
  for (const [name, value] of Object.entries(tokens.attributes)) {
    if (!name.startsWith("form.") || value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  const address = `${window.location.pathname}${query.size > 0 ? `?${query}` : ""}${window.location.hash}`;
  window.history.replaceState(null, "", address);
}
