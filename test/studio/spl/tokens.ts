/** A piece of SPL. Names, numbers and bare words are words. */
export type Token = { readonly kind: "word" | "text" | "name" | "mark"; readonly value: string };

const PIECES =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(>=|<=|!=|==|&&|[()|,<>=+\-*/.%])|((?:[^\s"'()|,<>=+\-*/.%!]|!(?!=))+))/gy;

/** Strings as Splunk reads them: only a quote and a backslash are escaped, anything else keeps its backslash. */
export function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

/** The tokens of an expression. @throws at what is none */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  PIECES.lastIndex = 0;
  const text = expression.trimEnd();
  while (PIECES.lastIndex < text.length) {
    const at = PIECES.lastIndex;
    const found = PIECES.exec(text);
    if (!found) throw new Error(`no SPL that this test reads, at: ${text.slice(at)}`);
    const [, quoted, name, mark, word] = found;
    if (quoted !== undefined) tokens.push({ kind: "text", value: unescaped(quoted) });
    else if (name !== undefined) tokens.push({ kind: "name", value: name });
    else if (mark !== undefined) tokens.push({ kind: "mark", value: mark });
    else tokens.push({ kind: "word", value: word ?? "" });
  }
  return tokens;
}

/** The commands of a search in their order; a bar in quotes parts nothing. */
export function commandsOf(search: string): { readonly verb: string; readonly rest: string }[] {
  const commands: string[] = [""];
  for (const [piece] of search.matchAll(/"(?:[^"\\]|\\.)*"|\||[^"|]+/g)) {
    if (piece === "|") commands.push("");
    else commands.push((commands.pop() ?? "") + piece);
  }
  return commands.map((command) => {
    const [, verb = "", rest = ""] = /^\s*(\w+)\b(?!\s*=)\s*([\s\S]*)$/.exec(command) ?? [];
    return { verb, rest: verb === "" ? command.trim() : rest.trim() };
  });
}
