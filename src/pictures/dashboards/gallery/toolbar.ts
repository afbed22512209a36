import { make } from "../../../web/make.ts";
import type { PictureAddress } from "../shared/address.ts";
import { type IconName, makeIcon } from "./icons.ts";
import type { Command } from "./keys.ts";

/** What the toolbar says at a moment. */
export type ToolbarState = {
  readonly place: string;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** Screen pixels for each pixel of the picture; undefined where there is no picture. */
  readonly scale: number | undefined;
  readonly mode: string;
  readonly isComparing: boolean;
  readonly hasFacts: boolean;
  /** Undefined where there is nothing to open or to keep. */
  readonly original: PictureAddress | undefined;
  readonly download: { readonly address: PictureAddress; readonly name: string } | undefined;
};

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
