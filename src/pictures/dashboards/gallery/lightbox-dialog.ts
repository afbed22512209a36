const FOCUSABLE = 'button, a[href], input, [tabindex="0"]';

/** Keeps Tab within an element: behind the last control comes the first. */
export function trapFocus(element: HTMLElement): void {
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
