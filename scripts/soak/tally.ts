import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Installation, MAX_BYTES, MAX_FILES } from "./installation.ts";
import { LeaseWatch } from "./lease-watch.ts";
import { faultOf } from "./pictures.ts";
import type { Plan } from "./plan.ts";
import { isDecoder, type Ran, type Row } from "./search.ts";

/** Names of what must not happen. */
type Harm = (typeof HARMS)[number];
const HARMS = [
  "rows without an answer",
  "torn pictures",
  "mixed up pictures",
  "links that lead nowhere",
  "pictures lost",
  "rows that waited too long",
  "searches that ended badly",
  "searches that ended late",
  "leases held too long",
  "cache over its limits",
  "decoders left",
  "workspaces left",
  "locks left",
] as const;

/** Much more than a search takes to end; one that is cancelled at once may have to start first, on a busy machine. */
const LATE_MS = 5_000;

/** More than one fetch and one decode take while others are at work; and more than a row waits for its turn, for these. */
const LONGEST_LEASE_MS = 15_000;
const LONGEST_ROW_MS = 30_000;

/** Counts what happens, and checks what is shown. */
export class Tally {
  readonly harms = new Map<Harm, number>(HARMS.map((harm) => [harm, 0]));
  readonly #installation: Installation;
  readonly #leases: LeaseWatch;
  readonly #fates = { unharmed: 0, killed: 0, cancelled: 0 };
  readonly #codes = new Map<string, number>();
  readonly #states = new Map<string, number>();
  readonly #messages = new Map<string, number>();
  readonly #peak = { memoryKb: 0, decoderKb: 0, files: 0, bytes: 0, cached: 0 };
  readonly #slowestEnd = { unharmed: 0, killed: 0, cancelled: 0 };
  readonly #decoders: string[] = [];
  #rows = 0;
  #slowestRow = 0;
  #pictures = 0;

  constructor(installation: Installation) {
    this.#installation = installation;
    this.#leases = new LeaseWatch(installation.layout, LONGEST_LEASE_MS);
  }

  get isClean(): boolean {
    return [...this.harms.values()].every((count) => count === 0);
  }

