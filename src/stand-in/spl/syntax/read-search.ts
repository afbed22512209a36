import { beyondPreview, commandFault, SplError } from "../spl-error.ts";
import { READERS } from "./commands.ts";
import type { Command, CommandName, Search } from "./tree.ts";

/** What a macro stands for; undefined where there is none of this name. */
export type MacroReader = (name: string) => string | undefined;

export type ReadOptions = {
  readonly macros: MacroReader;
  /** Whether it goes on with what another search has found, and so begins with a command. */
  readonly isPostProcess?: boolean;
};

/** Reads a whole search before anything of it is run. @throws SplError a sentence for the panel */
export function readSearch(text: string, { macros, isPostProcess = false }: ReadOptions): Search {
  const [first = "", ...more] = splitAtPipes(expandMacros(text, macros).trim());
  const commands = more.map(readCommand);
  if (commands.slice(first === "" && !isPostProcess ? 1 : 0).some(({ name }) => name === "makeresults")) {
    throw commandFault("makeresults", "This command must be the first command of a search.");
  }
  if (isPostProcess) return first === "" ? commands : [readCommand(first), ...commands];
  // A search that begins with no pipe begins with terms, as if `search` stood before them.
  if (first !== "" || commands.length === 0) {
    return [READERS.search(first.replace(/^search(?![\w=])\s*/i, "")), ...commands];
  }
  if (commands[0]?.name !== "makeresults") throw beyondPreview(`A search that begins with | ${commands[0]?.name}`);
  return commands;
}

function readCommand(text: string): Command {
  const [, word = "", rest = ""] = /^([A-Za-z]\w*)(?![\w=])\s*(.*)$/s.exec(text) ?? [];
  if (word === "") throw new SplError(text === "" ? "A command is missing behind a pipe." : `No command: "${text}".`);
  const name = word.toLowerCase();
  if (!isCommand(name)) throw beyondPreview(`The command "${name}"`);
  return READERS[name](rest);
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(READERS, name);
}

/** Parts a search at its pipes; those in quotes part nothing, and a `\"` ends no quote. */
function splitAtPipes(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted && character === "\\") at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "[") throw beyondPreview("A subsearch in [ ]");
    else if (!isQuoted && character === "|") {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (isQuoted) throw new SplError("Unbalanced quotes.");
  return [...parts, text.slice(start)].map((part) => part.trim());
}

const MOST_NESTED = 20;
const LONGEST = 100_000;
const QUOTED_OR_MACRO = /"(?:[^"\\]|\\.)*"|`([^`]*)`/gs;

/** A search with its macros filled in, also those that macros name. Inside of quotes a backtick is a backtick. */
function expandMacros(text: string, macros: MacroReader, depth = 0): string {
  if (depth > MOST_NESTED || text.length > LONGEST) throw new SplError("The macros of the search have no end.");
  return text.replace(QUOTED_OR_MACRO, (whole, name: string | undefined) => {
    if (name === undefined) return whole;
    if (!/^[\w:.-]+$/.test(name)) throw beyondPreview(`A macro with arguments (\`${name}\`)`);
    const definition = macros(name);
    if (definition === undefined) throw new SplError(`The search specifies a macro '${name}' that cannot be found.`);
    return expandMacros(definition, macros, depth + 1);
  });
}
