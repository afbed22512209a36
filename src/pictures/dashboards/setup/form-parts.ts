import { make } from "../../../web/make.ts";

export type FieldOptions = {
  readonly id: string;
  /** The key of getimage.conf that it sets, or another name. */
  readonly name: string;
  readonly title: string;
  /** Sentences; the first is always shown, the others on demand. */
  readonly help: readonly string[];
  readonly value: string;
  readonly kind: "text" | "lines" | "secret" | "choice";
  /** For kind choice. */
  readonly choices?: readonly string[];
  readonly placeholder?: string;
  /** A word about the value as it is typed, such as how many days it is. */
  readonly remark?: (value: string) => string;
};

/** A labelled control with its help and its fault. */
export type Field = {
  readonly root: HTMLElement;
  readonly control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  /** The value without blanks around it; a secret as it was typed. */
  readonly value: () => string;
  /** An empty text takes the fault away. */
  readonly showFault: (text: string) => void;
  readonly hasFault: () => boolean;
};

export function makeField(options: FieldOptions): Field {
  const { id, name, title, help, kind, remark } = options;
  const control = makeControl(options);
  const fault = make("p", { id: `${id}-fault`, class: "gi-fault", role: "alert" });
  const [first = "", ...more] = help;
  const helpText = make("p", { id: `${id}-help`, class: "gi-help" }, first);
  const remarkText = make("span", { class: "gi-remark" });
  control.setAttribute("aria-describedby", `${id}-help ${id}-fault`);

  const showFault = (text: string): void => {
    fault.textContent = text;
    control.setAttribute("aria-invalid", String(text !== ""));
  };
  const showRemark = (): void => {
    const words = remark?.(control.value.trim()) ?? "";
    remarkText.textContent = words && `= ${words}`;
  };
  showRemark();
  control.addEventListener("input", () => {
    showFault("");
    showRemark();
  });

  const label = make("label", { for: id }, title, ...(name === "" ? [] : [" ", make("code", {}, name)]));
  const root = make("div", { class: "gi-field" }, label, control, remarkText, fault, helpText);
  if (more.length > 0) root.append(make("details", {}, make("summary", {}, "More"), make("p", {}, more.join(" "))));
  return {
    root,
    control,
    value: () => (kind === "secret" ? control.value : control.value.trim()),
    showFault,
    hasFault: () => fault.textContent !== "",
  };
}

function makeControl({ id, name, kind, value, choices = [], placeholder = "" }: FieldOptions): Field["control"] {
  const common = { id, name, autocomplete: "off", spellcheck: "false" };
  if (kind === "choice") {
    const options = choices.map((choice) => make("option", { value: choice }, choice));
    const control = make("select", { id, name }, ...options);
    control.value = value;
    // What stands there may be none of the choices; then the first is shown, and saving it mends the stanza.
    if (control.selectedIndex === -1) control.selectedIndex = 0;
    return control;
  }
  if (kind === "lines") {
    const control = make("textarea", { ...common, rows: "3", placeholder });
    control.value = value;
    return control;
  }
  const isSecret = kind === "secret";
  const type = isSecret ? { type: "password", autocomplete: "new-password" } : { type: "text" };
  const control = make("input", { ...common, ...type, placeholder });
  control.value = value;
  return control;
}

/** A place for one message, which screen readers read out. */
export type Notice = {
  readonly root: HTMLElement;
  readonly show: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly clear: () => void;
};

export function makeNotice(): Notice {
  // Both are there from the start: a live region that comes with its text is not read out by all.
  const status = make("p", { role: "status", class: "gi-notice gi-good" });
  const alert = make("p", { role: "alert", class: "gi-notice gi-bad" });
  const put = (good: string, bad: string): void => {
    status.textContent = good;
    alert.textContent = bad;
  };
  return {
    root: make("div", { class: "gi-notices" }, status, alert),
    show: (text) => put(text, ""),
    warn: (text) => put("", text),
    clear: () => put("", ""),
  };
}
