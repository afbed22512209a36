import { SplError } from "../spl-error.ts";
import { type Word, wordsIn } from "./words.ts";

export const COMPARISONS = ["=", "!=", "<", ">", "<=", ">="] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What rows must fulfil. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "field"; readonly field: string; readonly comparison: Comparison; readonly value: string }
  | { readonly kind: "term"; readonly text: string };

const DEEPEST = 50;

/** Reads what stands behind `search`: terms and comparisons, AND (or nothing), OR, NOT, brackets. OR binds closer than AND. */
export function readCondition(text: string): Condition {
  const reader = new Reader(wordsIn(text));
  const condition = reader.all(0);
  reader.expectEnd();
  return condition;
}

class Reader {
  readonly #words: readonly Word[];
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  all(depth: number): Condition {
    if (depth > DEEPEST) throw new SplError(`Brackets are nested more than ${DEEPEST} deep.`);
    const parts: Condition[] = [];
    while (this.#next && !this.#isSign(")")) {
      if (this.#takeWord("AND")) continue;
      parts.push(this.#any(depth));
    }
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind: "all", parts };
  }

  expectEnd(): void {
    if (this.#next) throw new SplError(`Unbalanced brackets before "${this.#next.text}".`);
  }

  get #next(): Word | undefined {
    return this.#words[this.#at];
  }

  #any(depth: number): Condition {
    const parts = [this.#not(depth)];
    while (this.#takeWord("OR")) parts.push(this.#not(depth));
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind: "any", parts };
  }

  #not(depth: number): Condition {
    let isTurned = false;
    while (this.#takeWord("NOT")) isTurned = !isTurned;
    const part = this.#single(depth);
    return isTurned ? { kind: "not", part } : part;
  }

  #single(depth: number): Condition {
    const word = this.#next;
    if (!word) throw new SplError("A term is missing at the end of the search.");
    this.#at++;
    if (word.kind === "sign" && word.text === "(") {
      const inside = this.all(depth + 1);
      if (!this.#isSign(")")) throw new SplError("Unbalanced brackets.");
      this.#at++;
      return inside;
    }
    if (word.kind === "sign") throw new SplError(`Cannot read the search from "${word.text}".`);
    const comparison = COMPARISONS.find((sign) => this.#isSign(sign));
    if (comparison === undefined) return { kind: "term", text: word.text };
    this.#at++;
    const value = this.#next;
    if (!value || value.kind === "sign") throw new SplError(`A value is missing behind ${word.text}${comparison}.`);
    this.#at++;
    return { kind: "field", field: word.text, comparison, value: this.#wholeValue(value) };
  }

  // An address holds signs of its own, as in image_source=http://host/?name=.
  #wholeValue(first: Word): string {
    let text = first.text;
    for (let next = this.#next; first.kind === "text" && next?.glued; next = this.#next) {
      if (next.kind !== "text" && !(next.kind === "sign" && next.text === "=")) break;
      text += next.text;
      this.#at++;
    }
    return text;
  }

  #isSign(text: string): boolean {
    return this.#next?.kind === "sign" && this.#next.text === text;
  }

  #takeWord(text: string): boolean {
    const isThere = this.#next?.kind === "text" && this.#next.text === text;
    if (isThere) this.#at++;
    return isThere;
  }
}
