import { LRUCache } from "lru-cache";
import pLimit, { type LimitFunction } from "p-limit";
import { cellText, scanTable, type Table } from "../../splunk/chunked/csv.ts";
import { decodeValues, MULTIVALUE_PREFIX } from "../../splunk/chunked/multivalue.ts";
import { spliceColumns } from "../../splunk/chunked/splice.ts";
import { MAX_THUMB_LENGTH, type OutputField } from "../contract.ts";
import { templateFields } from "../image/caption-template.ts";
import { explain } from "../produce/explain.ts";
import { type PlanContext, planPicture } from "../produce/plan.ts";
import type { ProduceOptions, World } from "../produce/world.ts";
import { type Answer, answerFor, brokenAnswer, cachedAnswer } from "./answer.ts";
import { columnsFor, type Fields } from "./fields.ts";
import { type Asked, RowAnswer } from "./row-answer.ts";
import { rowKeys, shortKey } from "./row-keys.ts";
import { SingleFlight } from "./single-flight.ts";

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
  readonly openWorld: () => Promise<World>;
  /** Called for each distinct picture when its answer is there. */
  readonly answered: (answer: Answer, value: string) => void;
};

/** What a search has seen so far, counted by picture of a row. */
export type Counts = { rows: number; hits: number; misses: number; stale: number; errors: Map<string, number> };

/** About what the answer of one picture takes, and how much more with its thumbnail. */
const ANSWER_BYTES = 4_096;
const THUMB_BYTES = 4 * MAX_THUMB_LENGTH;

/** Rows in, rows with pictures out. Each distinct picture of a search is produced once; rows keep their order. */
export class GetImageCommand {
  readonly counts: Counts = { rows: 0, hits: 0, misses: 0, stale: 0, errors: new Map() };
  readonly #options: CommandOptions;
  readonly #wanted: readonly OutputField[];
  readonly #columns: readonly string[];
  readonly #multivalueColumns: readonly string[];
  readonly #asked: readonly string[];
  // The memory may forget a picture that is still on its way; the flights do not.
  readonly #flights = new SingleFlight<Answer>();
  readonly #pictures: LRUCache<string, Answer | Promise<Answer>>;
  readonly #rows: LRUCache<string, RowAnswer>;
  readonly #inFlight: LimitFunction;
  #world: Promise<World> | undefined;
  #opened: World | undefined;
  #fieldSeen = false;
  /** Those of the caption that no row had so far. */
  readonly #captionFields: Set<string>;
  #columnsSeen: readonly string[] = [];

