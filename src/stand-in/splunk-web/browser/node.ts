/** Makes an element. What is put into it as text stays text, whatever it holds. */
export function node<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button that does this when it is pressed. */
export function button(className: string, label: string, press: () => void): HTMLButtonElement {
  const made = node("button", { type: "button", class: className }, label);
  made.addEventListener("click", press);
  return made;
}
