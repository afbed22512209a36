import { beyondPreview, SplError } from "./spl-error.ts";

/** When rows must have happened, in seconds since 1970; the end is not part of it. */
export type TimeRange = { readonly earliest: number; readonly latest: number };

const PIECE = /([+-])(\d*)([a-z]+)|@([a-z]+)(\d?)/gy;
const UNITS: readonly (readonly [unit: string, names: RegExp])[] = [
  ["second", /^s(ec(ond)?s?)?$/],
  ["minute", /^m(in(ute)?s?)?$/],
  ["hour", /^h((ou)?rs?)?$/],
  ["day", /^d(ays?)?$/],
  ["week", /^w(eeks?)?$/],
  ["month", /^mon(ths?)?$/],
  ["year", /^y((ea)?rs?)?$/],
];

/** Two of Splunk's time modifiers, such as "-7d@h" and "now". Nothing, or 0, is no bound. */
export function readTimeRange(earliest: string, latest: string, now: Date): TimeRange {
  const [from, to] = [earliest.trim(), latest.trim()];
  return {
    earliest: from === "" || from === "0" ? Number.NEGATIVE_INFINITY : momentOf(from, now),
    latest: to === "" ? Number.POSITIVE_INFINITY : momentOf(to, now),
  };
}

function momentOf(text: string, now: Date): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text.startsWith("rt")) throw beyondPreview("A search in real time");
  if (text === "now" || text === "now()") return now.getTime() / 1000;
  const date = new Date(now);
  PIECE.lastIndex = 0;
  for (let read = 0; read < text.length; read = PIECE.lastIndex) {
    PIECE.lastIndex = read;
    const match = PIECE.exec(text);
    if (!match)
      throw new SplError(`Invalid time "${text}": expected a modifier such as -7d@h, now, or seconds since 1970.`);
    const [, sign, count = "", unit, snapped, weekday = ""] = match;
    if (unit !== undefined) move(date, unitOf(unit, text), (sign === "-" ? -1 : 1) * Number(count === "" ? 1 : count));
    else if (snapped !== undefined) snap(date, unitOf(snapped, text), Number(weekday));
  }
  return date.getTime() / 1000;
}

function unitOf(word: string, text: string): string {
  const found = UNITS.find(([, names]) => names.test(word));
  if (!found) throw new SplError(`Invalid time "${text}": "${word}" is no unit of time.`);
  return found[0];
}

function move(date: Date, unit: string, count: number): void {
  if (unit === "second") date.setTime(date.getTime() + count * 1000);
  else if (unit === "minute") date.setTime(date.getTime() + count * 60_000);
  else if (unit === "hour") date.setTime(date.getTime() + count * 3_600_000);
  else if (unit === "day") date.setDate(date.getDate() + count);
  else if (unit === "week") date.setDate(date.getDate() + 7 * count);
  else if (unit === "month") date.setMonth(date.getMonth() + count);
  else date.setFullYear(date.getFullYear() + count);
}

// Weeks begin on Sunday, or on the weekday that is named.
function snap(date: Date, unit: string, weekday: number): void {
  date.setMilliseconds(0);
  const larger = ["second", "minute", "hour", "day", "week", "month", "year"].indexOf(unit);
  if (larger >= 1) date.setSeconds(0);
  if (larger >= 2) date.setMinutes(0);
  if (larger >= 3) date.setHours(0);
  if (unit === "week") date.setDate(date.getDate() - ((date.getDay() - weekday + 7) % 7));
  if (larger >= 5) date.setDate(1);
  if (larger >= 6) date.setMonth(0);
}

const SPANS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 };

/** Seconds of a span such as `5m`. Those of a month or a year differ. */
export function secondsOfSpan(span: string): number {
  const [, count = "1", unit = ""] = /^(\d+)?([a-z]+)$/.exec(span) ?? [];
  const seconds = SPANS[unitOf(unit, span)];
  if (seconds === undefined) throw beyondPreview(`A span of ${span}`);
  return Number(count) * seconds;
}
