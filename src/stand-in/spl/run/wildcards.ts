/** A test of a whole text against a pattern in which `*` stands for anything. Upper and lower case are alike. */
export function matcherFor(pattern: string): (text: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.includes("*")) return (text) => text.toLowerCase() === wanted;
  const [start = "", ...pieces] = wanted.split("*");
  const end = pieces.pop() ?? "";
  return (text) => holds(text.toLowerCase(), start, pieces, end);
}

// By hand: as a regular expression, many stars take time that grows with their number as power.
function holds(text: string, start: string, middle: readonly string[], end: string): boolean {
  if (text.length < start.length + end.length || !text.startsWith(start) || !text.endsWith(end)) return false;
  let at = start.length;
  for (const piece of middle) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - end.length;
}

/** The names among these that a pattern means, in their order. Names of fields are told apart by case. */
export function namesMatching(pattern: string, names: readonly string[]): readonly string[] {
  if (!pattern.includes("*")) return names.filter((name) => name === pattern);
  const isLike = matcherFor(pattern);
  return names.filter((name) => isLike(name));
}
