const SVG = "http://www.w3.org/2000/svg";

/** Strokes on a field of 24 by 24. */
const STROKES = {
  previous: "M15 5L8 12L15 19",
  next: "M9 5L16 12L9 19",
  up: "M5 15L12 8L19 15",
  zoomIn: "M11 4A7 7 0 1 1 10.9 4M16 16L21 21M11 8V14M8 11H14",
  zoomOut: "M11 4A7 7 0 1 1 10.9 4M16 16L21 21M8 11H14",
  window: "M4 9V4H9M15 4H20V9M20 15V20H15M9 20H4V15",
  width: "M4 5V19M20 5V19M7 12H17M10 9L7 12L10 15M14 9L17 12L14 15",
  actual: "M6 8L8 6.5V18M16 8L18 6.5V18M12 10V10.2M12 15V15.2",
  turn: "M19 12A7 7 0 1 1 16.5 6.6M17 2.5V7H12.5",
  compare: "M4 5H10V19H4ZM14 5H20V19H14Z",
  facts: "M12 4A8 8 0 1 1 11.9 4M12 11V16M12 8V8.1",
  original: "M14 4H20V10M20 4L11 13M18 14V19H5V6H10",
  download: "M12 4V15M7 10.5L12 15.5L17 10.5M5 20H19",
  close: "M6 6L18 18M18 6L6 18",
} as const;
export type IconName = keyof typeof STROKES;

/** A small drawing for a button that says in words what it does. */
export function makeIcon(name: IconName): SVGElement {
  const icon = document.createElementNS(SVG, "svg");
  const settings = { viewBox: "0 0 24 24", class: "gx-glyph", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(settings)) icon.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  icon.append(path);
  return icon;
}
