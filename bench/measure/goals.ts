import type { Figure } from "./figures.ts";

/** What is wanted of a figure: at least so much, or at most. */
export type Wanted = { readonly atLeast: number } | { readonly atMost: number };

/** A goal, and the figure that was found. */
export type Goal = {
  readonly bench: string;
  /** Says what the figure is, as in "pictures a second, times vipsthumbnail on all cores". */
  readonly what: string;
  readonly wanted: Wanted;
  readonly found: Figure;
  /** Whether missing it by far fails the short form. */
  readonly isGuard: boolean;
};

/** How far a figure may fall behind its goal before the short form fails: noise must not break builds. */
const SLACK = 2;

/** The goal of a ratio that may be missing, because a peer is. */
export function goal(
  bench: string,
  what: string,
  wanted: Wanted,
  found: Figure | undefined,
  isGuard = true,
): readonly Goal[] {
  return found ? [{ bench, what, wanted, found, isGuard }] : [];
}

export function isReached({ wanted, found }: Goal): boolean {
  return keeps(wanted, found.median, 1);
}

/** Goals that were missed by so much that something must have broken. */
export function farMissed(goals: readonly Goal[]): readonly Goal[] {
  return goals.filter(({ wanted, found, isGuard }) => isGuard && !keeps(wanted, found.median, SLACK));
}

export function wantedText(wanted: Wanted): string {
  return "atLeast" in wanted ? `at least ${numberText(wanted.atLeast)}` : `at most ${numberText(wanted.atMost)}`;
}

/** Three digits that count, with thousands set apart. */
export function numberText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumFractionDigits: digits });
}

function keeps(wanted: Wanted, value: number, slack: number): boolean {
  return "atLeast" in wanted ? value >= wanted.atLeast / slack : value <= wanted.atMost * slack;
}
