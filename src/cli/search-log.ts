import type { SearchInfo } from "../chunked/metadata.ts";
import type { Answer } from "../getimage/answer.ts";
import type { Counts } from "../getimage/command.ts";
import type { Settings } from "../getimage/settings.ts";
import { withoutCredentials } from "../lib/redact.ts";
import { LOG_LEVELS, type Log, type LogFields, type LogLevel, openLog } from "../splunk/log.ts";

const FILE = "getimage.log";

/** What one search leaves in getimage.log: a line for each picture fetched or failed, and one for the search. */
export class SearchLog {
  readonly #folder: string;
  readonly #started = performance.now();
  #log: Log;
  #search: LogFields = {};
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#log = openLog({ folder, file: FILE, level: "INFO", maxBytes: 25_000_000, keep: 5 });
  }

  /** From here on lines name the search, and the settings count. */
  began({ sid, username }: SearchInfo, { log }: Settings): void {
    const level = LOG_LEVELS.find((name) => name.toLowerCase() === log.level) ?? "INFO";
    this.#search = { sid, user: username };
    this.#log = openLog({ folder: this.#folder, file: FILE, level, maxBytes: log.max_bytes, keep: log.keep });
  }

  event(level: LogLevel, event: string, fields: LogFields = {}): void {
    this.#log(level, event, { ...this.#search, ...fields });
  }

  /** A picture from the cache is told at debug level only: a search may have millions. */
  pictures({ done, server }: Answer, value: string): void {
    const name = withoutCredentials(value);
    for (const each of done) this.#picture(each, name, server);
  }

  // `host` would be mixed up with Splunk's own field of that name, which is the search head; hence `server`.
  #picture({ outcome, ms }: Answer["done"][number], name: string, asked: string | undefined): void {
    if (!outcome.ok) {
      const { error, source } = outcome.error;
      this.#bytes += source?.bytes ?? 0;
      const { code, httpStatus: status, text } = error;
      this.event("WARN", "picture", { name, server: asked, code, status, ms, text });
      return;
    }
    const { cache, entry, doubt } = outcome.value;
    const { origin, width, height, pages, page, decoder, note } = entry;
    const isFetched = cache === "miss" || cache === "off";
    if (isFetched) this.#bytes += origin.bytes;
    const { host: server, pathname: path } = new URL(origin.url);
    const facts = { status: origin.status, bytes: origin.bytes, format: origin.format, width, height };
    const decoded = { pages, page, decoder, note };
    const failure = doubt && { code: doubt.code, text: doubt.text };
    const level = doubt ? "WARN" : cache === "hit" ? "DEBUG" : "INFO";
    this.event(level, "picture", { name, server, path, cache, ...facts, ...decoded, ms, ...failure });
  }

  summary({ rows, hits, misses, stale, errors }: Counts, cancelled: boolean): void {
    this.event("INFO", "search", {
      rows,
      hits,
      misses,
      stale: stale > 0 ? stale : undefined,
      errors: [...errors.values()].reduce((sum, count) => sum + count, 0),
      ...Object.fromEntries([...errors].map(([code, count]) => [`error_${code.replaceAll("-", "_")}`, count])),
      bytes: this.#bytes,
      ms: Math.round(performance.now() - this.#started),
      cancelled: cancelled || undefined,
    });
  }
}
