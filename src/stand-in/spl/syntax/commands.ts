import { beyondPreview, commandFault } from "../spl-error.ts";
import { secondsOfSpan } from "../time-range.ts";
import { readAggregation } from "./aggregates.ts";
import { readAssignments, readExpression } from "./expressions.ts";
import { readCondition } from "./terms.ts";
import { unescaped, wordTokens } from "./tokens.ts";
import type { Command, CommandName, SortKey } from "./tree.ts";

type Reader<Name extends CommandName> = (rest: string) => Extract<Command, { readonly name: Name }>;

/** Reads what stands behind the name of a command. Each throws an SplError at what it cannot read. */
export const READERS: { readonly [Name in CommandName]: Reader<Name> } = {
  search: (rest) => ({ name: "search", condition: readCondition(rest) }),
  where: (rest) => ({ name: "where", condition: readExpression(rest) }),
  eval: (rest) => ({ name: "eval", assignments: readAssignments(rest) }),
  fields(rest) {
    const [, sign = "+", list = ""] = /^([+-])?\s*(.*)$/s.exec(rest) ?? [];
    return { name: "fields", keeps: sign === "+", patterns: namesIn("fields", list) };
  },
  table: (rest) => ({ name: "table", patterns: namesIn("table", rest) }),
  rename,
  fillnull(rest) {
    const [, value, list = ""] = /^value=(\w+)\s+(.*)$/s.exec(rest) ?? [];
    if (value === undefined) throw beyondPreview("fillnull without value= and fields");
    return { name: "fillnull", value, fields: namesIn("fillnull", list) };
  },
  sort,
  head(rest) {
    const [whole, number] = /^(?:limit\s*=\s*)?(\d*)$/.exec(rest) ?? [];
    if (whole === undefined && /^[\w*-]+$/.test(rest)) {
      throw commandFault("head", `expected a number of rows, received "${rest}".`);
    }
    if (whole === undefined) throw beyondPreview(`head ${rest}`);
    return { name: "head", count: number === "" ? 10 : Number(number) };
  },
  dedup(rest) {
    if (/[=\d]/.test(rest)) throw beyondPreview(`dedup ${rest}`);
    return { name: "dedup", fields: namesIn("dedup", rest) };
  },
  stats: (rest) => ({ name: "stats", ...readAggregation("stats", rest) }),
  streamstats(rest) {
    const { aggregates, by } = readAggregation("streamstats", rest);
    if (by.length > 0) throw beyondPreview("streamstats by a field");
    return { name: "streamstats", aggregates };
  },
  timechart,
  bin(rest) {
    const [, span = "", field = ""] = /^span=(\w+)\s+(\w+)$/.exec(rest) ?? [];
    if (field === "") throw beyondPreview(`bin ${rest}`);
    return { name: "bin", spanSeconds: secondsOfSpan(span), field };
  },
  mvexpand(rest) {
    const [field = "", ...more] = namesIn("mvexpand", rest);
    if (more.length > 0) throw beyondPreview(`mvexpand ${rest}`);
    return { name: "mvexpand", field };
  },
  transpose(rest) {
    const [, count = "5", columnName = "column"] = /^(\d+)?\s*(?:column_name=(\w+))?$/.exec(rest) ?? [];
    if (!/^\d*\s*(column_name=\w+)?$/.test(rest)) throw beyondPreview(`transpose ${rest}`);
    return { name: "transpose", count: Number(count), columnName };
  },
  convert(rest) {
    const [, field = "", as = field] = /^ctime\((\w+)\)(?:\s+as\s+(\w+))?$/i.exec(rest) ?? [];
    if (field === "") throw beyondPreview(`convert ${rest}`);
    return { name: "convert", field, as };
  },
  makeresults(rest) {
    if (rest !== "") throw beyondPreview(`makeresults ${rest}`);
    return { name: "makeresults" };
  },
  getimage: (rest) => ({ name: "getimage", args: argumentsIn(rest) }),
};

function namesIn(command: string, list: string): readonly string[] {
  const names = wordTokens(list).takeNames();
  if (names.length === 0) throw commandFault(command, "at least one field is needed.");
  return names;
}

/** `rename a as b, "c d" as e`. */
function rename(rest: string): ReturnType<Reader<"rename">> {
  const usage = commandFault("rename", "usage: rename <field> AS <newname>, ...");
  const names = wordTokens(rest).takeNames();
  const pairs: (readonly [from: string, to: string])[] = [];
  for (let at = 0; at < names.length; at += 3) {
    const [from = "", as = "", to] = names.slice(at, at + 3);
    if (as.toLowerCase() !== "as" || to === undefined) throw usage;
    if (from.includes("*")) throw beyondPreview("A rename with *");
    if (pairs.some(([other]) => other === from)) throw commandFault("rename", `the field "${from}" is renamed twice.`);
    pairs.push([from, to]);
  }
  if (pairs.length === 0) throw usage;
  return { name: "rename", pairs };
}

/** `sort [count] [-]field, ...`, also with `desc` at the end; without a count it leaves 10,000 rows, with 0 all. */
function sort(rest: string): ReturnType<Reader<"sort">> {
  const [, limit = "10000", list = ""] = /^(?:(?:limit\s*=\s*)?(\d+)(?![\w.])\s*)?(.*)$/s.exec(rest) ?? [];
  const [, names = "", turned] = /^(.*?)(\s+d(?:esc)?)?$/is.exec(list) ?? [];
  const found = [...names.matchAll(/([+-]?)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,+"-][^\s,"]*))\s*,?\s*/gsy)];
  const isAllRead = found.reduce((length, [whole]) => length + whole.length, 0) === names.length;
  if (found.length === 0 || !isAllRead) throw commandFault("sort", `cannot read "${rest}".`);
  const keys = found.map(([, sign, quoted, bare = ""]): SortKey => {
    if (bare.includes("(")) throw beyondPreview(`sort by ${bare}`);
    const isDescending = (sign === "-") !== (turned !== undefined);
    return { field: quoted === undefined ? bare : unescaped(quoted), isDescending };
  });
  return { name: "sort", keys, limit: Number(limit) || Number.POSITIVE_INFINITY };
}

/** `timechart [span=5m] [limit=10] [useother=f] [usenull=f] count by code`. */
function timechart(rest: string): ReturnType<Reader<"timechart">> {
  const options = new Map<string, string>();
  const list = rest.replace(/\b(span|limit|useother|usenull)=(\S+)\s*/g, (_, name: string, value: string) => {
    options.set(name, value);
    return "";
  });
  const { aggregates, by } = readAggregation("timechart", list);
  const [field, ...more] = by;
  if (more.length > 0 || (field !== undefined && aggregates.length > 1)) throw beyondPreview(`timechart ${list}`);
  const [span, limit = "10"] = [options.get("span"), options.get("limit")];
  if (!/^\d+$/.test(limit)) throw beyondPreview(`timechart limit=${limit}`);
  const isOn = (option: string): boolean => !/^f(alse)?$/i.test(options.get(option) ?? "");
  return {
    name: "timechart",
    spanSeconds: span === undefined ? undefined : secondsOfSpan(span),
    limit: Number(limit),
    useOther: isOn("useother"),
    useNull: isOn("usenull"),
    aggregates,
    by: field,
  };
}

/** Arguments as splunkd hands them to a command of its own: parted by blanks, without their quotes. */
function argumentsIn(text: string): readonly string[] {
  const pieces = text.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/gs) ?? [];
  return pieces.map((piece) => piece.replace(/"((?:[^"\\]|\\.)*)"/gs, (_, inside: string) => unescaped(inside)));
}
