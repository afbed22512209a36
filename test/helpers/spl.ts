/**
 * Reads the little of SPL that the app's reports are written in, and tells which fields they name without there being
 * such a field: `search`, `getimage`, `eval`, `where`, `stats`, `sort`, `dedup`, `fields`, `table`, `rename`,
 * `head`, `convert`.
 */
type Step = { readonly strange: readonly string[]; readonly after: readonly string[] };

const WORDS = new Set(["by", "as", "and", "or", "not", "ctime"]);

/** The commands of a search in their order; a `|` in quotes parts nothing. */
export function commandsOf(search: string): string[] {
  return search.split(/\|(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((command) => command.trim());
}

/** A search with its macros filled in. */
export function expanded(search: string, definitionOf: (macro: string) => string): string {
  return search.replace(/`(\w+)`/g, (_, macro: string) => definitionOf(macro));
}

/**
 * @param known fields that the events have
 * @param added fields that getimage adds
 */
export function strangeFields(search: string, known: readonly string[], added: readonly string[]): readonly string[] {
  return followed(search, known, added).strange;
}

/** The fields that a search leaves. */
export function fieldsAfter(search: string, known: readonly string[], added: readonly string[]): readonly string[] {
  return followed(search, known, added).after;
}

function followed(search: string, known: readonly string[], added: readonly string[]): Step {
  const strange: string[] = [];
  let fields = known;
  for (const command of commandsOf(search)) {
    const step = stepOf(command, fields, added);
    strange.push(...step.strange);
    fields = step.after;
  }
  return { strange, after: fields };
}

function stepOf(command: string, fields: readonly string[], added: readonly string[]): Step {
  const [, verb = "", rest = ""] = /^(\w+)\b(?!=)\s*(.*)$/s.exec(command) ?? [];
  const unknown = (names: readonly string[]): string[] => names.filter((name) => !fields.includes(name));
  switch (verb) {
    case "getimage":
      return { strange: unknown(rest.split(" ").slice(0, 1)), after: [...fields, ...added] };
    case "eval": {
      const [, name = "", expression = ""] = /^(\w+)=(.*)$/s.exec(rest) ?? [];
      return { strange: unknown(namesIn(expression)), after: [...fields, name] };
    }
    case "stats": {
      const [values = "", by = ""] = rest.split(/\bby\b/);
      const made = [...values.matchAll(/\bas (\w+)/g)].map(([, name = ""]) => name);
      const counted = /\bcount\b(?!\()/.test(values) ? ["count"] : [];
      const read = [...values.matchAll(/\w+\((\w+)\)/g)].map(([, name = ""]) => name);
      return { strange: unknown([...read, ...namesIn(by)]), after: [...made, ...counted, ...namesIn(by)] };
    }
    case "where":
    case "sort":
    case "dedup":
    case "convert":
      return { strange: unknown(namesIn(rest)), after: fields };
    case "fillnull":
      return { strange: unknown(namesIn(rest.replace(/^value=\w+/, ""))), after: fields };
    case "head":
      return { strange: [], after: fields };
    case "rename": {
      const pairs = [...rest.matchAll(/(\w+) as (\w+)/g)];
      const [before, now] = [pairs.map(([, from = ""]) => from), pairs.map(([, , to = ""]) => to)];
      return { strange: unknown(before), after: [...fields.filter((name) => !before.includes(name)), ...now] };
    }
    case "table":
    case "fields":
      return { strange: unknown(namesIn(rest)), after: namesIn(rest) };
    default: {
      // The events themselves: terms like name=value.
      const read = [...command.matchAll(/(\w+)=/g)].map(([, name = ""]) => name);
      return { strange: unknown(read), after: fields };
    }
  }
}

function namesIn(expression: string): string[] {
  const names = expression.replace(/"[^"]*"/g, " ").match(/\b[A-Za-z_]\w*\b(?!\()/g) ?? [];
  return names.filter((name) => !WORDS.has(name.toLowerCase()));
}
