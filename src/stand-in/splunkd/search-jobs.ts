import type { Outcome } from "../../base/outcome.ts";
import type { Table } from "../spl/table.ts";
import { numberOf, type Values } from "../spl/values.ts";
import { type RestReply, type RestRequest, refusal } from "./rest.ts";
import type { SearchOrder } from "./search-protocol.ts";
import type { Found, Searches } from "./searches.ts";

const EMPTY: Table = { columns: [], rows: [] };
type Job = { readonly sid: string | undefined; readonly table: Table };

/**
 * splunkd's search jobs, as dashboards and pages ask for them: a job, its state, its results, and what a chained search
 * makes of these. A search that cannot be run finds nothing, and is listed in `faults`.
 */
export class SearchJobs {
  /** Searches that could not be run, with the cause. */
  readonly faults: string[] = [];
  /** All that were asked for, as they were sent. */
  readonly asked: string[] = [];
  readonly #searches: Searches;
  readonly #held: Promise<void> | undefined;
  readonly #jobs = new Map<string, Job>();
  readonly #running = new Map<string, Promise<Job>>();

  /** @param held what a job waits for before it is there */
  constructor(searches: Searches, held?: Promise<void>) {
    this.#searches = searches;
    this.#held = held;
  }

  /** @returns undefined for what is none of a job's */
  async answer({ method, path, query, form }: RestRequest): Promise<RestReply | undefined> {
    const [search, jobs, sid, part] = path.filter((each) => each !== "v2");
    if (search !== "search" || jobs !== "jobs") return undefined;
    const sent = method === "POST" ? form : query;
    if (sid === undefined && method === "POST") {
      return sent.get("exec_mode") === "oneshot" ? oneShot(this.#searches, orderIn(sent)) : this.#start(sent);
    }
    if (sid === undefined) return [200, { entry: query.getAll("id").flatMap((id) => this.#stateOf(id)) }];
    if (part === "control") return [200, { messages: [] }];
    const job = this.#jobs.get(sid);
    if (!job) return refusal(404, "Unknown sid.", "FATAL");
    return part?.startsWith("results") ? [200, await this.#results(job, sent)] : [200, { entry: this.#stateOf(sid) }];
  }

  async #start(sent: URLSearchParams): Promise<RestReply> {
    const order = orderIn(sent);
    this.asked.push(order.search);
    const sid = `sid${this.asked.length}`;
    // Panels that ask for the same share one run, as splunkd lets them.
    const key = JSON.stringify(order);
    const running = this.#running.get(key) ?? this.#run(order);
    this.#running.set(key, running);
    await this.#held;
    this.#jobs.set(sid, await running);
    return [201, { sid }];
  }

  async #run(order: SearchOrder): Promise<Job> {
    const found = await find(this.#searches, order);
    if (found.ok) return found.value;
    this.faults.push(`${found.error}, in: ${order.search}`);
    return { sid: undefined, table: EMPTY };
  }

  async #results({ sid, table }: Job, sent: URLSearchParams): Promise<object> {
    const search = sent.get("search") ?? "";
    const chained = search !== "" && sid !== undefined;
    const { columns, rows } = chained
      ? (await this.#run({ search, earliest: "", latest: "", base: sid })).table
      : table;
    const [offset, count] = [Number(sent.get("offset") ?? 0), Number(sent.get("count") ?? 0)];
    const shown = rows.slice(offset, count > 0 ? offset + count : undefined);
    return {
      preview: false,
      fields: columns.map((name) => ({ name })),
      columns: columns.map((name) => shown.map((row) => shownCell(name, row.get(name)))),
      messages: [],
    };
  }

  #stateOf(sid: string): readonly object[] {
    const job = this.#jobs.get(sid);
    if (!job) return [];
    const count = job.table.rows.length;
    const state = { dispatchState: "DONE", doneProgress: 1, isDone: true, isFailed: false, isFinalized: false };
    const other = { isPaused: false, isRealTimeSearch: false, messages: [], ttl: 600, runDuration: 1 };
    const counts = { resultCount: count, eventCount: count, scanCount: count };
    return [{ id: sid, name: sid, content: { sid, ...state, ...other, ...counts } }];
  }
}

/** The rows of a search that is answered at once, as `exec_mode=oneshot` has it. */
export async function oneShot(searches: Searches, order: SearchOrder): Promise<RestReply> {
  const found = await find(searches, order);
  if (!found.ok) return refusal(400, found.error, "FATAL");
  const { columns, rows } = found.value.table;
  const results = rows.map((row) => Object.fromEntries(columns.map((name) => [name, cellOf(row.get(name)) ?? ""])));
  return [200, { results, messages: [] }];
}

function find(searches: Searches, order: SearchOrder): Promise<Outcome<Found, string>> {
  return searches.run(order, new AbortController().signal, () => {});
}

function orderIn(sent: URLSearchParams): SearchOrder {
  const of = (name: string): string => sent.get(name) ?? "";
  return { search: of("search"), earliest: of("earliest_time"), latest: of("latest_time") };
}

function cellOf(values: Values = []): string | Values | undefined {
  return values.length > 1 ? values : values[0];
}

function shownCell(name: string, values: Values | undefined): unknown {
  const seconds = name === "_time" ? numberOf(values) : undefined;
  return seconds === undefined ? (cellOf(values) ?? null) : new Date(seconds * 1000).toISOString();
}
