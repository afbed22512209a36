import { make } from "../../../web/make.ts";

/** A button that does this when it is pressed. */
export function button(className: string, label: string, press: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: className }, label);
  made.addEventListener("click", press);
  return made;
}
