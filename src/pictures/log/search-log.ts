import { withoutCredentials } from "../../base/redact.ts";
import type { SearchInfo } from "../../splunk/chunked/metadata.ts";
import type { Log, LogFields, LogLevel } from "../../splunk/log.ts";
import type { Answer } from "../command/answer.ts";
import type { Counts } from "../command/command.ts";
import type { Settings } from "../settings/settings.ts";
import { openGetimageLog, pictureLevel, pictureLine } from "./getimage-log.ts";

/** What one search leaves in getimage.log: a line for each picture fetched or failed, and one for the search. */
export class SearchLog {
  readonly #folder: string;
  readonly #started = performance.now();
  #log: Log;
  #search: LogFields = {};
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#log = openGetimageLog(folder);
  }

  /** From here on lines name the search, and the settings count. */
  began({ sid, username }: SearchInfo, { log }: Settings): void {
    this.#search = { sid, user: username };
    this.#log = openGetimageLog(this.#folder, log);
  }

  event(level: LogLevel, event: string, fields: LogFields = {}): void {
    this.#log(level, event, { ...this.#search, ...fields });
  }

  pictures({ done, server }: Answer, value: string): void {
    for (const { outcome, ms } of done) {
      this.#bytes += bytesFetched(outcome);
      if (!this.#log.writes(pictureLevel(outcome))) continue;
      const name = withoutCredentials(value);
      const { level, fields } = pictureLine({ outcome, name, server, ms });
      this.event(level, "picture", fields);
    }
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

function bytesFetched(outcome: Answer["done"][number]["outcome"]): number {
  if (!outcome.ok) return outcome.error.source?.bytes ?? 0;
  const { cache, entry } = outcome.value;
  return cache === "miss" || cache === "off" ? entry.origin.bytes : 0;
}
