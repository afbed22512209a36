const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Seconds in the largest unit that they fill, as in "30 days"; empty where that says no more than the number. */
export function readableSeconds(text: string): string {
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  const [name = "", size = 1] = UNITS.find(([, length]) => seconds >= length) ?? [];
  return name === "" ? "" : counted(seconds / size, name);
}

/** Bytes in the largest unit that they fill, as in "20 GiB". */
export function readableBytes(text: string): string {
  const bytes = /^\d+$/.test(text) ? Number(text) : 0;
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 5);
  return power === 0 ? "" : `${rounded(bytes / 1024 ** power)} ${["", "KiB", "MiB", "GiB", "TiB", "PiB"][power]}`;
}

function counted(count: number, name: string): string {
  const shown = rounded(count);
  return `${shown} ${name}${shown === "1" ? "" : "s"}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
