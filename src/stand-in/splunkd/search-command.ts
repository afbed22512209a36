import { cellText, encodeCell, scanTable, type Table } from "../../splunk/chunked/csv.ts";
import { encodeFrame, FrameDecoder } from "../../splunk/chunked/frame.ts";
import type { Message } from "../../splunk/chunked/metadata.ts";
import { MULTIVALUE_PREFIX } from "../../splunk/chunked/multivalue.ts";
import { AppProcess, type CommandLine } from "./app-process.ts";

/** One reply of the command. */
export type Reply = { readonly metadata: Readonly<Record<string, unknown>>; readonly body: Buffer };

/** A search command as splunkd runs it: one process, which gets one request at a time over real pipes. */
export class SearchProcess extends AppProcess {
  readonly #decoder: FrameDecoder;
  readonly #replies: Reply[];

  constructor(command: CommandLine) {
    const [decoder, replies]: [FrameDecoder, Reply[]] = [new FrameDecoder(), []];
    super(command, (bytes) => {
      for (const frame of decoder.feed(bytes)) {
        replies.push({ metadata: JSON.parse(frame.metadata.toString("utf8")), body: frame.body });
      }
    });
    this.#decoder = decoder;
    this.#replies = replies;
  }

  /** Bytes on stdout that belong to no whole reply. */
  get strayBytes(): number {
    return this.#decoder.pendingBytes;
  }

  /** @returns the reply, or undefined when the process ended without one */
  async request(metadata: object, body: Buffer = Buffer.alloc(0)): Promise<Reply | undefined> {
    this.write(Buffer.concat(encodeFrame(metadata, [body])));
    return this.nextReply();
  }

  nextReply(): Promise<Reply | undefined> {
    return this.next(() => this.#replies.shift());
  }
}

export type SearchRequest = {
  readonly command: CommandLine;
  /** Arguments as typed behind the command's name, without their outer quotes. */
  readonly args: readonly string[];
  /** Members of getinfo's searchinfo in place of the usual ones, such as the session of a user. */
  readonly searchInfo?: object;
  /** Rows per chunk; by default what the command asks for. */
  readonly chunkRows?: number;
  /** Called after each chunk. */
  readonly progress?: (rowsDone: number, rows: number) => void;
  /** Ends the search as splunkd ends one that nobody wants any more: its input is closed. */
  readonly signal?: AbortSignal;
};

export type SearchResult = {
  readonly columns: readonly string[];
  readonly rows: readonly ReadonlyMap<string, string>[];
  readonly messages: readonly Message[];
  /** What Splunk Web would show in red, if the search failed. */
  readonly error: string | undefined;
  readonly exitCode: number | null;
  readonly stderr: string;
};

/** Runs one search over the rows of a CSV body and gathers what comes back. */
export async function runSearch(csv: Buffer, request: SearchRequest): Promise<SearchResult> {
  const splunkd = new SearchProcess(request.command);
  const cancel = (): void => splunkd.end();
  if (request.signal?.aborted) cancel();
  request.signal?.addEventListener("abort", cancel, { once: true });
  const messages: Message[] = [];
  const rows: ReadonlyMap<string, string>[] = [];
  let columns: readonly string[] = [];
  let error: string | undefined;
  const take = (reply: Reply | undefined): boolean => {
    messages.push(...messagesOf(reply));
    const text = reply?.metadata["error"];
    if (typeof text === "string") error = text;
    else if (!reply) error = "External search command exited unexpectedly";
    return error === undefined;
  };

  const setup = await splunkd.request(getInfo(request.args, request.searchInfo));
  if (take(setup)) {
    const asked = Number(setup?.metadata["maxinputs"]) || 50_000;
    const bodies = [...chunksOf(csv, request.chunkRows ?? asked)];
    const total = bodies.reduce((sum, chunk) => sum + chunk.rows, 0);
    let done = 0;
    for (const [index, chunk] of bodies.entries()) {
      if (request.signal?.aborted) break;
      const reply = await splunkd.request({ action: "execute", finished: index === bodies.length - 1 }, chunk.body);
      if (!take(reply) || !reply) break;
      const table = scanTable(reply.body, (names) => names);
      columns = table.columns.length > 0 ? table.columns : columns;
      rows.push(...rowsIn(table));
      done += chunk.rows;
      request.progress?.(done, total);
    }
  }
  splunkd.close();
  const { code } = await splunkd.exit;
  request.signal?.removeEventListener("abort", cancel);
  return { columns, rows, messages, error, exitCode: code, stderr: splunkd.stderr };
}

/** A getinfo request with the members that splunkd 8.2 sends. */
export function getInfo(args: readonly string[], searchInfo: object = {}): object {
  return {
    action: "getinfo",
    preview: false,
    streaming_command_will_restart: false,
    searchinfo: {
      args,
      raw_args: args.map((arg) => JSON.stringify(arg)),
      dispatch_dir: "",
      sid: `${Math.floor(Date.now() / 1000)}.1`,
      app: "search",
      owner: "admin",
      username: "admin",
      session_key: "",
      splunkd_uri: "https://127.0.0.1:8089",
      splunk_version: "8.2.1",
      search: encodeURIComponent("| getimage"),
      command: "getimage",
      maxresultrows: 50_000,
      earliest_time: "0",
      latest_time: "0",
      ...searchInfo,
    },
  };
}

/** The rows of a reply, each as its cells by their column; none where there is no reply. */
export function rowsOf(reply: Reply | undefined): readonly ReadonlyMap<string, string>[] {
  return reply ? rowsIn(scanTable(reply.body, (names) => names)) : [];
}

function rowsIn(table: Table): readonly ReadonlyMap<string, string>[] {
  return Array.from(
    { length: table.rowCount },
    (_, row) => new Map(table.columns.map((name) => [name, cellText(table, row, name)])),
  );
}

/** What a reply says above the results. */
export function messagesOf(reply: Reply | undefined): readonly Message[] {
  const inspector = reply?.metadata["inspector"];
  if (typeof inspector !== "object" || inspector === null || !("messages" in inspector)) return [];
  return Array.isArray(inspector.messages) ? inspector.messages : [];
}

// splunkd trims column names when it reads a CSV file, and sends an __mv_ column for each; rows of an earlier search have them.
function* chunksOf(csv: Buffer, size: number): Generator<{ readonly body: Buffer; readonly rows: number }> {
  const table = scanTable(csv, () => []);
  const names = table.columns.map((name) => name.trim());
  const lacking = names.filter(
    (name) => !name.startsWith(MULTIVALUE_PREFIX) && !names.includes(MULTIVALUE_PREFIX + name),
  );
  const header = [...names, ...lacking.map((name) => MULTIVALUE_PREFIX + name)]
    .map((name) => encodeCell(name))
    .join(",");
  for (let first = 0; first === 0 || first < table.rowCount; first += size) {
    const pieces: Uint8Array[] = [Buffer.from(`${header}\n`)];
    const last = Math.min(first + size, table.rowCount);
    for (let row = first; row < last; row++) {
      const missing = lacking.length + (table.missingCells.get(row) ?? 0);
      pieces.push(csv.subarray(table.rowStarts[row], table.rowEnds[row]), Buffer.from(`${",".repeat(missing)}\n`));
    }
    yield { body: Buffer.concat(pieces), rows: last - first };
  }
}
