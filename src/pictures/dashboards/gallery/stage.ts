import { make } from "../../../web/make.ts";
import { BROKEN, type ErrorPanelWords, makeErrorPanel, missingWords } from "./error-panel.ts";
import { fullSize, isWhole, largerAddress } from "./full-size.ts";
import { listenForGestures } from "./gestures.ts";
import type { Picture } from "./picture.ts";
import type { PictureOrder, PictureQueue } from "./picture-queue.ts";
import { type Point, panned, placed, type Size, type Turn, turnedSize, type View, WHOLE, zoomed } from "./zoom.ts";

/** A window on one picture. */
export type Stage = {
  readonly root: HTMLElement;
  /** @param name what the picture is called, for those who do not see it */
  readonly show: (picture: Picture, name: string) => void;
  readonly look: (view: View, turn: Turn) => void;
  /** The view after zooming or pushing what this window shows. */
  readonly zoomedBy: (factor: number, at?: Point) => View;
  readonly pannedBy: (by: Point) => View;
  /** Screen pixels for each pixel of the full size; undefined while there is no picture. */
  readonly scale: () => number | undefined;
};

/**
 * @param change the person wants another view, by wheel, drag or double click
 * @param settled a picture has come, or none will
 */
export function makeStage(queue: PictureQueue, change: (view: View) => void, settled: () => void): Stage {
  const root = make("div", { class: "gx-stage", tabindex: "0", role: "group", "aria-label": "Picture" });
  let [view, turn]: [View, Turn] = [WHOLE, 0];
  let picture: Picture | undefined;
  let name = "";
  let image: HTMLImageElement | undefined;
  let full: Size | undefined;
  let isKnown = false;
  let orders: PictureOrder[] = [];
  /** Addresses that gave nothing better, so that they are not asked again and again. */
  let tried = new Set<string>();

  const sizes = (): { readonly shown: Size; readonly window: Size } | undefined =>
    full && root.clientWidth > 0
      ? { shown: turnedSize(full, turn), window: { width: root.clientWidth, height: root.clientHeight } }
      : undefined;
  const order = (address: NonNullable<Picture["link"]>, loaded: (came: HTMLImageElement | undefined) => void): void => {
    tried.add(address);
    root.setAttribute("aria-busy", "true");
    const current = queue.add(address, (came) => {
      orders = orders.filter((other) => other !== current);
      if (orders.length === 0) root.removeAttribute("aria-busy");
      loaded(came);
      settled();
    });
    orders.push(current);
  };
  const tell = (words: ErrorPanelWords): void => {
    [image, full] = [undefined, undefined];
    root.replaceChildren(makeErrorPanel(words));
  };
  const put = (came: HTMLImageElement): void => {
    const loaded = { width: came.naturalWidth || 1, height: came.naturalHeight || 1 };
    const size = fullSize(picture?.size, loaded);
    // A thumbnail has the shape of its picture only roughly.
    full = full && full.width > size.width * 1.02 ? full : size;
    isKnown = picture?.size !== undefined || isWhole(came.src, loaded);
    image = came;
    came.className = "gx-large";
    came.alt = name;
    root.replaceChildren(came);
    arrange();
  };
  const arrange = (): void => {
    const now = sizes();
    if (!now || !image || !full) return;
    const { scale, x, y } = placed(view, now.shown, now.window);
    image.style.width = `${full.width * scale}px`;
    image.style.height = `${full.height * scale}px`;
    image.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px) rotate(${turn}deg)`;
    root.classList.toggle(
      "gx-movable",
      now.shown.width * scale > now.window.width + 1 || now.shown.height * scale > now.window.height + 1,
    );
    sharpen(scale);
  };
  const sharpen = (scale: number): void => {
    if (!image || !full || !picture?.link || orders.length > 0) return;
    const loaded = { width: image.naturalWidth, height: image.naturalHeight };
    // Whoever wants the actual size of a picture of unknown size has to wait for all of it.
    const wanted =
      !isKnown && view.mode === "actual" ? Number.POSITIVE_INFINITY : scale * (window.devicePixelRatio || 1);
    const larger = largerAddress(picture.link, { full, loaded, scale: wanted, isKnown });
    if (larger && !tried.has(larger)) {
      order(larger, (came) => came && came.naturalWidth > loaded.width && put(came));
    }
  };
  listenForGestures(root, {
    zoom: (factor, at) => change(stage.zoomedBy(factor, at)),
    pan: (by) => change(stage.pannedBy(by)),
    twice: (at) => change(view.mode === "window" ? stage.zoomedBy(1 / (stage.scale() ?? 1), at) : WHOLE),
  });

  const stage: Stage = {
    root,
    show: (newPicture, newName) => {
      for (const each of orders) each.cancel();
      [orders, tried] = [[], new Set()];
      [picture, name, image, full] = [newPicture, newName, undefined, undefined];
      root.setAttribute("aria-label", newName);
      root.removeAttribute("aria-busy");
      const { link, thumb } = newPicture;
      root.replaceChildren();
      if (!link && !thumb) return tell(missingWords(newPicture));
      // The thumbnail is here already; it holds the place until the picture comes.
      if (thumb) order(thumb, (came) => (came ? !image && put(came) : link || tell(BROKEN)));
      if (link) order(link, (came) => (came ? put(came) : tell(BROKEN)));
    },
    look: (newView, newTurn) => {
      [view, turn] = [newView, newTurn];
      arrange();
    },
    zoomedBy: (factor, at = { x: 0, y: 0 }) => {
      const now = sizes();
      return now ? zoomed(view, factor, at, now.shown, now.window) : view;
    },
    pannedBy: (by) => {
      const now = sizes();
      return now ? panned(view, by, now.shown, now.window) : view;
    },
    scale: () => {
      const now = sizes();
      return now && placed(view, now.shown, now.window).scale;
    },
  };
  return stage;
}
