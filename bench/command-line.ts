import { fail, type Outcome, succeed } from "../src/base/outcome.ts";

export type Wish = {
  /** Benches to run; none named means all. */
  readonly names: readonly string[];
  readonly rounds: number | undefined;
  readonly isShort: boolean;
  readonly wants: "run" | "list" | "help";
};

export const USAGE = `usage: npm run bench -- [NAME ...] [--rounds N] [--short] [--list] [--help]
  NAME         benches to run; all of them where none is named
  --rounds N   how often each program runs, in turns; 5 where nothing is said
  --short      small sets and few rounds, about a minute; fails only where a figure is under half of its goal
  --list       prints what there is`;

/** @param known names of benches @returns what is asked for, or what is wrong with it */
export function parseCommandLine(args: readonly string[], known: readonly string[]): Outcome<Wish, string> {
  const names: string[] = [];
  let rounds: number | undefined;
  let isShort = false;
  let wants: Wish["wants"] = "run";
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--rounds") {
      rounds = Number(args[++at]);
      if (!Number.isInteger(rounds) || rounds < 1) return fail("--rounds takes a whole number from 1");
    } else if (arg === "--short") isShort = true;
    else if (arg === "--list") wants = "list";
    else if (arg === "--help" || arg === "-h") wants = "help";
    else if (known.includes(arg)) names.push(arg);
    else return fail(`there is no bench ${arg}; there are ${known.join(", ")}`);
  }
  return succeed({ names, rounds, isShort, wants });
}
