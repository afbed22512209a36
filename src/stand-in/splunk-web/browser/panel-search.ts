import type { SearchOrder } from "../../splunkd/search-protocol.ts";
import type { SearchModel } from "../views/view-model.ts";
import { askSearch, type SearchResult } from "./ask-search.ts";
import { fillTokens, type TokenReader } from "./fill-tokens.ts";

export type SearchState =
  | { readonly kind: "waiting"; readonly tokens: readonly string[] }
  | { readonly kind: "running"; readonly done: number; readonly rows: number | undefined }
  | { readonly kind: "done"; readonly result: SearchResult }
  | { readonly kind: "failed"; readonly text: string };

/** One search of a view: it waits for its tokens and its base, and runs anew when these change. */
export class PanelSearch {
  readonly #model: SearchModel;
  readonly #read: TokenReader;
  readonly #base: PanelSearch | undefined;
  readonly #heard: ((state: SearchState) => void)[] = [];
  #state: SearchState = { kind: "waiting", tokens: [] };
  #asked = "";
  #running: AbortController | undefined;

  constructor(model: SearchModel, read: TokenReader, base: PanelSearch | undefined) {
    this.#model = model;
    this.#read = read;
    this.#base = base;
    base?.follow(() => this.update());
  }

  /** Tells the state now and whenever it changes. */
  follow(heard: (state: SearchState) => void): void {
    this.#heard.push(heard);
    heard(this.#state);
  }

  /** To be called when a token has changed. A search that runs for what nobody wants any more is cancelled. */
  update(): void {
    const next = this.#next();
    if ("kind" in next) this.#stop(next);
    else if (JSON.stringify(next) !== this.#asked) void this.#run(next);
  }

  // What is to be asked now, or why nothing can be.
  #next(): SearchOrder | SearchState {
    const { query, earliest, latest, refusal, base: baseId } = this.#model;
    if (refusal !== undefined) return { kind: "failed", text: refusal };
    if (baseId !== undefined && !this.#base) {
      return { kind: "failed", text: `The view has no search "${baseId}" to go on with.` };
    }
    const parts = [query, earliest, latest].map((part) => fillTokens(part, this.#read));
    const tokens = parts.flatMap(({ missing }) => missing);
    if (tokens.length > 0) return { kind: "waiting", tokens };
    const [search = "", from = "", to = ""] = parts.map(({ text }) => text);
    const base = this.#base?.state;
    if (base && base.kind !== "done") return base;
    return { search, earliest: from, latest: to, ...(base && { base: base.result.sid }) };
  }

  get state(): SearchState {
    return this.#state;
  }

  async #run(order: SearchOrder): Promise<void> {
    this.#asked = JSON.stringify(order);
    this.#running?.abort();
    const run = new AbortController();
    this.#running = run;
    this.#become({ kind: "running", done: 0, rows: undefined });
    try {
      const result = await askSearch(order, run.signal, (done, rows) => {
        if (!run.signal.aborted) this.#become({ kind: "running", done, rows });
      });
      if (!run.signal.aborted) this.#become({ kind: "done", result });
    } catch (thrown) {
      if (!run.signal.aborted) this.#become({ kind: "failed", text: faultText(thrown) });
    }
  }

  #stop(state: SearchState): void {
    this.#running?.abort();
    this.#asked = "";
    this.#become(state);
  }

  #become(state: SearchState): void {
    this.#state = state;
    for (const heard of this.#heard) heard(state);
  }
}

// What browsers say of a server that is gone differs, and tells nobody what to do.
function faultText(thrown: unknown): string {
  if (thrown instanceof TypeError) return "The preview does not answer. Is npm start still running?";
  return thrown instanceof Error ? thrown.message : String(thrown);
}
