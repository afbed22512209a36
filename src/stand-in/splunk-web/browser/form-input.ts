import type { Choice, InputModel } from "../views/view-model.ts";
import { type InputControl, makeButtons, makeDropdown, makeText, makeTime } from "./input-control.ts";
import type { Model } from "./libraries.ts";
import type { PanelSearch } from "./panel-search.ts";
import type { TokenModels } from "./token-models.ts";

// Read before the first input writes its own value over all of them.
const asked = new URLSearchParams(window.location.search);

export type FormInput = { readonly root: HTMLElement; readonly begin: () => void };

export type FormInputOptions = {
  readonly model: InputModel;
  readonly id: string;
  readonly tokens: TokenModels;
  /** Whether a change waits for the form's button. */
  readonly waits: boolean;
  /** Search that gives further choices. */
  readonly search: PanelSearch | undefined;
};

/** An input of a view. Its value is a token, and in the address `form.<token>`; either may be set from elsewhere. */
export function makeFormInput({ model, id, tokens, waits, search }: FormInputOptions): FormInput {
  const { kind, token, label, changes } = model;
  const isTime = kind === "time";
  const names = isTime ? timeNames(token) : [token];
  let written = "";

  const put = (values: readonly string[]): void => {
    written = JSON.stringify(values);
    const hasValue = values.length > 0;
    for (const [index, name] of names.entries()) {
      const raw = isTime ? (values[index] ?? "") : kind === "checkbox" ? values : values[0];
      const value = isTime ? raw : joined(model, values);
      if (hasValue) tokens.default.set({ [name]: value, [`form.${name}`]: raw });
      else for (const each of [name, `form.${name}`]) tokens.default.unset(each);
    }
    const fitting = changes.find(({ when }) => when === "*" || values.includes(when));
    if (fitting) tokens.run(fitting.actions, (name) => (name === "value" ? values.join(",") : undefined));
    if (!waits || model.searchWhenChanged) tokens.submit();
    writeAddress(tokens.default);
  };

  const control = controlFor(kind, { id, label, choices: model.choices, changed: put });
  const showOther = (): void => {
    const values = names.flatMap((name) => listOf(tokens.default.get(`form.${name}`)));
    if (JSON.stringify(values) === written) return;
    control.show(values);
    put(values);
  };
  tokens.default.on(names.map((name) => `change:form.${name}`).join(" "), () => queueMicrotask(showOther));
  search?.follow((state) => {
    if (state.kind === "done") control.setChoices([...model.choices, ...choicesIn(state.result, model)]);
  });
  return {
    root: control.root,
    begin: () => {
      const values = isTime
        ? names.map((name, index) => valuesInAddress(name)[0] ?? model.initial[index] ?? "")
        : askedFor(model, valuesInAddress(token));
      control.show(values);
      put(values);
    },
  };
}

// Only check boxes have more values than one.
function askedFor({ kind, initial }: InputModel, asked: readonly string[]): readonly string[] {
  if (asked.length === 0) return initial;
  return kind === "checkbox" ? asked : asked.slice(0, 1);
}

function controlFor(kind: InputModel["kind"], options: Parameters<typeof makeText>[0]): InputControl {
  if (kind === "time") return makeTime(options);
  if (kind === "dropdown") return makeDropdown(options);
  return kind === "text" ? makeText(options) : makeButtons(kind, options);
}

function timeNames(token: string): readonly [string, string] {
  return token === "" ? ["earliest", "latest"] : [`${token}.earliest`, `${token}.latest`];
}

function joined({ affixes }: InputModel, values: readonly string[]): string {
  const { prefix, suffix, valuePrefix, valueSuffix, delimiter } = affixes;
  return prefix + values.map((value) => valuePrefix + value + valueSuffix).join(delimiter) + suffix;
}

function choicesIn(
  { fields, rows }: { readonly fields: readonly string[]; readonly rows: readonly (readonly unknown[])[] },
  { fieldForLabel, fieldForValue, choices }: InputModel,
): readonly Choice[] {
  const at = (name: string): number => fields.indexOf(name);
  const found = new Map(choices.map(({ value, label }) => [value, label]));
  const known = new Set(found.keys());
  for (const row of rows) {
    const value = row[at(fieldForValue || fieldForLabel)];
    if (typeof value === "string") found.set(value, String(row[at(fieldForLabel || fieldForValue)] ?? value));
  }
  return [...found].filter(([value]) => !known.has(value)).map(([value, label]) => ({ value, label }));
}

function listOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** Inputs as the page was asked for with: `form.<token>`, once for each value. */
function valuesInAddress(token: string): readonly string[] {
  return asked.getAll(`form.${token}`);
}

/** Keeps the address in step with the inputs, so that a link to it shows the same. */
function writeAddress(tokens: Model): void {
  const query = new URLSearchParams(window.location.search);
  for (const name of [...query.keys()]) if (name.startsWith("form.")) query.delete(name);
  for (const [name, value] of Object.entries(tokens.attributes)) {
    if (!name.startsWith("form.") || value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  const address = `${window.location.pathname}${query.size > 0 ? `?${query}` : ""}${window.location.hash}`;
  window.history.replaceState(null, "", address);
}
