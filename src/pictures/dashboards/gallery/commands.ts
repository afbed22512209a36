import { compared, type LightboxState, leafed, turned, walked } from "./lightbox-state.ts";
import { type Fit, fitted, type Point, type View } from "./zoom.ts";

/** What keys and buttons do in the lightbox. */
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

const ZOOM_STEP = 1.4;
/** How far a key pushes the picture, in CSS pixels. */
const PUSH = 80;

/** The window of the picture, which knows its size. */
type Stage = { readonly zoomedBy: (factor: number) => View; readonly pannedBy: (by: Point) => View };
type Change = (state: LightboxState, stage: Stage) => LightboxState;

const fit =
  (mode: Fit): Change =>
  (state) => ({ ...state, view: fitted(mode) });
const zoom =
  (factor: number): Change =>
  (state, stage) => ({ ...state, view: stage.zoomedBy(factor) });
const push =
  (by: Point): Change =>
  (state, stage) => ({ ...state, view: stage.pannedBy(by) });

/** What each command makes of what is seen. */
export const CHANGES: Readonly<Record<Command, Change>> = {
  previous: (state) => walked(state, -1),
  next: (state) => walked(state, 1),
  first: (state) => walked(state, -state.items.length),
  last: (state) => walked(state, state.items.length),
  previousPage: (state) => leafed(state, state.place.page - 1),
  nextPage: (state) => leafed(state, state.place.page + 1),
  zoomIn: zoom(ZOOM_STEP),
  zoomOut: zoom(1 / ZOOM_STEP),
  window: fit("window"),
  width: fit("width"),
  actual: fit("actual"),
  turn: (state) => turned(state, 90),
  turnBack: (state) => turned(state, -90),
  compare: compared,
  facts: (state) => ({ ...state, hasFacts: !state.hasFacts }),
  panLeft: push({ x: PUSH, y: 0 }),
  panRight: push({ x: -PUSH, y: 0 }),
  panUp: push({ x: 0, y: PUSH }),
  panDown: push({ x: 0, y: -PUSH }),
};

/** Commands after which the picture glides to its place. */
export const SMOOTH: ReadonlySet<Command> = new Set(["zoomIn", "zoomOut", "window", "width", "actual"]);

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

/** What a KeyboardEvent says of a key. */
export type KeyStroke = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
};

/** Keys with Ctrl, Alt or Meta belong to the browser. */
export function commandOf({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyStroke): Command | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  const named = (table: Readonly<Record<string, Command>>, name: string): Command | undefined =>
    Object.hasOwn(table, name) ? table[name] : undefined;
  return (shiftKey ? named(SHIFTED, key) : undefined) ?? named(PLAIN, key) ?? named(PLAIN, key.toLowerCase());
}
