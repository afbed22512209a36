import { LOG_LEVELS, type Log, openLog } from "../../splunk/log.ts";
import type { Settings } from "../settings/settings.ts";

const FILE = "getimage.log";

/** The log that all programs of the app share. @param settings absent before getimage.conf is read */
export function openGetimageLog(folder: string, settings?: Settings["log"]): Log {
  const { level: name = "info", max_bytes: maxBytes = 25_000_000, keep = 5 } = settings ?? {};
  const level = LOG_LEVELS.find((known) => known.toLowerCase() === name) ?? "INFO";
  return openLog({ folder, file: FILE, level, maxBytes, keep });
}
