/** What a key does in the lightbox. */
export type Command =
  | "previous"
  | "next"
  | "first"
  | "last"
  | "previousPage"
  | "nextPage"
  | "zoomIn"
  | "zoomOut"
  | "window"
  | "width"
  | "actual"
  | "turn"
  | "turnBack"
  | "compare"
  | "facts"
  | "panLeft"
  | "panRight"
  | "panUp"
  | "panDown";

const PLAIN: Readonly<Record<string, Command>> = {
  ArrowLeft: "previous",
  ArrowRight: "next",
  ArrowUp: "panUp",
  ArrowDown: "panDown",
  Home: "first",
  End: "last",
  PageUp: "previousPage",
  PageDown: "nextPage",
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  _: "zoomOut",
  "0": "window",
  "1": "actual",
  w: "width",
  r: "turn",
  c: "compare",
  i: "facts",
};
const SHIFTED: Readonly<Record<string, Command>> = { ArrowLeft: "panLeft", ArrowRight: "panRight", R: "turnBack" };

export type KeyStroke = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey">;

/** Keys with Ctrl, Alt or Meta belong to the browser. */
export function commandOf({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyStroke): Command | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  const named = (table: Readonly<Record<string, Command>>, name: string): Command | undefined =>
    Object.hasOwn(table, name) ? table[name] : undefined;
  return (shiftKey ? named(SHIFTED, key) : undefined) ?? named(PLAIN, key) ?? named(PLAIN, key.toLowerCase());
}
