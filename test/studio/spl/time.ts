/** From when to when a search looks, in seconds since 1970. */
export type Range = { readonly earliest: number; readonly latest: number };

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
/** Spans that `timechart` chooses from, so that there are at most 100 bins. */
const SPANS = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 86_400, 2_592_000];

/** `-24h@h`, `now`, seconds since 1970, or nothing for all time. */
export function timeOf(text: string, now: number, otherwise: number): number {
  if (text === "" || text === "0") return otherwise;
  if (text === "now") return now;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const [, count = "", unit = "", snap = ""] = /^-(\d+)([smhdw])(?:@([smhdw]))?$/.exec(text) ?? [];
  if (count === "") throw new Error(`no time that this test reads: ${text}`);
  const time = now - Number(count) * (UNITS[unit] ?? 0);
  const step = UNITS[snap] ?? 1;
  return Math.floor(time / step) * step;
}

/** Seconds of a bin of `timechart` that is told no span. */
export function spanFor({ earliest, latest }: Range): number {
  return SPANS.find((span) => (latest - earliest) / span <= 100) ?? 2_592_000;
}

export function secondsOf(span: string): number {
  const [, count = "", unit = ""] = /^(\d+)([smhdw])$/.exec(span) ?? [];
  if (count === "") throw new Error(`no span that this test reads: ${span}`);
  return Number(count) * (UNITS[unit] ?? 0);
}
