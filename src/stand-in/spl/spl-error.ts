/** What is wrong with a search, as a sentence for the panel that wanted it. */
export class SplError extends Error {}

/** The few commands that the preview runs. */
export const KNOWN_COMMANDS = ["search", "fields", "table", "rename", "sort", "head", "stats", "getimage"] as const;

/** Says that something is beyond the preview, and that this is the preview's limit and not the search's fault. */
export function beyondPreview(what: string): SplError {
  return new SplError(
    `${what} is not part of this preview, which runs only a handful of SPL (${KNOWN_COMMANDS.join(", ")}); Splunk runs it all.`,
  );
}
