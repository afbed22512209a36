import type { Outcome } from "../../base/outcome.ts";
import type { ExecuteRequest, GetInfoRequest, Message, SearchInfo } from "../../splunk/chunked/metadata.ts";
import { type SearchCommand, SearchError } from "../../splunk/chunked/serve.ts";
import { parseBaseUrl } from "../fetch/base-url.ts";
import { produceOptions } from "../produce/options.ts";
import { parseArguments, type SearchArguments } from "../settings/search-options.ts";
import type { Settings } from "../settings/settings.ts";
import type { Answer } from "./answer.ts";
import type { CommandOptions, GetImageCommand, SearchWorld } from "./command.ts";

export type SessionOptions = {
  /** The checked getimage.conf; the error lists what is wrong with it. */
  readonly readSettings: () => Outcome<Settings, readonly string[]>;
  readonly openWorld: (search: SearchArguments, settings: Settings, info: SearchInfo) => Promise<SearchWorld>;
  readonly shortcutUrl: (settings: Settings) => string;
  /** Why the user may not look at pictures: a sentence that ends the search. Asked once, before the first row. */
  readonly objection: (search: SearchInfo, settings: Settings) => Promise<string | undefined>;
  /** Called once, when the search is known and before any row. */
  readonly began: (search: SearchInfo, settings: Settings) => void;
  /** Called for each distinct picture when its answer is there. */
  readonly answered: (answer: Answer, value: string) => void;
};

const CONF_ERRORS_SHOWN = 3;
const NOTICES_SHOWN = 10;
const COLUMNS_SHOWN = 30;
/** Their reply stays below 30 MB. */
const ROWS_WITH_THUMBS = 2_000;

/** One search, from getinfo to its last row, as the protocol drives it. */
export class Session implements SearchCommand {
  readonly #options: SessionOptions;
  readonly #notices = new Map<string, Message>();
  readonly #noticed = new Set<string>();
  #prepared: (CommandOptions & { readonly objection: () => Promise<string | undefined> }) | undefined;
  #command: GetImageCommand | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The running command; undefined before the first rows. */
  get command(): GetImageCommand | undefined {
    return this.#command;
  }

  getInfo({ searchInfo }: GetInfoRequest): ReturnType<SearchCommand["getInfo"]> {
    const { readSettings, openWorld, shortcutUrl, objection, began } = this.#options;
    const settings = orStop(readSettings(), (errors) => errors.slice(0, CONF_ERRORS_SHOWN).join("; "));
    const search = orStop(parseArguments(searchInfo.args, settings), (error) => error);
    const bases = search.bases.map((text) => orStop(parseBaseUrl(text), (error) => error));
    began(searchInfo, settings);
    for (const { label } of settings.servers.filter(({ verify }) => !verify)) {
      this.notice(
        "WARN",
        `getimage: verify is off in [server:${label}]: whoever stands between can change its pictures`,
      );
    }
    this.#prepared = {
      context: { search, bases, servers: settings.servers, wholeUrls: settings.fetch.whole_urls },
      produce: produceOptions(search, settings),
      inFlight: settings.fetch.rows_in_flight,
      maxPages: settings.image.max_pages,
      answerMemory: settings.fetch.answer_memory,
      shortcutUrl: shortcutUrl(settings),
      openWorld: () => openWorld(search, settings, searchInfo),
      answered: (answer, value) => this.#answered(answer, value),
      objection: () => objection(searchInfo, settings),
    };
    return { type: "stateful", generating: false, maxinputs: rowsAtATime(search, settings), messages: [] };
  }

  async execute(body: Buffer, { finished }: ExecuteRequest): ReturnType<SearchCommand["execute"]> {
    const command = await this.#begin();
    const reply = await command.process(body);
    if (finished) this.#noticeMissingFields(command);
    const messages = [...this.#notices.values()];
    this.#notices.clear();
    return { body: reply, messages };
  }

  // splunkd starts the program several times in a search, mostly for getinfo alone, which must be answered at once; so
  // all that only rows need is loaded with the first of them.
  async #begin(): Promise<GetImageCommand> {
    if (this.#command) return this.#command;
    if (!this.#prepared) throw new SearchError("rows came before the search was announced");
    const objection = await this.#prepared.objection();
    if (objection !== undefined) throw new SearchError(objection);
    const { GetImageCommand } = await import("./command.ts");
    this.#command = new GetImageCommand(this.#prepared);
    return this.#command;
  }

  /** Puts a text into the search's own messages, once. */
  notice(level: "INFO" | "WARN", text: string): void {
    if (this.#noticed.has(text) || this.#noticed.size >= NOTICES_SHOWN) return;
    this.#noticed.add(text);
    this.#notices.set(text, [level, text]);
  }

  // A row without a field passes silently; a search in which no row has it holds a typing error.
  #noticeMissingFields({ lacksField, captionFieldsMissing, columnsSeen }: GetImageCommand): void {
    const columns = columnsSeen.filter((name) => !/^(__mv_|_chunked_idx$)/.test(name)).slice(0, COLUMNS_SHOWN);
    const field = this.#prepared?.context.search.field;
    if (lacksField)
      this.notice("WARN", `getimage: no row has the field "${field}"; the rows have ${columns.join(", ")}`);
    const missing = captionFieldsMissing.slice(0, COLUMNS_SHOWN).map((name) => `"${name}"`);
    if (missing.length === 0) return;
    const text = `no row has what annotate names: ${missing.join(", ")}; the rows have ${columns.join(", ")}`;
    this.notice("WARN", `getimage: ${text}`);
  }

  // Single pictures have their faults in their rows; what an admin has to mend concerns the whole search.
  #answered(answer: Answer, value: string): void {
    this.#options.answered(answer, value);
    for (const { outcome } of answer.done) {
      if (outcome.ok) continue;
      const { code, text } = outcome.error.error;
      if (code === "host-refused" || code === "cache-error") this.notice("WARN", `getimage: ${text}`);
    }
  }
}

// Thumbnails make rows twenty times as long, and of a page the row has another one.
function rowsAtATime({ thumb, page }: SearchArguments, { fetch, image }: Settings): number {
  if (!thumb) return fetch.maxinputs;
  const most = page === "all" ? Math.ceil(ROWS_WITH_THUMBS / image.max_pages) : ROWS_WITH_THUMBS;
  return Math.min(fetch.maxinputs, most);
}

function orStop<Value, Failure>(outcome: Outcome<Value, Failure>, sentence: (error: Failure) => string): Value {
  if (outcome.ok) return outcome.value;
  throw new SearchError(sentence(outcome.error));
}