  constructor(options: CommandOptions) {
    const { search, bases } = options.context;
    this.#options = options;
    const half = Math.ceil(options.answerMemory / 2);
    // How many pages a picture has is known only when it is there.
    const pictureBytes = ANSWER_BYTES + (search.thumb ? THUMB_BYTES : 0);
    const answerBytes = Math.min(half, pictureBytes * (search.page === "all" ? options.maxPages : 1));
    this.#pictures = new LRUCache({ maxSize: half, sizeCalculation: () => answerBytes });
    this.#rows = new LRUCache({
      maxSize: half,
      maxEntrySize: half,
      sizeCalculation: (answer) => Math.min(half, answerBytes * (1 + answer.size)),
    });
    this.#inFlight = pLimit(options.inFlight);
    this.#wanted = columnsFor(search);
    this.#columns = this.#wanted.map((field) => search.prefix + field);
    this.#multivalueColumns = this.#columns.map((name) => MULTIVALUE_PREFIX + name);
    this.#captionFields = new Set(templateFields(search.annotate));
    const fields = [search.field, ...bases.flatMap((base) => base.placeholders), ...this.#captionFields];
    this.#asked = fields.flatMap((name) => [name, MULTIVALUE_PREFIX + name]);
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
    const own = [...this.#columns, ...this.#multivalueColumns];
    const table = scanTable(body, (columns) => {
      if (columns.some((name) => own.includes(name))) return columns;
      return this.#hasField(columns) ? this.#asked : [];
    });
    // Without the field no row names a picture, and there is nothing to look at in any of them.
    if (!this.#hasField(table.columns)) {
      this.#see(table);
      return spliceColumns(table, this.#columnsFor(table, false), []);
    }
    const isNew = new Set<number>();
    const pending: Promise<void>[] = [];
    const keyOf = rowKeys(table, this.#asked);
    const answers = Array.from({ length: table.rowCount }, (_, row) => {
      const key = keyOf(row);
      const known = this.#rows.get(key);
      if (known) return known;
      const values = valuesOf(table, row, this.#options.context.search.field);
      if (values.every((value) => value.trim() === "")) return undefined;
      const asked = values.map((value, index) =>
        this.#ask(value, (name) =>
          table.columns.includes(name) ? valueAt(table, row, name, index, values.length) : undefined,
        ),
      );
      const answer = new RowAnswer(asked, this.#wanted);
      this.#rows.set(key, answer);
      if (!answer.isSettled) pending.push(answer.settle());
      isNew.add(row);
      return answer;
    });
    if (pending.length > 0) await Promise.all(pending);

    this.#see(table);
    for (const [row, answer] of answers.entries()) {
      if (answer) this.#count(answer.fields(isNew.has(row)));
    }
    const columns = this.#columnsFor(
      table,
      answers.some((answer) => answer?.isMultivalue),
    );
    const withMultivalue = columns !== this.#columns;
    return spliceColumns(
      table,
      columns,
      answers.map((answer, row) => answer?.cells(isNew.has(row), withMultivalue)),
    );
  }

  #hasField(columns: readonly string[]): boolean {
    const { field } = this.#options.context.search;
    return columns.includes(field) || columns.includes(MULTIVALUE_PREFIX + field);
  }

  #see({ rowCount, columns }: Table): void {
    this.counts.rows += rowCount;
    this.#columnsSeen = columns;
    this.#fieldSeen ||= columns.includes(this.#options.context.search.field);
    for (const name of columns) this.#captionFields.delete(name);
  }

  // The multivalue columns travel only in chunks that need them: each costs a byte in every row.
  #columnsFor({ columns }: Table, isMultivalue: boolean): readonly string[] {
    const isNeeded = isMultivalue || this.#multivalueColumns.some((name) => columns.includes(name));
    return isNeeded ? [...this.#columns, ...this.#multivalueColumns] : this.#columns;
  }

  #ask(value: string, fieldValue: (field: string) => string | undefined): Asked {
    if (value.trim() === "") return undefined;
    const { context, shortcutUrl, answered } = this.#options;
    const planned = planPicture(value, fieldValue, context);
    const key = shortKey(planned.ok ? planned.value.key : JSON.stringify([planned.error.error.text, value]));
    const known = this.#pictures.get(key);
    if (known) return { answer: known, isFirst: false };
    const kept = this.#cachedAnswer(planned);
    if (kept) {
      answered(kept, value);
      // What was done is told, and would only fill the memory.
      const answer = { ...kept, done: [] };
      this.#pictures.set(key, answer);
      return { answer, isFirst: true };
    }
    const answer = this.#flights.run(key, async () => {
      const made = await this.#inFlight(() => this.#answer(planned)).catch((thrown) =>
        brokenAnswer(thrown, shortcutUrl),
      );
      answered(made, value);
      return made;
    });
    this.#pictures.set(key, answer);
    return { answer, isFirst: true };
  }

  // From the second chunk on there is a cache to look into at once.
  #cachedAnswer(planned: ReturnType<typeof planPicture>): Answer | undefined {
    const { context, produce: options, shortcutUrl } = this.#options;
    if (!this.#opened || context.search.explain) return undefined;
    return cachedAnswer(planned, this.#opened, options, shortcutUrl);
  }

  async #answer(planned: ReturnType<typeof planPicture>): Promise<Answer> {
    const { context, produce: options, shortcutUrl } = this.#options;
    const world = await this.#openWorld();
    this.#opened = world;
    if (!context.search.explain) return answerFor(planned, world, options, shortcutUrl);
    const fields = [await explain(planned, world, { servers: context.servers, options, shortcutUrl })];
    return { first: fields, later: () => fields, done: [] };
  }

  #openWorld(): Promise<World> {
    this.#world ??= this.#options.openWorld();
    return this.#world;
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

function valuesOf(table: Table, row: number, field: string): readonly string[] {
  return decodeValues(cellText(table, row, field), cellText(table, row, MULTIVALUE_PREFIX + field));
}

// A field with as many values as the row has pictures gives each picture its own; any other gives its first to all.
function valueAt(table: Table, row: number, field: string, index: number, count: number): string {
  const values = valuesOf(table, row, field);
  return values[values.length === count ? index : 0] ?? "";
}
