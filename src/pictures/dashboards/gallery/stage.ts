import { make } from "../../../web/make.ts";
import type { PictureAddress } from "../shared/address.ts";
import { BROKEN, type ErrorPanelWords, makeErrorPanel, missingWords } from "./error-panel.ts";
import { fullSize, isWhole, largerAddress } from "./full-size.ts";
import { listenForGestures } from "./gestures.ts";
import type { Picture } from "./picture.ts";
import { makeOrders, type PictureQueue } from "./picture-queue.ts";
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

type Loaded = {
  readonly image: HTMLImageElement;
  readonly full: Size;
  /** Whether the full size is that of the original, and not only the largest that has come so far. */
  readonly isKnown: boolean;
};

/**
 * @param change the person wants another view, by wheel, drag or double click
 * @param settled a picture has come, or none will
 */
export function makeStage(queue: PictureQueue, change: (view: View) => void, settled: () => void): Stage {
  const root = make("div", { class: "gx-stage", tabindex: "0", role: "group", "aria-label": "Picture" });
  const orders = makeOrders(queue, (isWaiting) => {
    if (isWaiting) root.setAttribute("aria-busy", "true");
    else root.removeAttribute("aria-busy");
  });
  let [view, turn]: [View, Turn] = [WHOLE, 0];
  let picture: Picture | undefined;
  let name = "";
  let loaded: Loaded | undefined;

  const sizes = (): { readonly shown: Size; readonly window: Size } | undefined =>
    loaded && root.clientWidth > 0
      ? { shown: turnedSize(loaded.full, turn), window: { width: root.clientWidth, height: root.clientHeight } }
      : undefined;
  const order = (address: PictureAddress, came: (image: HTMLImageElement | undefined) => void): void =>
    orders.add(address, (image) => {
      came(image);
      settled();
    });
  const showWords = (words: ErrorPanelWords): void => {
    loaded = undefined;
    root.replaceChildren(makeErrorPanel(words));
  };
  const put = (image: HTMLImageElement): void => {
    const pixels = { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
    const size = fullSize(picture?.size, pixels);
    // A thumbnail has the shape of its picture only roughly.
    const full = loaded && loaded.full.width > size.width * 1.02 ? loaded.full : size;
    loaded = { image, full, isKnown: picture?.size !== undefined || isWhole(image.src, pixels) };
    image.className = "gx-large";
    image.alt = name;
    root.replaceChildren(image);
    arrange();
  };
  const arrange = (): void => {
    const now = sizes();
    if (!now || !loaded) return;
    const { image, full } = loaded;
    const { scale, x, y } = placed(view, now.shown, now.window);
    image.style.width = `${full.width * scale}px`;
    image.style.height = `${full.height * scale}px`;
    image.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px) rotate(${turn}deg)`;
    root.classList.toggle(
      "gx-movable",
      now.shown.width * scale > now.window.width + 1 || now.shown.height * scale > now.window.height + 1,
    );
    sharpen(loaded, scale);
  };
  const sharpen = ({ image, full, isKnown }: Loaded, scale: number): void => {
    if (!picture?.link || orders.isWaiting()) return;
    const pixels = { width: image.naturalWidth, height: image.naturalHeight };
    // Whoever wants the actual size of a picture of unknown size has to wait for all of it.
    const wanted =
      !isKnown && view.mode === "actual" ? Number.POSITIVE_INFINITY : scale * (window.devicePixelRatio || 1);
    const larger = largerAddress(picture.link, { full, loaded: pixels, scale: wanted, isKnown });
    // What gave nothing better is not asked for again and again.
    if (larger && !orders.hasHad(larger)) {
      order(larger, (came) => came && came.naturalWidth > pixels.width && put(came));
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
      orders.cancel();
      [picture, name, loaded] = [newPicture, newName, undefined];
      root.setAttribute("aria-label", newName);
      const { link, thumb } = newPicture;
      root.replaceChildren();
      if (!link && !thumb) return showWords(missingWords(newPicture));
      // The thumbnail is here already; it holds the place until the picture comes.
      if (thumb) order(thumb, (came) => (came ? !loaded && put(came) : link || showWords(BROKEN)));
      if (link) order(link, (came) => (came ? put(came) : showWords(BROKEN)));
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
