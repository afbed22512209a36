import { SplError } from "../spl-error.ts";

/** A piece of a command's arguments. `glued`: no blank stands before it. */
export type Word = {
  readonly kind: "text" | "quoted" | "sign";
  readonly text: string;
  readonly glued: boolean;
};

const WORD = /"((?:[^"\\]|\\.)*)"|(!=|<=|>=|[=<>(),])|((?:[^\s"=<>(),!\\]|\\.|!(?!=))+)/gsy;

/** Reads quotes, signs and words. @throws SplError for what is none of them */
export function wordsIn(text: string): readonly Word[] {
  const words: Word[] = [];
  let end = 0;
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, end)) {
    WORD.lastIndex = at;
    const [whole, quoted, sign, bare] = WORD.exec(text) ?? [];
    if (whole === undefined) throw new SplError(`Cannot read the search from: ${text.slice(at, at + 40)}`);
    const glued = at === end && at > 0;
    if (quoted !== undefined) words.push({ kind: "quoted", text: unescaped(quoted), glued });
    else if (sign !== undefined) words.push({ kind: "sign", text: sign, glued });
    else words.push({ kind: "text", text: bare ?? "", glued });
    end = at + whole.length;
  }
  return words;
}

/** Names parted by commas or blanks, as in `table a, "b c"`. */
export function namesIn(words: readonly Word[]): readonly string[] {
  return words.flatMap(({ kind, text }) => {
    if (kind !== "sign") return [text];
    if (text === ",") return [];
    throw new SplError(`A name of a field was expected, and there is "${text}".`);
  });
}

/** Arguments as splunkd hands them to a command of its own: parted by blanks, without their quotes. */
export function argumentsIn(text: string): readonly string[] {
  const pieces = text.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/gs) ?? [];
  return pieces.map((piece) => piece.replace(/"((?:[^"\\]|\\.)*)"/gs, (_, inside: string) => unescaped(inside)));
}

/** A quoted text as SPL reads it: only `\"` and `\\` mean something. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (/\s/.test(text[next] ?? "")) next++;
  return next;
}
