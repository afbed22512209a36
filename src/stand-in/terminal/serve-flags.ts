import { fail, type Outcome, succeed } from "../../base/outcome.ts";

/** A command line without what it says of the preview. */
export type ServeFlags = {
  readonly words: readonly string[];
  readonly isServing: boolean;
  /** 0 takes a free one. */
  readonly port: number;
};

/** Takes `--serve`, `--port N` and `--port=N` out of a command line, wherever they stand. The error is a sentence. */
export function serveFlags(line: readonly string[]): Outcome<ServeFlags, string> {
  const words: string[] = [];
  let isServing = false;
  let port = 0;
  for (let at = 0; at < line.length; at++) {
    const word = line[at] ?? "";
    if (word === "--serve") isServing = true;
    else if (word === "--port" || word.startsWith("--port=")) {
      const text = word === "--port" ? (line[++at] ?? "") : word.slice("--port=".length);
      if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
        return fail(`--port wants a number up to 65535, not "${text}"`);
      port = Number(text);
    } else words.push(word);
  }
  return succeed({ words, isServing, port });
}
