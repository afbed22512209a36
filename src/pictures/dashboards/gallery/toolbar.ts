import { make } from "../../../web/make.ts";
import type { PictureAddress } from "../shared/address.ts";
import type { Command } from "./commands.ts";
import type { ToolbarState } from "./toolbar-state.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Strokes on a field of 24 by 24. */
const STROKES = {
  previous: "M15 5L8 12L15 19",
  next: "M9 5L16 12L9 19",
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
type IconName = keyof typeof STROKES;

export type Toolbar = { readonly root: HTMLElement; readonly show: (state: ToolbarState) => void };

/** The controls of the lightbox. */
export function makeToolbar(run: (command: Command) => void, close: () => void): Toolbar {
  const control = (icon: IconName, name: string, key: string, press: () => void): HTMLButtonElement => {
    const attributes = { type: "button", class: "gx-control", "aria-label": name, title: `${name} (${key})` };
    const button = make("button", attributes, makeIcon(icon));
    button.addEventListener("click", press);
    return button;
  };
  const does = (icon: IconName, name: string, key: string, command: Command): HTMLButtonElement =>
    control(icon, name, key, () => run(command));
  const link = (icon: IconName, name: string): HTMLAnchorElement =>
    make("a", { class: "gx-control", "aria-label": name, title: name }, makeIcon(icon));

  const previous = does("previous", "Previous record", "←", "previous");
  const next = does("next", "Next record", "→", "next");
  const place = make("span", { class: "gx-place" });
  const zoomOut = does("zoomOut", "Zoom out", "-", "zoomOut");
  const zoomIn = does("zoomIn", "Zoom in", "+", "zoomIn");
  const scale = make("span", { class: "gx-scale", "aria-label": "Scale" });
  const fits = {
    window: does("window", "Fit to window", "0", "window"),
    width: does("width", "Fit to width", "W", "width"),
    actual: does("actual", "Actual size", "1", "actual"),
  };
  const turn = does("turn", "Turn by 90 degrees", "R", "turn");
  const compare = does("compare", "Compare", "C", "compare");
  const facts = does("facts", "Facts", "I", "facts");
  const original = link("original", "Open in original size in a new tab");
  original.target = "_blank";
  original.rel = "noopener noreferrer";
  const download = link("download", "Download");
  const group = (...children: readonly Node[]): HTMLElement => make("div", { class: "gx-group" }, ...children);
  const root = make(
    "div",
    { class: "gx-toolbar", role: "toolbar", "aria-label": "Picture" },
    group(previous, place, next),
    group(zoomOut, scale, zoomIn, fits.window, fits.width, fits.actual, turn),
    group(compare, facts, original, download),
    group(control("close", "Close", "Esc", close)),
  );

  return {
    root,
    show: (state) => {
      place.textContent = state.place;
      setEnabled(previous, state.hasPrevious);
      setEnabled(next, state.hasNext);
      const hasPicture = state.scale !== undefined;
      for (const button of [zoomOut, zoomIn, turn, ...Object.values(fits)]) setEnabled(button, hasPicture);
      scale.textContent = state.scale === undefined ? "–" : `${Math.max(1, Math.round(100 * state.scale))} %`;
      for (const [mode, button] of Object.entries(fits))
        button.setAttribute("aria-pressed", String(mode === state.mode));
      compare.setAttribute("aria-pressed", String(state.isComparing));
      facts.setAttribute("aria-pressed", String(state.hasFacts));
      setLink(original, state.original);
      setLink(download, state.download?.address);
      download.download = state.download?.name ?? "";
    },
  };
}

// A button that is disabled loses the focus, and with it the keys.
function setEnabled(button: HTMLButtonElement, isEnabled: boolean): void {
  button.setAttribute("aria-disabled", String(!isEnabled));
}

function setLink(link: HTMLAnchorElement, address: PictureAddress | undefined): void {
  link.hidden = address === undefined;
  if (address === undefined) link.removeAttribute("href");
  else link.href = address;
}

/** A small drawing for a button that says in words what it does. */
function makeIcon(name: IconName): SVGElement {
  const icon = document.createElementNS(SVG, "svg");
  const settings = { viewBox: "0 0 24 24", class: "gx-glyph", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(settings)) icon.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  icon.append(path);
  return icon;
}
