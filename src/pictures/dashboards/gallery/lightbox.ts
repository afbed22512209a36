import { make } from "../../../web/make.ts";
import { inOriginalSize } from "../shared/link-variants.ts";
import { type Command, commandOf } from "./commands.ts";
import { makeFacts } from "./facts.ts";
import { type Item, looksAlike } from "./items.ts";
import { trapFocus } from "./lightbox-dialog.ts";
import { makePageStrip } from "./page-strip.ts";
import { makePanes, PUSHES, type Shown } from "./panes.ts";
import { makePictureQueue } from "./picture-queue.ts";
import { nameOf, onPage, type Place, pictureOf, placeAt, placeIn, placeText, walkedBy } from "./place.ts";
import { makeToolbar } from "./toolbar.ts";
import { downloadName } from "./toolbar-state.ts";
import { fitted, type Turn, turnedBy, turnedView, type View, WHOLE } from "./zoom.ts";

/** One record large, over the whole page. */
export type Lightbox = {
  /** In the page while it is open. */
  readonly root: HTMLElement;
  readonly open: (items: readonly Item[], index: number) => void;
  /** New results have come; whoever looks at a record stays there. */
  readonly update: (items: readonly Item[]) => void;
  readonly end: () => void;
};

const ZOOM_STEP = 1.4;
/** In CSS pixels, as the style sheet has it. */
const NARROW = 760;

