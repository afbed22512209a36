import { appendFileSync, mkdirSync, renameSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../base/error-text.ts";

export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";
export const LOG_LEVELS: readonly LogLevel[] = ["DEBUG", "INFO", "WARN", "ERROR"];
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
export type Log = {
  (level: LogLevel, event: string, fields?: LogFields): void;
  /** Whether lines of this level are written; what they would say need not be put together otherwise. */
  readonly writes: (level: LogLevel) => boolean;
};

export type LogSettings = {
  readonly folder: string;
  readonly file: string;
  readonly level: LogLevel;
  /** Size at which the file is rotated, in bytes, and how many old files stay. */
  readonly maxBytes: number;
  readonly keep: number;
};

const LOCK_IS_DEAD_AFTER_MS = 10_000;
const MAX_VALUE_LENGTH = 2_000;

/**
 * A log of key=value lines that several processes share: each line is one append, so lines never mix.
 * A log that cannot be written never disturbs the search.
 */
export function openLog(settings: LogSettings, now: () => Date = () => new Date()): Log {
  const path = join(settings.folder, settings.file);
  let ready = false;
  const writes = (level: LogLevel): boolean => LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(settings.level);
  const log = (level: LogLevel, event: string, fields: LogFields = {}): void => {
    if (!writes(level)) return;
    const line = logLine(now(), { level, pid: process.pid, event, ...fields });
    try {
      if (!ready) mkdirSync(settings.folder, { recursive: true });
      ready = true;
      try {
        rotateWhenFull(path, settings);
      } finally {
        // A log that is full and cannot be rotated still takes the line.
        appendFileSync(path, line, { mode: 0o600 });
      }
    } catch {
      // Nowhere is left to say it: stdout belongs to the protocol and each stderr line is an error in search.log.
    }
  };
  return Object.assign(log, { writes });
}

/** `2026-01-01 12:00:00.000 +0000 level=INFO event=... key="some value"` and a line feed. */
export function logLine(time: Date, fields: LogFields): string {
  const stamp = time.toISOString().replace("T", " ").replace("Z", " +0000");
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${quoted(String(value))}`);
  return `${stamp} ${pairs.join(" ")}\n`;
}

function quoted(value: string): string {
  const short = value.slice(0, MAX_VALUE_LENGTH);
  if (/^[\w.:/+-]+$/.test(short)) return short;
  const clean = short.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
  return `"${clean.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function rotateWhenFull(path: string, { maxBytes, keep }: LogSettings): void {
  if (sizeOf(path) < maxBytes) return;
  const lock = `${path}.lock`;
  if (!takeLock(lock)) return;
  try {
    // Another process may have rotated between our look and our lock.
    if (sizeOf(path) < maxBytes) return;
    for (let number = keep - 1; number >= 1; number--) renameIfThere(`${path}.${number}`, `${path}.${number + 1}`);
    renameIfThere(path, `${path}.1`);
  } finally {
    rmdirSync(lock);
  }
}

function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LOCK_IS_DEAD_AFTER_MS) rmdirSync(lock);
    return false;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (thrown) {
    if (errorCode(thrown) !== "ENOENT") throw thrown;
  }
}
