import { COMMAND_NAMES } from "./syntax/tree.ts";

/** What is wrong with a search, as a sentence for the panel that wanted it. */
export class SplError extends Error {}

/** Says that something is beyond the preview, and that this is the preview's limit and not the search's fault. */
export function beyondPreview(what: string): SplError {
  return new SplError(
    `${what} is not part of this preview, which runs only a handful of SPL (${COMMAND_NAMES.join(", ")}); Splunk runs it all.`,
  );
}

/** Names the command that a search gets wrong, as Splunk does. */
export function commandFault(command: string, what: string): SplError {
  return new SplError(`Error in '${command}' command: ${what}`);
}
