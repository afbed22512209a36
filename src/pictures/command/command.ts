import pLimit, { type LimitFunction } from "p-limit";
import { scanTable, type Table } from "../../splunk/chunked/csv.ts";
import { spliceColumns } from "../../splunk/chunked/splice.ts";
import { templateFields } from "../image/caption-template.ts";
import { ErrorPictures, linkedBy } from "../produce/error-picture.ts";
import type { ProduceOptions } from "../produce/options.ts";
import { type PlanContext, planPicture } from "../produce/plan.ts";
import type { Showing } from "../produce/present.ts";
import type { World } from "../produce/world.ts";
import { type Answer, type AnswerContext, answerFor, brokenAnswer, cachedAnswer, explainedAnswer } from "./answer.ts";
import { AnswerMemory, rowKeys } from "./answer-memory.ts";
import { Columns, valueAt } from "./columns.ts";
import type { Fields } from "./fields.ts";
import { RowAnswer, type ValueAnswer } from "./row-answer.ts";

export type CommandOptions = {
  readonly context: PlanContext;
  readonly produce: ProduceOptions;
  /** Pictures that are looked for at once. */
  readonly inFlight: number;
  /** Pictures that one value may become. */
  readonly maxPages: number;
  /** Memory for answers that may be asked for again, in bytes. */
  readonly answerMemory: number;
  readonly shortcutUrl: string;
  /** Opens cache, network and decoder at the first row that names a picture, and not before. */
  readonly openWorld: () => Promise<SearchWorld>;
  /** Called for each distinct picture when its answer is there. */
  readonly answered: (answer: Answer, value: string) => void;
};

/** The world of a search, and how browsers reach its pictures. */
export type SearchWorld = { readonly world: World; readonly showing: Showing };

/** What a search has seen so far, counted by picture of a row. */
export type Counts = { rows: number; hits: number; misses: number; stale: number; errors: Map<string, number> };

/** Rows in, rows with pictures out. Each distinct picture of a search is produced once; rows keep their order. */
export class GetImageCommand {
  readonly counts: Counts = { rows: 0, hits: 0, misses: 0, stale: 0, errors: new Map() };
  readonly #options: CommandOptions;
  readonly #columns: Columns;
  readonly #memory: AnswerMemory;
  readonly #inFlight: LimitFunction;
  #opening: Promise<AnswerContext> | undefined;
  #opened: AnswerContext | undefined;
  #fieldSeen = false;
  /** Those of the caption that no row had so far. */
  readonly #captionFields: Set<string>;
  #columnsSeen: readonly string[] = [];

