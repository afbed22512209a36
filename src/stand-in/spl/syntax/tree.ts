/**
 * A search of SPL as a typed tree: what it says, apart from whatever runs it. The names below are
 * all the SPL there is here; the rules are those of Splunk's Search Reference.
 */
export type Search = readonly Command[];

export type Command =
  | { readonly name: "makeresults" }
  | { readonly name: "search"; readonly condition: Condition }
  | { readonly name: "where"; readonly condition: Expression }
  | { readonly name: "eval"; readonly assignments: readonly Assignment[] }
  | { readonly name: "fields"; readonly keeps: boolean; readonly patterns: readonly string[] }
  | { readonly name: "table"; readonly patterns: readonly string[] }
  | { readonly name: "rename"; readonly pairs: readonly (readonly [from: string, to: string])[] }
  | { readonly name: "fillnull"; readonly value: string; readonly fields: readonly string[] }
  | { readonly name: "sort"; readonly keys: readonly SortKey[]; readonly limit: number }
  | { readonly name: "head"; readonly count: number }
  | { readonly name: "dedup"; readonly fields: readonly string[] }
  | { readonly name: "stats"; readonly aggregates: readonly Aggregate[]; readonly by: readonly string[] }
  | { readonly name: "streamstats"; readonly aggregates: readonly Aggregate[] }
  | ({ readonly name: "timechart" } & Timechart)
  | { readonly name: "bin"; readonly spanSeconds: number; readonly field: string }
  | { readonly name: "mvexpand"; readonly field: string }
  | { readonly name: "transpose"; readonly count: number; readonly columnName: string }
  | { readonly name: "convert"; readonly field: string; readonly as: string }
  /** The app's own command, with its arguments as splunkd hands them over. */
  | { readonly name: "getimage"; readonly args: readonly string[] };

export type CommandName = Command["name"];

/** All commands, in the order in which a person would name them. */
const COMMANDS: Readonly<Record<CommandName, true>> = {
  search: true,
  where: true,
  eval: true,
  fields: true,
  table: true,
  rename: true,
  sort: true,
  head: true,
  dedup: true,
  stats: true,
  streamstats: true,
  timechart: true,
  bin: true,
  fillnull: true,
  mvexpand: true,
  transpose: true,
  convert: true,
  makeresults: true,
  getimage: true,
};
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/** `==` of an expression is `=` here. */
export const COMPARISONS = ["=", "!=", "<", ">", "<=", ">="] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What `search` asks of a row. A term is looked for in the whole event; texts may hold `*`. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "field"; readonly field: string; readonly comparison: Comparison; readonly value: string }
  | { readonly kind: "term"; readonly text: string };

/** What `eval` and `where` work out from a row. */
export type Expression =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "not"; readonly part: Expression }
  | {
      readonly kind: "binary";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "call"; readonly function: FunctionName; readonly args: readonly Expression[] };

export type Operator = "OR" | "AND" | Comparison | "+" | "-" | "." | "*" | "/";
export type Assignment = { readonly field: string; readonly expression: Expression };

const MANY = Number.POSITIVE_INFINITY;
/** The functions of expressions: how many arguments each takes, at least and at most. */
export const FUNCTIONS = {
  case: [2, MANY],
  coalesce: [1, MANY],
  if: [3, 3],
  in: [2, MANY],
  isnotnull: [1, 1],
  isnull: [1, 1],
  len: [1, 1],
  like: [2, 2],
  mvappend: [1, MANY],
  mvfind: [2, 2],
  mvindex: [2, 2],
  mvjoin: [2, 2],
  null: [0, 0],
  round: [1, 2],
  strftime: [2, 2],
  substr: [2, 3],
  tostring: [2, 2],
  true: [0, 0],
  upper: [1, 1],
  urldecode: [1, 1],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>;
export type FunctionName = keyof typeof FUNCTIONS;

export const AGGREGATE_NAMES = [
  "count",
  "sum",
  "max",
  "median",
  "perc95",
  "latest",
  "first",
  "values",
  "list",
] as const;
export type AggregateName = (typeof AGGREGATE_NAMES)[number];

/** One value of `stats` and its kin. `count` alone counts rows; `as` is the column that it goes to. */
export type Aggregate = {
  readonly function: AggregateName;
  readonly field: string | undefined;
  readonly as: string;
};

export type Timechart = {
  /** Without one it follows from the range of the search. */
  readonly spanSeconds: number | undefined;
  /** The columns that `by` makes at the most; 0 for any number. */
  readonly limit: number;
  readonly useOther: boolean;
  readonly useNull: boolean;
  readonly aggregates: readonly Aggregate[];
  readonly by: string | undefined;
};

export type SortKey = { readonly field: string; readonly isDescending: boolean };
