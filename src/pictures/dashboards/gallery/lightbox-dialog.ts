import { make } from "../../../web/make.ts";
import { type Command, commandOf } from "./commands.ts";

const FOCUSABLE = 'button, a[href], input, [tabindex="0"]';

/** The dialog over the whole page: its keys are commands, and Tab stays within it. */
export function makeDialog(run: (command: Command) => void, closed: () => void): HTMLDialogElement {
  const dialog = make("dialog", { class: "gx-lightbox", "aria-label": "Picture" });
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
    dialog.remove();
    closed();
  });
  return dialog;
}

// Keeps Tab within an element: behind the last control comes the first.
function trapFocus(element: HTMLElement): void {
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const controls = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (control) => control.tabIndex >= 0 && control.getClientRects().length > 0,
    );
    const [first, last] = [controls[0], controls[controls.length - 1]];
    const leaves = document.activeElement === (event.shiftKey ? first : last);
    if (!leaves) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  });
}
