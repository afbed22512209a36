import { cellText, encodeCell, scanTable } from "../src/splunk/chunked/csv.ts";
import { encodeFrame } from "../src/splunk/chunked/frame.ts";
import type { CommandLine } from "../src/stand-in/splunkd/app-process.ts";
import { getInfo, SearchProcess } from "../src/stand-in/splunkd/search-command.ts";
import type { Sample } from "./measure/contest.ts";
import type { Meter } from "./measure/meter.ts";

/** The rows of a search as splunkd sends them: a frame for each chunk. */
export type Rows = { readonly frames: readonly Buffer[]; readonly count: number };

/** Rows of one column and, as splunkd has it, its `__mv_` column. */
export function rowsOf(field: string, values: readonly string[], chunkRows = 500): Rows {
  const frames: Buffer[] = [];
  for (let first = 0; first < values.length; first += chunkRows) {
    const lines = values.slice(first, first + chunkRows).map((value) => `${encodeCell(value)},`);
    const body = Buffer.from(`${[`${field},__mv_${field}`, ...lines].join("\n")}\n`);
    frames.push(frameOf(body, first + chunkRows >= values.length));
  }
  return { frames, count: values.length };
}

export function frameOf(body: Uint8Array, finished: boolean): Buffer {
  return Buffer.concat(encodeFrame({ action: "execute", finished }, [body]));
}

export type Searched = {
  /** Milliseconds: from spawn to the answer to getinfo, from the first rows to the last reply, from spawn to the end. */
  readonly startMs: number;
  readonly rowsMs: number;
  readonly wholeMs: number;
  /** Bodies of the replies. */
  readonly bodies: readonly Buffer[];
};

/** Runs a search as splunkd does, one chunk after another. @throws when the program does not bring it to its end */
export async function search(
  command: CommandLine,
  args: readonly string[],
  { frames }: Rows,
  meter?: Meter,
): Promise<Searched> {
  const bodies: Buffer[] = [];
  const started = performance.now();
  const splunkd = new SearchProcess(command);
  meter?.watch(splunkd.process.pid);
  const setup = await splunkd.request(getInfo(args));
  const ready = performance.now();
  if (!setup || "error" in setup.metadata) throw new Error(`no answer to getinfo: ${JSON.stringify(setup?.metadata)}`);
  for (const frame of frames) {
    splunkd.write(frame);
    const reply = await splunkd.nextReply();
    if (!reply || "error" in reply.metadata) throw new Error(`no reply: ${splunkd.stderr}`);
    bodies.push(reply.body);
  }
  const answered = performance.now();
  meter?.look();
  splunkd.close();
  const { code } = await splunkd.exit;
  const wholeMs = performance.now() - started;
  if (code !== 0) throw new Error(`the search ended with ${code}: ${splunkd.stderr}`);
  return { startMs: ready - started, rowsMs: answered - ready, wholeMs, bodies };
}

/** A search from its start to its end, as a sample. */
export function wholeSample(run: Searched, units: number, meter: Meter): Sample {
  return { seconds: run.wholeMs / 1_000, units, ...meter.stop() };
}

/** How many rows show what, as in "ok hit". */
export function outcomesOf({ bodies }: Pick<Searched, "bodies">): Map<string, number> {
  const outcomes = new Map<string, number>();
  for (const body of bodies) {
    const table = scanTable(body, () => ["image_status", "image_cache", "image_error"]);
    for (let row = 0; row < table.rowCount; row++) {
      const cells = table.known.map((name) => cellText(table, row, name)).filter(Boolean);
      const outcome = cells.join(" ");
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  return outcomes;
}

/** @throws unless every row shows the same: a search that fails must not look fast */
export function demand(searched: Searched, wanted: RegExp): void {
  const outcomes = outcomesOf(searched);
  const odd = [...outcomes].filter(([outcome]) => !wanted.test(outcome));
  if (odd.length > 0) throw new Error(`rows were to be ${wanted}, and are ${JSON.stringify(odd)}`);
}
