/** What `eval` is told: the parts of `a=1, b=if(x, 2, 3)`. */
export function assignmentsOf(text: string): { readonly name: string; readonly expression: string }[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|[^"]/g)) {
    if (piece === "(") depth++;
    if (piece === ")") depth--;
    if (piece === "," && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + piece);
  }
  return parts.map((part) => {
    const [, quoted, bare = "", expression = ""] = /^\s*(?:"([^"]+)"|(\w+))\s*=([\s\S]+)$/.exec(part) ?? [];
    if (expression === "") throw new Error(`no assignment: ${part}`);
    return { name: quoted ?? bare, expression };
  });
}
