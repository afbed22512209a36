import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Table } from "../../splunk/chunked/csv.ts";
import { MAX_THUMB_LENGTH } from "../contract.ts";
import type { Answer } from "./answer.ts";
import type { RowAnswer } from "./row-answer.ts";

export type AnswerMemoryOptions = {
  /** For all answers, in bytes. */
  readonly maxBytes: number;
  readonly thumb: boolean;
  /** Pictures that one value may become. */
  readonly maxPages: number;
};

/** About what the answer of one picture takes, and how much more with its thumbnail. */
const ANSWER_BYTES = 4_096;
const THUMB_BYTES = 4 * MAX_THUMB_LENGTH;
/** A longer key is remembered by its hash. */
const MAX_KEY_LENGTH = 256;

/** What a search has answered, by picture and by row, so that each distinct one is worked on once. */
export class AnswerMemory {
  readonly #pictures: LRUCache<string, Answer | Promise<Answer>>;
  readonly #rows: LRUCache<string, RowAnswer>;
  // The memory may forget a picture that is still on its way; this does not.
  readonly #onTheWay = new Map<string, Promise<Answer>>();

  constructor({ maxBytes, thumb, maxPages }: AnswerMemoryOptions) {
    const half = Math.ceil(maxBytes / 2);
    // How many pages a picture has is known only when it is there.
    const answerBytes = Math.min(half, (ANSWER_BYTES + (thumb ? THUMB_BYTES : 0)) * maxPages);
    this.#pictures = new LRUCache({ maxSize: half, sizeCalculation: () => answerBytes });
    this.#rows = new LRUCache({
      maxSize: half,
      maxEntrySize: half,
      sizeCalculation: (answer) => Math.min(half, answerBytes * (1 + answer.size)),
    });
  }

  /** @param key as `rowKeys` makes it */
  row(key: string): RowAnswer | undefined {
    return this.#rows.get(key);
  }

  rememberRow(key: string, answer: RowAnswer): void {
    this.#rows.set(key, answer);
  }

  picture(key: string): Answer | Promise<Answer> | undefined {
    return this.#pictures.get(shortKey(key));
  }

  rememberPicture(key: string, answer: Answer): void {
    this.#pictures.set(shortKey(key), answer);
  }

  /** The answer that is on its way under this key, or the one that `work` makes now. */
  work(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const short = shortKey(key);
    const running = this.#onTheWay.get(short) ?? this.#start(short, work);
    this.#pictures.set(short, running);
    return running;
  }

  #start(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const started = work().finally(() => this.#onTheWay.delete(key));
    this.#onTheWay.set(key, started);
    return started;
  }
}

/** For each row what distinguishes it from rows that get other cells: its raw cells in the columns that are read. */
export function rowKeys(
  { body, known, cellStarts, cellEnds }: Table,
  columns: readonly string[],
): (row: number) => string {
  const slots = columns.map((name) => known.indexOf(name));
  return (row) => {
    let key = "";
    for (const slot of slots) {
      const cell = row * known.length + slot;
      const start = slot === -1 ? -1 : (cellStarts[cell] ?? -1);
      key += start === -1 ? "\0" : `${body.toString("latin1", start, cellEnds[cell])}\0`;
    }
    return shortKey(key);
  };
}

/** A key that takes little memory, however long the text is that it stands for. */
function shortKey(key: string): string {
  return key.length <= MAX_KEY_LENGTH ? key : createHash("sha256").update(key, "utf8").digest("hex");
}