  constructor(options: CommandOptions) {
    const { search, bases } = options.context;
    this.#options = options;
    this.#captionFields = new Set(templateFields(search.annotate));
    const alsoRead = [...bases.flatMap((base) => base.placeholders), ...this.#captionFields];
    this.#columns = new Columns({ ...search, alsoRead });
    const maxPages = search.page === "all" ? options.maxPages : 1;
    this.#memory = new AnswerMemory({ maxBytes: options.answerMemory, thumb: search.thumb, maxPages });
    this.#inFlight = pLimit(options.inFlight);
  }

  /** Whether there were rows, and none of them had the field. */
  get lacksField(): boolean {
    return this.counts.rows > 0 && !this.#fieldSeen;
  }

  /** What the caption names and no row has, when there were rows. */
  get captionFieldsMissing(): readonly string[] {
    return this.counts.rows > 0 ? [...this.#captionFields] : [];
  }

  /** The columns of the rows that came last. */
  get columnsSeen(): readonly string[] {
    return this.#columnsSeen;
  }

  /** Adds our columns to the rows of one chunk. */
  async process(body: Buffer): Promise<Buffer> {
    const table = scanTable(body, (columns) => this.#columns.toFind(columns));
    // Without the field no row names a picture, and there is nothing to look at in any of them.
    if (!this.#columns.hasField(table.columns)) {
      this.#see(table);
      return spliceColumns(table, this.#columns.toWrite(table, false).names, []);
    }
    const isNew = new Set<number>();
    const pending: Promise<void>[] = [];
    const keyOf = rowKeys(table, this.#columns.read);
    const answers = Array.from({ length: table.rowCount }, (_, row) => {
      const key = keyOf(row);
      const known = this.#memory.row(key);
      if (known) return known;
      const answer = this.#answerRow(table, row);
      if (!answer) return undefined;
      this.#memory.rememberRow(key, answer);
      if (!answer.isSettled) pending.push(answer.settle());
      isNew.add(row);
      return answer;
    });
    if (pending.length > 0) await Promise.all(pending);

    this.#see(table);
    for (const [row, answer] of answers.entries()) {
      if (answer) this.#count(answer.fields(isNew.has(row)));
    }
    const isMultivalue = answers.some((answer) => answer?.isMultivalue);
    const { names, withMultivalue } = this.#columns.toWrite(table, isMultivalue);
    return spliceColumns(
      table,
      names,
      answers.map((answer, row) => answer?.cells(isNew.has(row), withMultivalue)),
    );
  }

  #see({ rowCount, columns }: Table): void {
    this.counts.rows += rowCount;
    this.#columnsSeen = columns;
    this.#fieldSeen ||= columns.includes(this.#options.context.search.field);
    for (const name of columns) this.#captionFields.delete(name);
  }

  #answerRow(table: Table, row: number): RowAnswer | undefined {
    const values = this.#columns.valuesIn(table, row);
    if (values.every((value) => value.trim() === "")) return undefined;
    const answers = values.map((value, index) =>
      this.#answerValue(value, (name) => valueAt(table, row, name, index, values.length)),
    );
    return new RowAnswer(answers, this.#columns.added);
  }

  #answerValue(value: string, fieldValue: (field: string) => string | undefined): ValueAnswer {
    if (value.trim() === "") return undefined;
    const { context, shortcutUrl, answered } = this.#options;
    const planned = planPicture(value, fieldValue, context);
    const key = planned.ok ? planned.value.key : JSON.stringify([planned.error.error.text, value]);
    const known = this.#memory.picture(key);
    if (known) return { answer: known, isFirst: false };
    // From the second chunk on there is a cache to look into at once.
    const cached = this.#opened && !context.search.explain ? cachedAnswer(planned, this.#opened) : undefined;
    if (cached) {
      answered(cached, value);
      // What was done is logged by now, and would only fill the memory.
      const answer = { ...cached, done: [] };
      this.#memory.rememberPicture(key, answer);
      return { answer, isFirst: true };
    }
    const answer = this.#memory.work(key, async () => {
      const made = await this.#inFlight(() => this.#answer(planned)).catch((thrown) =>
        brokenAnswer(thrown, shortcutUrl),
      );
      answered(made, value);
      return made;
    });
    return { answer, isFirst: true };
  }

  async #answer(planned: ReturnType<typeof planPicture>): Promise<Answer> {
    this.#opening ??= this.#open();
    this.#opened = await this.#opening;
    const { search, servers } = this.#options.context;
    return search.explain ? explainedAnswer(planned, this.#opened, servers) : answerFor(planned, this.#opened);
  }

  async #open(): Promise<AnswerContext> {
    const { openWorld, produce: options, shortcutUrl } = this.#options;
    const { world, showing } = await openWorld();
    return { world, showing, errorPictures: new ErrorPictures(linkedBy(showing.show)), options, shortcutUrl };
  }

  #count(values: readonly Fields[]): void {
    for (const { image_status, image_cache, image_error } of values) {
      if (image_status === "explain") continue;
      if (image_cache === "hit" || image_cache === "revalidated") this.counts.hits++;
      else if (image_cache === "stale") this.counts.stale++;
      else if (image_cache) this.counts.misses++;
      else if (image_error) this.counts.errors.set(image_error, (this.counts.errors.get(image_error) ?? 0) + 1);
    }
  }
}