  async add(plan: Plan, ran: Ran): Promise<void> {
    const { fate, rows, messages, exitCode, stderr, idle, endMs } = ran;
    const asked = plan.chunks.flat();
    this.#fates[fate]++;
    this.#rows += rows.length;
    for (const message of messages) count(this.#messages, message.replace(/\d+/g, "0").slice(0, 150));
    if (fate === "unharmed") {
      const lost = asked.filter((_, index) => !isAnswered(rows[index]));
      this.harm("rows without an answer", lost.length);
      if (asked.length !== rows.length || messages.some((text) => text.startsWith("ERROR"))) {
        this.harm(
          "searches that ended badly",
          1,
          JSON.stringify({ args: plan.args, rows: rows.length, exitCode, messages }),
        );
      }
    }
    if (stderr !== "" || (fate !== "killed" && exitCode !== 0)) {
      this.harm("searches that ended badly", 1, JSON.stringify({ fate, exitCode, stderr }));
    }
    if (endMs > LATE_MS) this.harm("searches that ended late", 1, `${fate}: ${Math.round(endMs)} ms`);
    this.#slowestEnd[fate] = Math.max(this.#slowestEnd[fate], endMs);
    for (const name of ["memoryKb", "decoderKb", "files"] as const) {
      this.#peak[name] = Math.max(this.#peak[name], idle?.[name] ?? 0);
    }
    for (const [index, row] of rows.entries()) await this.#check(asked[index] ?? "", row);
    this.#decoders.push(...ran.children);
  }

  /** A search over pictures that are all there, behind all the others: each must be shown. */
  async addLast(plan: Plan, ran: Ran): Promise<void> {
    await this.add(plan, ran);
    const others = ran.rows.filter((row) => row.get("image_status") !== "ok");
    const missing = plan.chunks.flat().length - ran.rows.length;
    this.harm("pictures lost", others.length + missing, others[0]?.get("image_error_text"));
  }

  /** To be called when no search runs any more. */
  finish(): void {
    this.#leases.stop();
    this.harm("leases held too long", this.#leases.tooLong, `${Math.round(this.#leases.longest)} ms at the most`);
    this.harm("decoders left", this.#decoders.filter(isDecoder).length);
    this.harm("workspaces left", this.#installation.workspaces().length);
    this.harm("locks left", this.#installation.locks().length);
  }

  /** Looks how much the cache holds. */
  measure(): void {
    const { bytes, files } = this.#installation.measure();
    this.#peak.bytes = Math.max(this.#peak.bytes, bytes);
    this.#peak.cached = Math.max(this.#peak.cached, files);
    if (bytes > MAX_BYTES || files > MAX_FILES) this.harm("cache over its limits", 1, `${bytes} bytes, ${files} files`);
  }

  harm(harm: Harm, times: number, detail = ""): void {
    if (times === 0) return;
    this.harms.set(harm, (this.harms.get(harm) ?? 0) + times);
    console.log(`! ${harm}: ${times} ${detail}`);
  }

  progress(): string {
    const { unharmed, killed, cancelled } = this.#fates;
    const searches = unharmed + killed + cancelled;
    const faults = [...this.#codes.values()].reduce((sum, times) => sum + times, 0);
    return (
      `${searches} searches (${killed} killed, ${cancelled} cancelled), ${this.#rows} rows, ` +
      `${this.#pictures} pictures, ${faults} faults, cache ${megabytes(this.#peak.bytes)} at the most`
    );
  }

  table(requests: number): string {
    const { memoryKb, decoderKb, files, bytes, cached } = this.#peak;
    const lines: readonly (readonly [string, string | number])[] = [
      ...Object.entries(this.#fates).map(([fate, times]) => [`searches ${fate}`, times] as const),
      ["rows", this.#rows],
      ["pictures shown", this.#pictures],
      ...[...this.#states].toSorted().map(([state, times]) => [`  ${state}`, times] as const),
      ["requests to the servers", requests],
      ...[...this.#codes].toSorted().map(([code, times]) => [`fault ${code}`, times] as const),
      ["largest cache", `${megabytes(bytes)} of ${megabytes(MAX_BYTES)}, ${cached} of ${MAX_FILES} files`],
      ["most memory of a search", megabytes(memoryKb * 1_024)],
      ["most memory of a decoder", megabytes(decoderKb * 1_024)],
      ["most open files of an idle search", files],
      ["longest wait of a row", `${this.#slowestRow} ms`],
      ["longest hold of a lease", `${Math.round(this.#leases.longest)} ms`],
      ...Object.entries(this.#slowestEnd).map(
        ([fate, ms]) => [`slowest end when ${fate}`, `${Math.round(ms)} ms`] as const,
      ),
      ...[...this.#messages].map(([text, times]) => [`message ${text}`, times] as const),
      ...[...this.harms].map(([harm, times]) => [`${harm} (must be 0)`, times] as const),
    ];
    return lines.map(([name, value]) => `${name.padEnd(40)} ${value}`).join("\n");
  }

  async #check(name: string, row: Row): Promise<void> {
    const ms = Number(row.get("image_ms") ?? 0);
    this.#slowestRow = Math.max(this.#slowestRow, ms);
    if (ms > LONGEST_ROW_MS) this.harm("rows that waited too long", 1, `${name} ${ms} ms`);
    const code = row.get("image_error") ?? "";
    if (code !== "") count(this.#codes, code);
    const status = row.get("image_status");
    if (status !== "ok" && status !== "stale") return;
    this.#pictures++;
    count(this.#states, row.get("image_cache") ?? "");
    const file = row.get("file_loc") ?? "";
    const shown = read(this.#installation.fileBehind(row.get("link") ?? ""));
    if (!shown) this.harm("links that lead nowhere", 1, `${name} ${row.get("image_cache")} "${row.get("link")}"`);
    // The cache may have given its own copy up since.
    for (const bytes of [shown, file === "" ? undefined : read(fileURLToPath(file))]) {
      const fault = bytes && (await faultOf(name, bytes));
      if (fault) this.harm(`${fault} pictures`, 1, `${name} ${file}`);
    }
  }
}

function isAnswered(row: Row | undefined): boolean {
  const [status = "", code = ""] = ["image_status", "image_error"].map((name) => row?.get(name));
  return status === "ok" || ((status === "stale" || status === "error") && code !== "" && code !== "cancelled");
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
