const KEPT = 4_000;
const TOLD = 300;
/** The line in which Node names an error; a stack and the error's fields come behind it. */
const NAMED = /^(?:\w*Error\b[^:]*|FATAL ERROR): .+$/gm;

/** What a program wrote to stderr before it ended, as much of it as tells why. */
export class StderrTail {
  #text = "";

  hear(bytes: Buffer): void {
    this.#text = (this.#text + bytes.toString("utf8")).slice(-KEPT);
  }

  /** The telling line, or nothing. */
  get line(): string {
    const line = this.#text.match(NAMED)?.at(-1) ?? this.#text.trim().split("\n").at(-1) ?? "";
    return line.replaceAll(/\p{Cc}/gu, " ").slice(0, TOLD);
  }
}
