/** Makes an element. What is put into it as text stays text, whatever it holds: nothing here reads HTML. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button that does this when it is pressed, and cannot be pressed again until that is done. */
export function makeButton(text: string, kind: "first" | "plain" | "danger", press: () => unknown): HTMLButtonElement {
  const button = make("button", { type: "button", class: `gi-button gi-${kind}` }, text);
  button.addEventListener("click", () => {
    void whileBusy([button], press);
  });
  return button;
}

/** Disables buttons while something is under way. */
export async function whileBusy(buttons: readonly HTMLButtonElement[], work: () => unknown): Promise<void> {
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}
