import { make } from "../../../web/make.ts";
import type { SearchState } from "./panel-search.ts";

/** A line that says how far a search is, what came of it, and what the command has to say. */
export type SearchStatus = { readonly root: HTMLElement; readonly show: (state: SearchState) => void };

const ICONS: Readonly<Record<string, string>> = { ERROR: "✖", FATAL: "✖", WARN: "▲" };

export function makeSearchStatus(): SearchStatus {
  const line = make("p", { class: "pv-status", role: "status" });
  const bar = make("div", { class: "pv-progress", hidden: "" }, make("span"));
  const messages = make("ul", { class: "pv-messages", "aria-label": "Messages of the search" });
  const show = (state: SearchState): void => {
    bar.hidden = state.kind !== "running";
    line.textContent = sentenceFor(state);
    const shown: readonly (readonly [string, string])[] =
      state.kind === "failed" ? [["ERROR", state.text]] : state.kind === "done" ? state.result.messages : [];
    messages.replaceChildren(...shown.map(messageItem));
    messages.hidden = shown.length === 0;
    const share = state.kind === "running" && state.rows ? state.done / state.rows : 0;
    bar.classList.toggle("pv-unknown", share === 0);
    bar.style.setProperty("--share", `${Math.round(100 * share)}%`);
  };
  return { root: make("div", { class: "pv-search" }, bar, line, messages), show };
}

function sentenceFor(state: SearchState): string {
  switch (state.kind) {
    case "waiting":
      return state.tokens.length === 0 ? "" : `Search is waiting for input: ${[...new Set(state.tokens)].join(", ")}`;
    case "running":
      return state.rows === undefined ? "Searching ..." : `Pictures for ${state.done} of ${state.rows} records ...`;
    case "done": {
      const { rows, ms } = state.result;
      const count = `${rows.length.toLocaleString("en-US")} ${rows.length === 1 ? "result" : "results"}`;
      // What goes on with the result of another search takes no time worth a word.
      return ms < 50 ? count : `${count} in ${(ms / 1000).toFixed(1)} s`;
    }
    case "failed":
      return "";
  }
}

function messageItem([level, text]: readonly [string, string]): HTMLElement {
  const kind = level === "WARN" ? "warning" : ICONS[level] ? "error" : "info";
  const icon = make("span", { "aria-hidden": "true" }, ICONS[level] ?? "ℹ");
  return make("li", { class: `pv-message pv-${kind}` }, icon, ` ${text}`);
}
