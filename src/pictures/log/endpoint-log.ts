import type { Log, LogFields, LogLevel } from "../../splunk/log.ts";
import type { Settings } from "../settings/settings.ts";
import { type LoggedPicture, openGetimageLog, pictureLine } from "./getimage-log.ts";

/** What the endpoint leaves in getimage.log: a line for each picture fetched or failed, with the user who wanted it. */
export class EndpointLog {
  readonly #folder: string;
  #settings: Settings["log"] | undefined;
  #log: Log;

  constructor(folder: string) {
    this.#folder = folder;
    this.#log = openGetimageLog(folder);
  }

  /** From here on these settings count. */
  settle({ log }: Settings): void {
    if (log === this.#settings) return;
    this.#settings = log;
    this.#log = openGetimageLog(this.#folder, log);
  }

  event(level: LogLevel, event: string, fields: LogFields = {}): void {
    this.#log(level, event, { by: "endpoint", ...fields });
  }

  picture(user: string, attended: LoggedPicture): void {
    const { level, fields } = pictureLine(attended);
    this.event(level, "picture", { user, ...fields });
  }
}
