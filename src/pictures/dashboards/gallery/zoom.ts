export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };
/** Degrees clockwise. */
export type Turn = 0 | 90 | 180 | 270;
export type Fit = "window" | "width" | "actual";

/** How a picture is looked at, in words that hold for any picture in any window, so that two can be walked together. */
export type View = {
  readonly mode: Fit | "free";
  /** How many times the size that fits the window; counts in mode free. */
  readonly zoom: number;
  /** The point of the picture that is in the middle of the window, in shares of its sides as they are shown. */
  readonly centre: Point;
};

/** Where a picture is: its scale, and how far its middle is from the window's, in CSS pixels. */
export type Placed = { readonly scale: number; readonly x: number; readonly y: number };

export const WHOLE: View = { mode: "window", zoom: 1, centre: { x: 0.5, y: 0.5 } };
/** One pixel of a picture becomes at most so many, and the whole picture no smaller than this share of the window. */
const MAX_SCALE = 16;
const MIN_ZOOM = 0.25;
/** Small pictures are not blown up to a whole screen. */
const MAX_FITTED = 2;

export function turnedBy(turn: Turn, degrees: 90 | -90): Turn {
  return ((turn + degrees + 360) % 360) as Turn;
}

/** The sides of a picture as it stands when it is turned. */
export function turnedSize({ width, height }: Size, turn: Turn): Size {
  return turn % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** The point in the middle stays there when the picture is turned clockwise by a quarter. */
export function turnedView(view: View, degrees: 90 | -90): View {
  const { x, y } = view.centre;
  return { ...view, centre: degrees === 90 ? { x: 1 - y, y: x } : { x: y, y: 1 - x } };
}

/** The view that a button for a fit gives; a page as wide as the window begins at its head. */
export function fitted(mode: Fit): View {
  return { mode, zoom: 1, centre: { x: 0.5, y: mode === "width" ? 0 : 0.5 } };
}

/** @param shown sides of the picture as it is turned */
export function scaleOf({ mode, zoom }: View, shown: Size, window: Size): number {
  const fitting = fittingScale(shown, window);
  if (mode === "window") return fitting;
  if (mode === "actual") return 1;
  if (mode === "width") return Math.min(window.width / shown.width, MAX_SCALE);
  return bounded(fitting * zoom, fitting);
}

/** Nothing but the picture is in view where it is larger than the window; where it is smaller, it is in the middle. */
export function placed(view: View, shown: Size, window: Size): Placed {
  const scale = scaleOf(view, shown, window);
  const { x, y } = seenCentre(view, shown, window, scale);
  return { scale, x: (0.5 - x) * shown.width * scale, y: (0.5 - y) * shown.height * scale };
}

/** @param at the point that stays where it is, in CSS pixels from the window's middle */
export function zoomed(view: View, factor: number, at: Point, shown: Size, window: Size): View {
  const before = scaleOf(view, shown, window);
  const fitting = fittingScale(shown, window);
  const scale = bounded(before * factor, fitting);
  const { x, y } = seenCentre(view, shown, window, before);
  const moved = (centre: number, offset: number, side: number): number =>
    centre + offset / (side * before) - offset / (side * scale);
  const centre = { x: moved(x, at.x, shown.width), y: moved(y, at.y, shown.height) };
  return { mode: "free", zoom: scale / fitting, centre };
}

/** @param by how far the picture is pushed, in CSS pixels */
export function panned(view: View, by: Point, shown: Size, window: Size): View {
  const scale = scaleOf(view, shown, window);
  const { x, y } = seenCentre(view, shown, window, scale);
  const pushed = { x: x - by.x / (shown.width * scale), y: y - by.y / (shown.height * scale) };
  return { ...view, centre: seenCentre({ ...view, centre: pushed }, shown, window, scale) };
}

function fittingScale(shown: Size, window: Size): number {
  return Math.max(Math.min(window.width / shown.width, window.height / shown.height, MAX_FITTED), 1e-4);
}

function bounded(scale: number, fitting: number): number {
  return Math.min(Math.max(scale, Math.min(fitting, 1) * MIN_ZOOM), Math.max(MAX_SCALE, fitting));
}

function seenCentre({ centre }: View, shown: Size, window: Size, scale: number): Point {
  const within = (share: number, side: number, windowSide: number): number => {
    const half = windowSide / (2 * side * scale);
    return half >= 0.5 ? 0.5 : Math.min(Math.max(share, half), 1 - half);
  };
  return { x: within(centre.x, shown.width, window.width), y: within(centre.y, shown.height, window.height) };
}
