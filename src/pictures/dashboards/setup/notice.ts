import { make } from "../../../web/make.ts";

/** A place for one message, which screen readers are told of. */
export type Notice = {
  readonly root: HTMLElement;
  readonly tell: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly clear: () => void;
};

export function makeNotice(): Notice {
  // Both are there from the start: a live region that comes with its text is not read out by all.
  const status = make("p", { role: "status", class: "gi-notice gi-good" });
  const alert = make("p", { role: "alert", class: "gi-notice gi-bad" });
  const show = (good: string, bad: string): void => {
    status.textContent = good;
    alert.textContent = bad;
  };
  return {
    root: make("div", { class: "gi-notices" }, status, alert),
    tell: (text) => show(text, ""),
    warn: (text) => show("", text),
    clear: () => show("", ""),
  };
}
