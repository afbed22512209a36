import { beyondPreview, SplError } from "../spl-error.ts";

/** One command of a search: its name in small letters, and what stands behind it. */
export type Command = { readonly name: string; readonly rest: string };

/** Parts a search at its pipes; those in quotes part nothing, and a `\"` ends no quote. */
export function splitAtPipes(text: string): readonly string[] {
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

/**
 * The commands of a search. One that begins with no pipe begins with terms, as if `search` stood before them.
 * @param isPostProcess whether it begins with a command, for it goes on with what another search has found
 */
export function commandsIn(text: string, isPostProcess: boolean): readonly Command[] {
  const [first = "", ...more] = splitAtPipes(text.trim());
  const commands = more.map(commandIn);
  if (isPostProcess) return first === "" ? commands : [commandIn(first), ...commands];
  if (first === "" && more.length > 0) throw beyondPreview(`A search that begins with | ${commands[0]?.name ?? ""}`);
  return [{ name: "search", rest: first.replace(/^search\s+/i, "") }, ...commands];
}

function commandIn(text: string): Command {
  const [, name = "", rest = ""] = /^([A-Za-z]\w*)(?![\w=])\s*(.*)$/s.exec(text) ?? [];
  if (name === "") throw new SplError(text === "" ? "A command is missing behind a pipe." : `No command: "${text}".`);
  return { name: name.toLowerCase(), rest };
}
