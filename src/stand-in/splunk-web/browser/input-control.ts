import { make } from "../../../web/make.ts";
import type { Choice } from "../views/view-model.ts";

/** What a person sees of an input. */
export type InputControl = {
  readonly root: HTMLElement;
  readonly show: (values: readonly string[]) => void;
  readonly setChoices: (choices: readonly Choice[]) => void;
};

export type ControlOptions = {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly changed: (values: readonly string[]) => void;
};

export function makeText({ id, label, changed }: ControlOptions): InputControl {
  const control = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false" });
  control.addEventListener("change", () => changed([control.value]));
  return {
    root: make("div", { class: "pv-input" }, make("label", { for: id }, label), control),
    show: ([value = ""]) => {
      control.value = value;
    },
    setChoices: () => {},
  };
}

export function makeDropdown({ id, label, choices, changed }: ControlOptions): InputControl {
  const control = make("select", { id });
  let shown: readonly Choice[] = choices;
  let current = "";
  const draw = (): void => {
    // A value from the address or a script may be none of the choices.
    const isKnown = shown.some(({ value }) => value === current);
    const all = isKnown || current === "" ? shown : [...shown, { value: current, label: current }];
    control.replaceChildren(...all.map(({ value, label: text }) => make("option", { value }, text)));
    control.value = current;
  };
  control.addEventListener("change", () => {
    current = control.value;
    changed([current]);
  });
  draw();
  return {
    root: make("div", { class: "pv-input" }, make("label", { for: id }, label), control),
    show: ([value = ""]) => {
      current = value;
      draw();
    },
    setChoices: (newer) => {
      shown = newer;
      draw();
    },
  };
}

/** Radio buttons, or check boxes, of which any number may be chosen. */
export function makeButtons(kind: "radio" | "checkbox", { id, label, choices, changed }: ControlOptions): InputControl {
  const list = make("div", { class: "pv-choices" });
  let current: readonly string[] = [];
  const boxes = (): readonly HTMLInputElement[] => [...list.querySelectorAll("input")];
  const mark = (): void => {
    for (const box of boxes()) box.checked = current.includes(box.value);
  };
  const setChoices = (shown: readonly Choice[]): void => {
    const labels = shown.map(({ value, label: text }) => {
      const box = make("input", { type: kind, name: id, value });
      return make("label", {}, box, make("span", {}, text));
    });
    list.replaceChildren(...labels);
    mark();
  };
  list.addEventListener("change", () => {
    current = boxes().flatMap(({ checked, value }) => (checked ? [value] : []));
    changed(current);
  });
  setChoices(choices);
  return {
    root: make("fieldset", { class: "pv-input" }, make("legend", {}, label), list),
    show: (values) => {
      current = values;
      mark();
    },
    setChoices,
  };
}

const PRESETS: readonly (readonly [label: string, earliest: string, latest: string])[] = [
  ["Last 15 minutes", "-15m", "now"],
  ["Last 24 hours", "-24h@h", "now"],
  ["Last 7 days", "-7d@h", "now"],
  ["All time", "0", ""],
];
// No time modifier has one.
const BETWEEN = " to ";

/** A few stretches of time, and whichever the view or the address asks for. Its values are earliest and latest. */
export function makeTime({ id, label, changed }: ControlOptions): InputControl {
  const list = makeDropdown({
    id,
    label,
    choices: PRESETS.map(([text, ...range]) => ({ label: text, value: range.join(BETWEEN) })),
    changed: ([chosen = ""]) => changed(chosen.split(BETWEEN)),
  });
  return { ...list, show: ([earliest = "", latest = ""]) => list.show([`${earliest}${BETWEEN}${latest}`]) };
}
