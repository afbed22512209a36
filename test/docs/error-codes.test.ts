import assert from "node:assert/strict";
import { test } from "node:test";
import { ERROR_CODES, type ErrorFacts } from "../../src/pictures/errors/error-codes.ts";
import { SETTINGS } from "../../src/pictures/settings/settings.ts";
import { textOf } from "../helpers/app-files.ts";
import { rowsBelow } from "../helpers/markdown-table.ts";

/** The table that people look codes up in, against the table that the program goes by. */
const PAGE = "docs/pictures/troubleshooting.md";
const HEADING = "Error codes";

/** The setting that says for how long a kind of failure is remembered. */
const MEMORY = {
  missing: "keep_missing",
  forbidden: "keep_forbidden",
  bad: "keep_bad",
  failing: "keep_failing",
} as const satisfies Record<Exclude<ErrorFacts["remembered"], "never">, keyof typeof SETTINGS.cache>;

test(`"${HEADING}" of ${PAGE} says of every code what the program goes by, in its order`, () => {
  const rows = rowsBelow({ file: PAGE, heading: HEADING }).map(([code, cause, cure, ...facts]) => {
    assert.ok(cause && cure, `${code} has a cause and a cure`);
    return [code, ...facts];
  });
  assert.deepEqual(
    rows,
    Object.entries(ERROR_CODES).map(([code, facts]) => [
      `\`${code}\``,
      String(facts.status),
      memoryOf(facts),
      facts.mayShowStale ? "yes" : "no",
      `\`${facts.wgetWord}\`${facts.isConnectionFailure ? ", no link" : ""}`,
    ]),
  );
});

test(`${PAGE} names the setting behind each time for which a failure is remembered`, () => {
  for (const kind of Object.keys(MEMORY) as (keyof typeof MEMORY)[]) {
    assert.match(textOf(PAGE), new RegExp(`${shipped(kind)}(?: is)? \`\\[cache\\] ${MEMORY[kind]}\``));
  }
});

function memoryOf({ remembered }: ErrorFacts): string {
  return remembered === "never" ? "no" : shipped(remembered);
}

/** The time with the settings as shipped, in the words of the page. */
function shipped(kind: keyof typeof MEMORY): string {
  const seconds = Number(SETTINGS.cache[MEMORY[kind]].fallback);
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
