import { beyondPreview, SplError } from "../spl-error.ts";

/** What a macro stands for; undefined where there is none of this name. */
export type MacroReader = (name: string) => string | undefined;

const DEEPEST = 20;
const LONGEST = 100_000;
const QUOTED_OR_MACRO = /"(?:[^"\\]|\\.)*"|`([^`]*)`/gs;

/** A search with its macros filled in, also those that macros name. Inside of quotes a backtick is a backtick. */
export function expandMacros(text: string, read: MacroReader, depth = 0): string {
  if (depth > DEEPEST || text.length > LONGEST) throw new SplError("The macros of the search have no end.");
  return text.replace(QUOTED_OR_MACRO, (whole, name: string | undefined) => {
    if (name === undefined) return whole;
    if (!/^[\w:.-]+$/.test(name)) throw beyondPreview(`A macro with arguments (\`${name}\`)`);
    const definition = read(name);
    if (definition === undefined) throw new SplError(`The search specifies a macro '${name}' that cannot be found.`);
    return expandMacros(definition, read, depth + 1);
  });
}
