import { beyondPreview, SplError } from "../spl-error.ts";
import { namesIn, wordsIn } from "../syntax/words.ts";
import type { Row, Values } from "../table.ts";
import { compareValues } from "../values.ts";
import type { Step } from "./step.ts";

/** `stats count [as name] [by a, b]`. A row without one of these fields is not counted; one with several values in each. */
export function stats(rest: string): Step {
  const words = wordsIn(rest);
  const by = words.findIndex(({ kind, text }) => kind === "text" && text.toLowerCase() === "by");
  const counted = words.slice(0, by < 0 ? words.length : by).map(({ text }) => text);
  const groups = by < 0 ? [] : namesIn(words.slice(by + 1));
  if (by >= 0 && groups.length === 0) throw new SplError("Error in 'stats' command: a field is missing behind by.");
  const [word = "", as = "as", name = "count", ...more] = counted;
  if (!/^c(ount)?$/i.test(word) || as.toLowerCase() !== "as" || more.length > 0) {
    throw beyondPreview(`stats ${counted.join(" ")} (it knows count alone)`);
  }
  return ({ rows }) => ({ columns: [...groups, name], rows: countRows(rows, groups, name) });
}

function countRows(rows: readonly Row[], groups: readonly string[], name: string): readonly Row[] {
  if (groups.length === 0) return [new Map([[name, [String(rows.length)]]])];
  const counts = new Map<string, { readonly values: Values; count: number }>();
  for (const values of rows.flatMap((row) => combinations(groups.map((group) => row.get(group) ?? [])))) {
    const key = JSON.stringify(values);
    const found = counts.get(key) ?? { values, count: 0 };
    found.count++;
    counts.set(key, found);
  }
  return [...counts.values()]
    .toSorted((one, other) => compareLists(one.values, other.values))
    .map(({ values, count }) => {
      const cells = groups.map((group, index) => [group, [values[index] ?? ""]] as const);
      return new Map<string, Values>([...cells, [name, [String(count)]]]);
    });
}

function combinations(lists: readonly Values[]): readonly Values[] {
  return lists.reduce<readonly Values[]>(
    (made, list) => made.flatMap((values) => list.filter((value) => value !== "").map((value) => [...values, value])),
    [[]],
  );
}

function compareLists(one: Values, other: Values): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : compareValues(one[at] ?? "", other[at] ?? "");
}
