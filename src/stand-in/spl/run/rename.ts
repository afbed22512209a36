import { beyondPreview, SplError } from "../spl-error.ts";
import { namesIn, wordsIn } from "../syntax/words.ts";
import { mapRows, type Row } from "../table.ts";
import type { Step } from "./step.ts";

/** `rename a as b, "c d" as e`. What had the new name before is gone. */
export function rename(rest: string): Step {
  const names = namesIn(wordsIn(rest));
  const pairs: (readonly [from: string, to: string])[] = [];
  for (let at = 0; at < names.length; at += 3) {
    const [from = "", as = "", to] = names.slice(at, at + 3);
    if (as.toLowerCase() !== "as" || to === undefined) {
      throw new SplError("Error in 'rename' command: usage: rename <field> AS <newname>, ...");
    }
    if (from.includes("*")) throw beyondPreview("A rename with *");
    pairs.push([from, to]);
  }
  if (pairs.length === 0) throw new SplError("Error in 'rename' command: usage: rename <field> AS <newname>, ...");
  const twice = pairs.find(([from], index) => pairs.findIndex(([other]) => other === from) !== index);
  if (twice) throw new SplError(`Error in 'rename' command: the field "${twice[0]}" is renamed twice.`);
  return (table) => {
    const newNames = new Map(pairs);
    const overwritten = new Set(pairs.filter(([from]) => table.columns.includes(from)).map(([, to]) => to));
    const columns = table.columns.flatMap((name) => {
      const renamed = newNames.get(name);
      return renamed !== undefined ? [renamed] : overwritten.has(name) ? [] : [name];
    });
    return mapRows(table, columns, (row): Row => {
      const kept = [...row].filter(([name]) => newNames.has(name) || !overwritten.has(name));
      return new Map(kept.map(([name, values]) => [newNames.get(name) ?? name, values]));
    });
  };
}