/** @param closed is told the record that was shown last */
export function makeLightbox(closed: (item: Item) => void): Lightbox {
  const queue = makePictureQueue();
  let items: readonly Item[] = [];
  let place: Place | undefined;
  let other: Shown | undefined;
  let view: View = WHOLE;
  let hasFacts = true;
  /** How pictures were turned, so that they stand upright when somebody comes back to them. */
  const turns = new Map<string, Turn>();

  const facts = make("aside", { class: "gx-facts", "aria-label": "Facts", tabindex: "0" });
  const spoken = make("p", { class: "gx-unseen", "aria-live": "polite" });
  const panes = makePanes(
    queue,
    (wanted) => setView(wanted, false),
    () => refresh(),
  );
  const strip = makePageStrip((page) => place && go(onPage(place, page)));
  const toolbar = makeToolbar(
    (command) => run(command),
    () => dialog.close(),
  );
  const body = make("div", { class: "gx-body" }, make("div", { class: "gx-main" }, panes.root, strip.root), facts);
  const dialog = make("dialog", { class: "gx-lightbox", "aria-label": "Picture" }, toolbar.root, body, spoken);

  const turnKey = ({ item, page }: Place): string => `${item.key}\n${page}`;
  const shownAt = (at: Place): Shown => ({
    picture: pictureOf(at),
    name: nameOf(at),
    turn: turns.get(turnKey(at)) ?? 0,
  });
  /** Brings words and buttons up to date. */
  const refresh = (): void => {
    if (!place) return;
    const picture = pictureOf(place);
    const { link } = picture;
    const large = link && (inOriginalSize(link) ?? link);
    toolbar.show({
      place: placeText(place, items.length),
      hasPrevious: walkedBy(place, items, -1) !== place,
      hasNext: walkedBy(place, items, 1) !== place,
      scale: panes.main.scale(),
      mode: view.mode,
      isComparing: other !== undefined,
      hasFacts,
      original: large?.startsWith("/") ? large : undefined,
      download: large && { address: large, name: downloadName(picture, place.item.caption) },
    });
    facts.hidden = !hasFacts;
  };
  const setView = (wanted: View, isSmooth: boolean): void => {
    view = wanted;
    dialog.classList.toggle("gx-smooth", isSmooth);
    panes.look(view);
    refresh();
  };
  const showFacts = (at: Place): void => {
    const { count, label } = at.pages;
    facts.replaceChildren(...makeFacts(at.item, pictureOf(at), count > 1 ? label(at.page) : undefined));
    facts.scrollTop = 0;
  };
  const show = (at: Place): void => {
    place = at;
    const shown = shownAt(at);
    dialog.classList.remove("gx-smooth");
    panes.showMain(shown);
    strip.show(at.pages, at.page);
    showFacts(at);
    dialog.setAttribute("aria-label", shown.name);
    spoken.textContent = `${shown.name}, ${placeText(at, items.length)}`;
    // Two that are compared keep the place that is looked at; a picture by itself begins as the person likes pictures.
    setView(other || view.mode !== "free" ? (other ? view : fitted(view.mode as "window")) : WHOLE, false);
  };
  const go = (to: Place): void => {
    if (!place || (to.item === place.item && to.page === place.page)) return;
    show(to);
    preload(to);
  };
  /** The neighbours are asked for early, so that walking does not wait. */
  const preload = (at: Place): void => {
    for (const step of [1, -1]) {
      const near = walkedBy(at, items, step);
      const { link } = pictureOf(near);
      if (near !== at && link?.startsWith("/")) queue.add(link, () => {});
    }
  };
  const turn = (degrees: 90 | -90): void => {
    if (!place) return;
    const turned = turnedBy(turns.get(turnKey(place)) ?? 0, degrees);
    turns.set(turnKey(place), turned);
    panes.turnMain(turned);
    setView(other ? view : turnedView(view, degrees), false);
  };
  const compare = (): void => {
    if (!place) return;
    const at = place;
    other = other ? undefined : shownAt(at);
    // Two pictures need the room; the one to compare with is most often the next.
    hasFacts = other === undefined;
    panes.showOther(other);
    view = WHOLE;
    if (other) go(walkedBy(at, items, at.index === items.length - 1 ? -1 : 1));
    setView(WHOLE, false);
  };
  const actions: Readonly<Partial<Record<Command, () => void>>> = {
    zoomIn: () => setView(panes.main.zoomedBy(ZOOM_STEP), true),
    zoomOut: () => setView(panes.main.zoomedBy(1 / ZOOM_STEP), true),
    turn: () => turn(90),
    turnBack: () => turn(-90),
    compare,
    facts: () => {
      hasFacts = !hasFacts;
      refresh();
    },
  };
  const run = (command: Command): void => {
    if (!place) return;
    const push = PUSHES[command];
    if (push) setView(panes.main.pannedBy(push), false);
    else if (command === "window" || command === "width" || command === "actual") setView(fitted(command), true);
    else if (command === "previousPage") go(onPage(place, place.page - 1));
    else if (command === "nextPage") go(onPage(place, place.page + 1));
    else if (command === "first") go(walkedBy(place, items, -items.length));
    else if (command === "last") go(walkedBy(place, items, items.length));
    else if (command === "previous") go(walkedBy(place, items, -1));
    else if (command === "next") go(walkedBy(place, items, 1));
    else actions[command]?.();
  };

  trapFocus(dialog);
  dialog.addEventListener("keydown", (event) => {
    // Neither the grid below nor the page is meant.
    event.stopPropagation();
    const command = event.target instanceof HTMLInputElement ? undefined : commandOf(event);
    if (!command) return;
    event.preventDefault();
    run(command);
  });
  dialog.addEventListener("close", () => {
    const last = place?.item;
    place = undefined;
    other = undefined;
    panes.showOther(undefined);
    dialog.remove();
    if (last) closed(last);
  });
  return {
    root: dialog,
    open: (newItems, index) => {
      items = newItems;
      const at = placeAt(items, index);
      if (!at) return;
      document.body.append(dialog);
      dialog.showModal();
      view = WHOLE;
      // A narrow page has room for the picture or for what is said of it.
      hasFacts = window.innerWidth > NARROW;
      show(at);
      preload(at);
      panes.main.root.focus();
    },
    update: (newItems) => {
      items = newItems;
      if (!place) return;
      const before = place;
      const now = placeIn(before, items);
      // What looks as it did stays as it stands, zoomed and turned.
      if (now.item === before.item || looksAlike(now.item, before.item)) {
        place = { ...now, pages: before.pages, page: before.page };
        if (now.item !== before.item) showFacts(place);
        refresh();
      } else show(now);
    },
    end: () => {
      place = undefined;
      dialog.close();
      dialog.remove();
      queue.end();
      strip.end();
    },
  };
}
