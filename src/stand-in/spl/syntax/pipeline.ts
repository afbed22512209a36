import { fields, table } from "../run/fields.ts";
import { fillnull } from "../run/fillnull.ts";
import { head } from "../run/head.ts";
import { rename } from "../run/rename.ts";
import { search } from "../run/search.ts";
import { sort } from "../run/sort.ts";
import { stats } from "../run/stats.ts";
import type { Step } from "../run/step.ts";
import { beyondPreview } from "../spl-error.ts";
import { expandMacros, type MacroReader } from "./macros.ts";
import { commandsIn } from "./split.ts";
import { argumentsIn } from "./words.ts";

/** One command of a search: what it does, or the arguments of the real one. */
export type Stage =
  | { readonly kind: "step"; readonly step: Step }
  | { readonly kind: "getimage"; readonly args: readonly string[] };

export type PipelineOptions = {
  readonly macros: MacroReader;
  /** Whether it goes on with what another search has found. */
  readonly isPostProcess?: boolean;
};

const STEPS: Readonly<Record<string, (rest: string) => Step>> = {
  search,
  fields,
  fillnull,
  table,
  rename,
  sort,
  head,
  stats,
};

/** Reads a whole search before anything of it is run. @throws SplError a sentence for the panel */
export function readPipeline(text: string, { macros, isPostProcess = false }: PipelineOptions): readonly Stage[] {
  return commandsIn(expandMacros(text, macros), isPostProcess).map(({ name, rest }): Stage => {
    if (name === "getimage") return { kind: "getimage", args: argumentsIn(rest) };
    const make = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
    if (!make) throw beyondPreview(`The command "${name}"`);
    return { kind: "step", step: make(rest) };
  });
}
