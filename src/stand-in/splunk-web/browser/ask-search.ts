import type { SearchLine, SearchOrder } from "../../splunkd/search-protocol.ts";

export type SearchResult = Extract<SearchLine, { kind: "result" }>;

/** Runs one search. @throws an Error whose message is for the panel; an AbortError when it was cancelled */
export async function askSearch(
  order: SearchOrder,
  signal: AbortSignal,
  progress: (done: number, rows: number) => void,
): Promise<SearchResult> {
  const response = await fetch("/preview/search", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(order),
    signal,
  });
  if (!response.ok || !response.body) throw new Error(`The preview refused the search: ${await response.text()}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let pieces: string[] = [];
  for (;;) {
    const { done, value = "" } = await reader.read();
    if (done) throw new Error("The preview ended before the search did.");
    const [first = "", ...more] = value.split("\n");
    pieces.push(first);
    for (const piece of more) {
      const line: SearchLine = JSON.parse(pieces.join(""));
      if (line.kind === "result") return line;
      if (line.kind === "error") throw new Error(line.text);
      progress(line.done, line.rows);
      pieces = [piece];
    }
  }
}
