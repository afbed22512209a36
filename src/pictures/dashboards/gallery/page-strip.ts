import { make } from "../../../web/make.ts";
import type { Pages } from "./pages.ts";
import { makePictureQueue, type PictureOrder } from "./picture-queue.ts";

/** The pages of a record in small, of which only those in view are there: a scan may have thousands. */
export type PageStrip = {
  readonly root: HTMLElement;
  /** Hides itself for a record with one page. */
  readonly show: (pages: Pages, current: number) => void;
  readonly end: () => void;
};

/** Width of a page with the room beside it, as the style sheet has it. */
const STEP = 76;
const SPARE = 4;

/** @param open a page was chosen, from 0 */
export function makePageStrip(open: (index: number) => void): PageStrip {
  const queue = makePictureQueue();
  const track = make("div", { class: "gx-track" });
  const scroller = make("div", { class: "gx-pages-scroller", role: "group", "aria-label": "Pages" }, track);
  const number = make("input", { type: "number", min: "1", step: "1", class: "gx-page-number" });
  const label = make("label", { class: "gx-page-choice" }, "Page ", number);
  const total = make("span", { class: "gx-page-total" });
  const root = make("div", { class: "gx-strip" }, make("div", { class: "gx-page-field" }, label, total), scroller);
  const buttons = new Map<number, { readonly button: HTMLElement; readonly order: PictureOrder | undefined }>();
  let pages: Pages | undefined;
  let current = 0;

  const makeThumb = (index: number, of: Pages): void => {
    const picture = make("span", { class: "gx-page-picture" });
    const button = make("button", { type: "button", class: "gx-page", "aria-label": of.label(index) }, picture);
    button.append(make("span", { class: "gx-page-name" }, of.label(index).replace(/^\w+ (?=\d)/, "")));
    button.style.transform = `translateX(${index * STEP}px)`;
    button.addEventListener("click", () => open(index));
    const address = of.small(index);
    const order = address && queue.add(address, (image) => picture.replaceChildren(image ?? "✖"));
    if (!address) picture.textContent = "✖";
    buttons.set(index, { button, order });
    mark(index, button);
    track.append(button);
  };
  const mark = (index: number, button: HTMLElement): void => {
    button.tabIndex = index === current ? 0 : -1;
    if (index === current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  };
  const drop = (index: number): void => {
    buttons.get(index)?.order?.cancel();
    buttons.get(index)?.button.remove();
    buttons.delete(index);
  };
  const render = (): void => {
    if (!pages) return;
    const first = Math.max(0, Math.floor(scroller.scrollLeft / STEP) - SPARE);
    const last = Math.min(pages.count, Math.ceil((scroller.scrollLeft + scroller.clientWidth) / STEP) + SPARE);
    for (const index of [...buttons.keys()]) {
      if ((index < first || index >= last) && index !== current) drop(index);
    }
    for (let index = first; index < last; index++) if (!buttons.has(index)) makeThumb(index, pages);
    if (!buttons.has(current)) makeThumb(current, pages);
  };
  const reveal = (): void => {
    const left = current * STEP;
    const isSeen = left >= scroller.scrollLeft && left + STEP <= scroller.scrollLeft + scroller.clientWidth;
    if (!isSeen) scroller.scrollLeft = left - (scroller.clientWidth - STEP) / 2;
  };

  scroller.addEventListener("scroll", () => {
    queue.rest();
    render();
  });
  scroller.addEventListener("keydown", (event) => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const step = event.shiftKey ? undefined : steps[event.key];
    if (step === undefined || !pages) return;
    event.preventDefault();
    event.stopPropagation();
    open(Math.min(Math.max(current + step, 0), pages.count - 1));
    buttons.get(current)?.button.focus({ preventScroll: true });
  });
  number.addEventListener("change", () => {
    const wanted = Math.round(Number(number.value));
    if (!pages) return;
    if (wanted >= pages.firstNumber) open(Math.min(wanted - pages.firstNumber, pages.count - 1));
    number.value = String(current + pages.firstNumber);
  });
  return {
    root,
    show: (newPages, newCurrent) => {
      const isOther = newPages !== pages;
      if (isOther) for (const index of [...buttons.keys()]) drop(index);
      [pages, current] = [newPages, newCurrent];
      root.hidden = pages.count < 2;
      if (root.hidden) return;
      track.style.width = `${pages.count * STEP}px`;
      const last = pages.count - 1 + pages.firstNumber;
      number.min = String(pages.firstNumber);
      number.max = String(last);
      number.value = String(current + pages.firstNumber);
      total.textContent = `of ${last.toLocaleString("en")}`;
      if (isOther) scroller.scrollLeft = 0;
      reveal();
      render();
      for (const [index, { button }] of buttons) mark(index, button);
    },
    end: () => queue.end(),
  };
}
