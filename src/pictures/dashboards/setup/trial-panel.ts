import { make, makeButton, whileBusy } from "../../../web/make.ts";
import { SERVER_SETTINGS } from "../../settings/server-settings.ts";
import { type AskSplunkd, searchOnce } from "../splunkd/ask.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";
import { refusalText } from "../splunkd/refusal.ts";
import { trialSearch } from "../splunkd/spl.ts";
import { makeField, makeNotice } from "./form-parts.ts";

export type TrialPanelOptions = {
  readonly ask: AskSplunkd;
  readonly label: string;
  readonly stanza: Stanza;
  readonly left: () => void;
};

/** Asks a server for one picture through the search command itself, and shows what the command says. */
export function makeTrialPanel({ ask, label, stanza, left }: TrialPanelOptions): HTMLElement {
  const name = makeField({
    id: "gi-trial-name",
    name: "",
    title: "Name of a picture on the server",
    kind: "text",
    value: "",
    placeholder: "rx_garcia_0412.tif",
    help: ["A file name or relative path, as your records hold it."],
  });
  const notice = makeNotice();
  const result = make("div", { class: "gi-result", "aria-live": "polite" });

  const run = async (isExplained: boolean): Promise<void> => {
    notice.clear();
    result.replaceChildren();
    const [url] = SERVER_SETTINGS.url.kind.parse(stanza.get("url") ?? "") ?? [];
    if (!url) return notice.warn("This server has no address that can be asked; edit it first.");
    if (name.value() === "") {
      name.showFault("Expected a name.");
      return name.control.focus();
    }
    const search = trialSearch(name.value(), url, isExplained);
    const answer = await searchOnce(ask, search);
    if (!answer.ok) return notice.warn(refusalText("run a search", answer.error));
    const { row, messages } = answer.value;
    if (messages.length > 0) notice.warn(messages.join("\n"));
    if (row) result.append(...facts(row));
    else if (messages.length === 0) notice.warn("The search gave no row; its log in Splunk may tell more.");
    result.append(make("p", { class: "gi-help" }, "The search was: ", make("code", {}, search)));
  };
  const buttons: HTMLButtonElement[] = [];
  const press = (isExplained: boolean) => whileBusy(buttons, () => run(isExplained));
  buttons.push(
    makeButton("Explain", "plain", () => press(true)),
    makeButton("Fetch one picture", "first", () => press(false)),
  );
  name.control.addEventListener("keydown", (event) => {
    if (event instanceof KeyboardEvent && event.key === "Enter") void press(true);
  });
  return make(
    "section",
    { class: "gi-form", "aria-label": `Try ${label}` },
    make("h3", {}, `Try ${label}`),
    name.root,
    make("div", { class: "gi-buttons" }, ...buttons, makeButton("Close", "plain", left)),
    notice.root,
    result,
  );
}

function facts(row: ReadonlyMap<string, string>): Node[] {
  const filled = [...row].filter(([, value]) => value !== "");
  const list = filled.flatMap(([field, value]) => [make("dt", {}, make("code", {}, field)), make("dd", {}, value)]);
  const link = row.get("link") ?? "";
  // Only what lies on this very server is shown, never an address that a row brings along.
  const isOurs = /^\/(?![/\\])/.test(link);
  const picture = isOurs ? [make("img", { src: link, alt: "The picture, as dashboards show it" })] : [];
  return [make("dl", {}, ...list), ...picture];
}
