import type { Gate } from "../views/view-model.ts";
import type { TokenReader } from "./fill-tokens.ts";

/** Shows an element while its tokens say so. It stays in the page meanwhile, for scripts look for what is in it. */
export class Gates {
  readonly #gated: { readonly element: HTMLElement; readonly gate: Gate; readonly turned: () => void }[] = [];

  add(element: HTMLElement, gate: Gate, turned: () => void = () => {}): void {
    if (gate.depends.length + gate.rejects.length > 0) this.#gated.push({ element, gate, turned });
  }

  update(read: TokenReader): void {
    for (const { element, gate, turned } of this.#gated) {
      const has = (token: string): boolean => read(token) !== undefined;
      const isHidden = !gate.depends.every(has) || (gate.rejects.length > 0 && gate.rejects.every(has));
      if (element.hidden === isHidden) continue;
      element.hidden = isHidden;
      turned();
    }
  }
}
