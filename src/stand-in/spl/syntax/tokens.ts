import { beyondPreview, SplError } from "../spl-error.ts";

/** A piece of a command's arguments. */
export type Token = {
  /** A bare word, a text in double quotes, a field in single quotes, a number, or a sign such as `<=`. */
  readonly kind: "word" | "quoted" | "field" | "number" | "sign";
  readonly text: string;
  /** No blank stands before it. */
  readonly isGlued: boolean;
};

// In words of `search`, `table` and kin nearly all signs are letters: an address is one word, but for its `=`.
const WORDS = /"(?<quoted>(?:[^"\\]|\\.)*)"|(?<sign>!=|<=|>=|[=<>(),])|(?<word>(?:[^\s"=<>(),!\\]|\\.|!(?!=))+)/gsy;
const EXPRESSION =
  /"(?<quoted>(?:[^"\\]|\\.)*)"|'(?<field>[^']*)'|(?<sign>!=|<=|>=|==|[=<>(),+\-*/.])|(?<number>\d+(?:\.\d+)?)(?!\w)|(?<word>[A-Za-z_]\w*)/gsy;

/** Reads the arguments of most commands. @throws SplError at what is none of it */
export function wordTokens(text: string): TokenReader {
  return new TokenReader(tokensIn(text, WORDS));
}

/** Reads an expression of `eval` or `where`. @throws SplError at what is none of it */
export function expressionTokens(text: string): TokenReader {
  return new TokenReader(tokensIn(text, EXPRESSION));
}

/** A quoted text as SPL reads it: only `\"` and `\\` mean something. */
export function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

function tokensIn(text: string, pattern: RegExp): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, end)) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const [kind, piece] = Object.entries(found?.groups ?? {}).find(([, group]) => group !== undefined) ?? [];
    if (!found || piece === undefined) throw new SplError(`Cannot read the search from: ${text.slice(at, at + 40)}`);
    // The groups of both patterns are named as the kinds.
    const token = { kind: kind as Token["kind"], text: piece, isGlued: at === end && at > 0 };
    tokens.push(token.kind === "quoted" ? { ...token, text: unescaped(piece) } : token);
    end = at + found[0].length;
  }
  return tokens;
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (/\s/.test(text[next] ?? "")) next++;
  return next;
}

const DEEPEST = 50;

/** Goes through tokens from left to right. What it takes it has passed. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  take(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  /** Takes the next token where it is one of these signs. */
  takeSign<Sign extends string>(...signs: readonly Sign[]): Sign | undefined {
    const found = signs.find((sign) => this.next?.kind === "sign" && this.next.text === sign);
    if (found !== undefined) this.#at++;
    return found;
  }

  /** Takes the next token where it is this word. */
  takeWord(word: string | RegExp): boolean {
    const { kind, text = "" } = this.next ?? {};
    const isIt = kind === "word" && (typeof word === "string" ? text === word : word.test(text));
    if (isIt) this.#at++;
    return isIt;
  }

  /** Takes a name, bare or in quotes. */
  takeName(): string | undefined {
    if (!this.next || this.next.kind === "sign" || this.next.kind === "number") return undefined;
    return this.take()?.text;
  }

  /** Takes all that is left as names parted by commas or blanks, as in `table a, "b c"`. @throws SplError at what is none */
  takeNames(): readonly string[] {
    const names: string[] = [];
    while (this.next) {
      if (this.takeSign(",")) continue;
      const name = this.takeName();
      if (name === undefined) throw new SplError(`A name of a field was expected, and there is "${this.next.text}".`);
      names.push(name);
    }
    return names;
  }

  /** Takes what stands in brackets, of which the first was taken. */
  inBrackets<Inside>(read: () => Inside): Inside {
    if (++this.#depth > DEEPEST) throw new SplError(`Brackets are nested more than ${DEEPEST} deep.`);
    const inside = read();
    if (!this.takeSign(")")) throw new SplError("Unbalanced brackets.");
    this.#depth--;
    return inside;
  }

  /** @throws SplError where there is anything left */
  end(): void {
    if (this.next?.text === ")") throw new SplError(`Unbalanced brackets before ")".`);
    if (this.next) throw beyondPreview(`"${this.next.text}" at this place of an expression`);
  }
}
