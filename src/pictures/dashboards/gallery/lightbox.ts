import { make } from "../../../web/make.ts";
import { CHANGES, type Command, SMOOTH } from "./commands.ts";
import { makeFacts } from "./facts.ts";
import type { Item } from "./items.ts";
import { makeDialog } from "./lightbox-dialog.ts";
import {
  isSamePicture,
  type LightboxState,
  leafed,
  neighbours,
  openedAt,
  shownIn,
  withResults,
} from "./lightbox-state.ts";
import { makePageStrip } from "./page-strip.ts";
import { makePanes } from "./panes.ts";
import { makePictureQueue } from "./picture-queue.ts";
import { type Place, pictureOf, placeText } from "./place.ts";
import { makeToolbar } from "./toolbar.ts";
import { toolbarState } from "./toolbar-state.ts";

/** One record large, over the whole page. */
export type Lightbox = {
  /** In the page while it is open. */
  readonly root: HTMLElement;
  readonly open: (items: readonly Item[], index: number) => void;
  /** New results have come; whoever looks at a record stays there. */
  readonly update: (items: readonly Item[]) => void;
  readonly end: () => void;
};

/** In CSS pixels, as the style sheet has it. */
const NARROW = 760;

/** @param closed is given the record that was shown last */
export function makeLightbox(closed: (item: Item) => void): Lightbox {
  const queue = makePictureQueue();
  /** Undefined while it is closed. */
  let state: LightboxState | undefined;
  let turns: LightboxState["turns"] = new Map();

  const run = (command: Command): void => {
    if (state) change(CHANGES[command](state, panes.main), SMOOTH.has(command));
  };
  const panes = makePanes(
    queue,
    (view) => state && change({ ...state, view }),
    () => state && showControls(state),
  );
  const strip = makePageStrip((page) => state && change(leafed(state, page)));
  const facts = make("aside", { class: "gx-facts", "aria-label": "Facts", tabindex: "0" });
  const spoken = make("p", { class: "gx-unseen", "aria-live": "polite" });
  const toolbar = makeToolbar(run, () => dialog.close());
  const dialog = makeDialog(run, () => {
    const last = state;
    state = undefined;
    turns = last?.turns ?? turns;
    panes.showOther(undefined);
    if (last) closed(last.place.item);
  });
  const main = make("div", { class: "gx-main" }, panes.root, strip.root);
  dialog.append(toolbar.root, make("div", { class: "gx-body" }, main, facts), spoken);

  const change = (after: LightboxState, isSmooth = false): void => {
    const hasMoved = !state || !isSamePicture(state, after);
    show(after, isSmooth);
    if (hasMoved) for (const link of neighbours(after)) queue.add(link, () => {});
  };
  /** Brings the page from what it shows to what it is to show. */
  const show = (after: LightboxState, isSmooth: boolean): void => {
    const before = state;
    state = after;
    const { items, place, other, view } = after;
    const shown = shownIn(after);
    // Undefined where another picture comes into the window.
    const same = before && isSamePicture(before, after) ? before : undefined;
    const isTurned = same !== undefined && shownIn(same).turn !== shown.turn;
    if (other !== before?.other) panes.showOther(other);
    if (!same) {
      dialog.classList.remove("gx-smooth");
      panes.showMain(shown);
      strip.show(place.pages, place.page);
      dialog.setAttribute("aria-label", shown.name);
      spoken.textContent = `${shown.name}, ${placeText(place, items.length)}`;
    } else if (isTurned) panes.turnMain(shown.turn);
    if (place.item !== same?.place.item) showFacts(place);
    if (!same || isTurned || other !== same.other || view !== same.view) {
      dialog.classList.toggle("gx-smooth", isSmooth);
      panes.look(view);
    }
    showControls(after);
  };
  const showControls = (now: LightboxState): void => {
    toolbar.show(toolbarState(now, panes.main.scale()));
    facts.hidden = !now.hasFacts;
  };
  const showFacts = (place: Place): void => {
    const { count, label } = place.pages;
    facts.replaceChildren(...makeFacts(place.item, pictureOf(place), count > 1 ? label(place.page) : undefined));
    facts.scrollTop = 0;
  };

  return {
    root: dialog,
    open: (items, index) => {
      // A narrow page has room for the picture or for what is said of it.
      const opened = openedAt(items, index, { hasFacts: window.innerWidth > NARROW, turns });
      if (!opened) return;
      document.body.append(dialog);
      dialog.showModal();
      change(opened);
      panes.main.root.focus();
    },
    update: (items) => {
      if (state) show(withResults(state, items), false);
    },
    end: () => {
      state = undefined;
      dialog.close();
      dialog.remove();
      queue.end();
      strip.end();
    },
  };
}
