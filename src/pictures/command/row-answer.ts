import { encodeCell } from "../../splunk/chunked/csv.ts";
import { encodeValues } from "../../splunk/chunked/multivalue.ts";
import type { OutputField } from "../contract.ts";
import type { Answer } from "./answer.ts";
import { cellsInOrder } from "./columns.ts";
import type { Fields } from "./fields.ts";

/** The answer to one value of a row's field; undefined where the value is empty. */
export type ValueAnswer = { readonly answer: Answer | Promise<Answer>; readonly isFirst: boolean } | undefined;

/** The cells that a row gets. Rows that name the same share one of these, so that their cells are encoded once. */
export class RowAnswer {
  readonly #values: readonly ValueAnswer[];
  readonly #columns: readonly OutputField[];
  readonly #encoded: (Buffer | undefined)[] = [];
  #answers: readonly (Answer | undefined)[] | undefined;

  /** @param columns that it fills */
  constructor(values: readonly ValueAnswer[], columns: readonly OutputField[]) {
    this.#values = values;
    this.#columns = columns;
    const answers: (Answer | undefined)[] = [];
    for (const each of values) {
      if (each?.answer instanceof Promise) return;
      answers.push(each?.answer);
    }
    this.#answers = answers;
  }

  /** Whether all of its pictures were known at once, so that there is nothing to wait for. */
  get isSettled(): boolean {
    return this.#answers !== undefined;
  }

  get isMultivalue(): boolean {
    return (this.#answers ?? []).reduce((count, answer) => count + (answer?.first.length ?? 1), 0) > 1;
  }

  /** How many values the row has. */
  get size(): number {
    return this.#values.length;
  }

  /** Waits for all pictures of the row; the other methods may be called only when it is settled. */
  async settle(): Promise<void> {
    this.#answers = await Promise.all(this.#values.map((value) => value?.answer));
  }

  /** What the row shows, value by value, and of each value page by page. @param isFirst whether it is the first row of its kind in the search */
  fields(isFirst: boolean): readonly Fields[] {
    return (this.#answers ?? []).flatMap((answer, index) => {
      if (!answer) return [{}];
      return isFirst && this.#values[index]?.isFirst ? answer.first : answer.later();
    });
  }

  /**
   * The cells as CSV, in the order of the columns.
   * @param withMultivalue whether the `__mv_` columns follow
   */
  cells(isFirst: boolean, withMultivalue: boolean): Buffer {
    const place = (isFirst ? 2 : 0) + (withMultivalue ? 1 : 0);
    const known = this.#encoded[place];
    if (known) return known;
    const bytes = Buffer.from(this.#text(isFirst, withMultivalue));
    this.#encoded[place] = bytes;
    return bytes;
  }

  #text(isFirst: boolean, withMultivalue: boolean): string {
    const values = this.fields(isFirst).map((fields) => cellsInOrder(fields, this.#columns));
    const [single] = values;
    // One value alone leaves the `__mv_` columns empty.
    if (single && values.length === 1) {
      return single.map(encodeCell).join(",") + (withMultivalue ? ",".repeat(single.length) : "");
    }
    const columns = (single ?? []).map((_, column) => encodeValues(values.map((cells) => cells[column] ?? "")));
    const plain = columns.map((column) => encodeCell(column.plain));
    const encoded = withMultivalue ? columns.map((column) => encodeCell(column.encoded)) : [];
    return [...plain, ...encoded].join(",");
  }
}
