import type { IncomingMessage, ServerResponse } from "node:http";
import { errorText } from "../../base/error-text.ts";
import { parseJson } from "../../base/json.ts";
import type { Table } from "../spl/table.ts";
import type { SearchLine, SearchOrder } from "../splunkd/search-protocol.ts";
import type { Searches } from "../splunkd/searches.ts";

const MOST_BYTES = 256 * 1024;

/** Runs the search that a page has sent, and reports line by line how far it is. A page that goes away ends it. */
export async function streamSearch(
  request: IncomingMessage,
  response: ServerResponse,
  searches: Searches,
  ending: AbortSignal,
): Promise<void> {
  const body = await bodyOf(request);
  const order = body === undefined ? undefined : orderIn(body);
  if (!order) {
    response.writeHead(body === undefined ? 413 : 400, { "Content-Type": "text/plain", Connection: "close" });
    response.end("expected a search in JSON, of at most 256 kB");
    return;
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.writeHead(200, { "Content-Type": "application/x-ndjson; charset=utf-8" });
  const say = (line: SearchLine): unknown => response.write(`${JSON.stringify(line)}\n`);
  const started = performance.now();
  try {
    const found = await searches.run(order, AbortSignal.any([gone.signal, ending]), (done, rows) =>
      say({ kind: "progress", done, rows }),
    );
    if (!found.ok) say({ kind: "error", text: found.error });
    else {
      const { sid, table, messages } = found.value;
      const ms = Math.round(performance.now() - started);
      say({ kind: "result", sid, ms, fields: table.columns, rows: cellsOf(table), messages });
    }
  } catch (thrown) {
    say({ kind: "error", text: `The preview failed: ${errorText(thrown)}` });
  }
  response.end();
}

function cellsOf({ columns, rows }: Table): readonly (readonly (string | readonly string[] | null)[])[] {
  return rows.map((row) =>
    columns.map((name) => {
      const values = row.get(name) ?? [];
      return values.length > 1 ? values : (values[0] ?? null);
    }),
  );
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function orderIn(body: string): SearchOrder | undefined {
  const { search, earliest = "", latest = "", base }: Readonly<Record<string, unknown>> = Object(parseJson(body));
  if (typeof search !== "string" || typeof earliest !== "string" || typeof latest !== "string") return undefined;
  return { search, earliest, latest, ...(typeof base === "string" && { base }) };
}
