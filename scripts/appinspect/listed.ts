import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../package/project.ts";
import type { Finding } from "./inspect.ts";

/** A warning that stays, as docs/pictures/appinspect.md has it: its check, and what its message says. */
export type Listed = { readonly check: string; readonly says: string };

/** Rows of the table in docs/pictures/appinspect.md: | `check` | `part of the message` | reason |. */
export function listedWarnings(): Listed[] {
  const document = readFileSync(join(PROJECT, "docs/pictures/appinspect.md"), "utf8");
  const rows = document.matchAll(/^\| `(check_\w+)` \| `(.+?)` \| \S.*\|$/gm);
  return [...rows].map(([, check = "", says = ""]) => ({ check, says }));
}

/** Only warnings can be listed: errors and failures keep an app out. */
export function isListed({ result, check, message }: Finding, listed: readonly Listed[]): boolean {
  return result === "warning" && listed.some((row) => row.check === check && message.includes(row.says));
}
