import { readFileSync } from "node:fs";

/** What /proc says of one process. Ticks are those of the kernel, a hundred a second. */
export type ProcessTicks = {
  readonly own: number;
  /** Of its children that ended and whose end it has waited for. */
  readonly reaped: number;
};

const TICKS_PER_SECOND = 100;

/** @param stat the text of /proc/PID/stat; the name in it may hold blanks and brackets */
export function ticksIn(stat: string): ProcessTicks {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // Behind the name: state, parent, ... as proc(5) numbers them from 3.
  const field = (number: number): number => Number(fields[number - 3] ?? 0);
  return { own: field(14) + field(15), reaped: field(16) + field(17) };
}

/** @param rollup the text of /proc/PID/smaps_rollup @returns bytes, pages that are shared counted in part */
export function pssIn(rollup: string): number {
  return 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
}

export function secondsOf(ticks: number): number {
  return ticks / TICKS_PER_SECOND;
}

/** A process and all that descend from it, as far as they are there. Programs fork on their first thread. */
export function treeOf(pid: number): number[] {
  const children = textOf(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap(treeOf)];
}

/** Undefined for a process that has ended. */
export function ticksOf(pid: number | "self"): ProcessTicks | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat === "" ? undefined : ticksIn(stat);
}

export function pssOf(pid: number): number {
  return pssIn(textOf(`/proc/${pid}/smaps_rollup`));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
