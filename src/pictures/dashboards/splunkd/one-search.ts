import { type Outcome, succeed } from "../../../base/outcome.ts";
import type { AskSplunkd } from "./ask.ts";
import { messagesOf, type Refusal } from "./refusal.ts";

/** The first row of a search, if it has one, and what Splunk would show above the results. */
export type SearchAnswer = {
  readonly row: ReadonlyMap<string, string> | undefined;
  readonly messages: readonly string[];
};

/** Runs a search to its end within one request. */
export async function searchOnce(ask: AskSplunkd, search: string): Promise<Outcome<SearchAnswer, Refusal>> {
  const values = { exec_mode: "oneshot", search, output_mode: "json", count: "1" };
  const answer = await ask({ method: "POST", path: "search/jobs", values });
  if (!answer.ok) return answer;
  const results: unknown = Object(answer.value).results;
  const [first] = Array.isArray(results) ? results : [];
  return succeed({ row: first && rowOf(first), messages: messagesOf(answer.value) });
}

function rowOf(result: unknown): ReadonlyMap<string, string> {
  const cells = Object.entries<unknown>(Object(result));
  return new Map(cells.map(([name, value]) => [name, Array.isArray(value) ? value.join("\n") : String(value ?? "")]));
}
