import type { TokenAction } from "../views/view-model.ts";
import { fillTokens, type TokenReader } from "./fill-tokens.ts";
import type { Libraries, Model } from "./libraries.ts";
import { isFollowable } from "./safe-address.ts";

/** What inputs write, and what searches read: of a form with a submit button the second follows when it is pressed. */
export class TokenModels {
  readonly default: Model;
  readonly submitted: Model;

  constructor({ Backbone }: Libraries) {
    this.default = new Backbone.Model();
    this.submitted = new Backbone.Model();
  }

  /** The value of a token as searches and panels see it. */
  readonly read: TokenReader = (name) => textOf(this.submitted.get(name));

  submit(): void {
    for (const name of Object.keys(this.submitted.attributes)) {
      if (this.default.get(name) === undefined) this.submitted.unset(name);
    }
    this.submitted.set({ ...this.default.attributes });
  }

  /** @param clicked further tokens: those of what was clicked */
  run(actions: readonly TokenAction[], clicked: TokenReader = () => undefined): void {
    const read: TokenReader = (name) => clicked(name) ?? textOf(this.default.get(name));
    for (const action of actions) {
      if (action.kind === "link") follow(fillTokens(action.href, read, "u").text, action.target);
      else if (action.kind === "unset") for (const model of this.#both) model.unset(action.token);
      else {
        const { text, missing } = fillTokens(action.value, read);
        // As in Splunk, a token that is set from one without a value has none either.
        for (const model of this.#both) {
          if (missing.length > 0) model.unset(action.token);
          else model.set({ [action.token]: text });
        }
      }
    }
  }

  get #both(): readonly Model[] {
    return [this.default, this.submitted];
  }
}

/** The text of a value; several values stand behind each other. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.join(",") : String(value);
}

function follow(href: string, target: string): void {
  if (!isFollowable(href)) return;
  if (target === "_blank") window.open(href, "_blank", "noopener");
  else window.location.assign(href);
}
