import { make } from "../../../web/make.ts";
import type { Shown } from "./lightbox-state.ts";
import type { PictureQueue } from "./picture-queue.ts";
import { makeStage, type Stage } from "./stage.ts";
import type { Turn, View } from "./zoom.ts";

/** One picture, or two beside each other that are zoomed and pushed together. */
export type Panes = {
  readonly root: HTMLElement;
  /** The window of the record that is walked; the other one shows what it is compared with. */
  readonly main: Stage;
  readonly showMain: (shown: Shown) => void;
  /** @param shown undefined takes the second window away */
  readonly showOther: (shown: Shown | undefined) => void;
  readonly look: (view: View) => void;
  readonly turnMain: (turn: Turn) => void;
};

/** @param change the person wants another view by wheel or drag in either window */
export function makePanes(queue: PictureQueue, change: (view: View) => void, settled: () => void): Panes {
  const main = makePane(makeStage(queue, change, settled));
  const other = makePane(makeStage(queue, change, settled));
  const root = make("div", { class: "gx-panes" }, other.root, main.root);
  let isTwo = false;
  let view: View | undefined;
  other.root.hidden = true;

  const look = (newView: View): void => {
    view = newView;
    main.look(view);
    if (isTwo) other.look(view);
  };
  // The windows' sizes change with the page's, and with what stands beside them.
  new ResizeObserver(() => view && look(view)).observe(main.stage.root);
  return {
    root,
    main: main.stage,
    showMain: main.show,
    showOther: (shown) => {
      isTwo = shown !== undefined;
      other.root.hidden = !isTwo;
      root.classList.toggle("gx-two", isTwo);
      if (shown) other.show(shown);
    },
    look,
    turnMain: (turn) => {
      main.turn(turn);
      if (view) main.look(view);
    },
  };
}

type Pane = {
  readonly root: HTMLElement;
  readonly stage: Stage;
  readonly show: (shown: Shown) => void;
  readonly look: (view: View) => void;
  readonly turn: (turn: Turn) => void;
};

function makePane(stage: Stage): Pane {
  const name = make("p", { class: "gx-pane-name", dir: "auto" });
  let turn: Turn = 0;
  return {
    root: make("div", { class: "gx-pane" }, name, stage.root),
    stage,
    show: (shown) => {
      turn = shown.turn;
      name.textContent = shown.name;
      stage.show(shown.picture, shown.name);
    },
    look: (view) => stage.look(view, turn),
    turn: (newTurn) => {
      turn = newTurn;
    },
  };
}
