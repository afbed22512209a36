import { make } from "../../../web/make.ts";
import type { SearchResult } from "./ask-search.ts";
import type { CellRenderer, RenderedCell } from "./cell-renderer.ts";
import type { Libraries } from "./libraries.ts";
import { makePager } from "./table-pager.ts";
import { type Cell, columnsShown, type Order, orderedRows, valuesOf } from "./table-rows.ts";

export type TableOptions = {
  /** What it is called, as tokens stand when it is drawn. */
  readonly title: () => string;
  readonly fields: readonly string[];
  readonly count: number;
  readonly drilldown: "none" | "row" | "cell";
  readonly rowNumbers: boolean;
};

/** A click into a table, as its listeners get it: tokens of Splunk's names, with the values of the cells. */
export type TableClick = {
  readonly field: string;
  readonly data: Readonly<Record<string, Cell>>;
  readonly preventDefault: () => void;
  readonly drilldown: () => void;
};

const LONGEST = 5_000;

/** Stands in for Splunk Web's TableView: pages, order by a click on a head, renderers of cells, a `click` event. */
export class TableView {
  // The constructor puts Backbone's events in.
  declare readonly on: (event: string, heard: (click: TableClick) => void) => unknown;
  declare readonly off: (event?: string) => unknown;
  declare readonly trigger: (event: string, click: TableClick) => unknown;
  readonly el = make("div", { class: "pv-table" });
  readonly #libraries: Libraries;
  readonly #options: TableOptions;
  readonly #renderers: CellRenderer[] = [];
  readonly #drawn: { readonly renderer: CellRenderer; readonly $td: object; readonly cell: RenderedCell }[] = [];
  #result: SearchResult | undefined;
  #order: Order | undefined;
  #page = 0;
  #picked = -1;

  /** @param drilldown what the view itself does upon a click, unless a listener prevents it */
  constructor(libraries: Libraries, options: TableOptions, drilldown: (click: TableClick) => void) {
    this.#libraries = libraries;
    this.#options = options;
    this.#drilldown = drilldown;
    libraries._.extend(this, libraries.Backbone.Events);
  }

  readonly #drilldown: (click: TableClick) => void;

  /** The renderer that was added first and says that it can draw a cell draws it. */
  addCellRenderer(renderer: CellRenderer): void {
    this.#renderers.push(renderer);
    this.render();
  }

  removeCellRenderer(renderer: CellRenderer): void {
    const at = this.#renderers.indexOf(renderer);
    if (at >= 0) this.#renderers.splice(at, 1);
    this.render();
  }

  showResult(result: SearchResult | undefined): void {
    this.#result = result;
    this.#page = 0;
    this.#picked = -1;
    this.render();
  }

  render(): this {
    for (const { renderer, $td, cell } of this.#drawn.splice(0)) renderer.teardown?.($td, cell);
    const result = this.#result;
    if (!result) this.el.replaceChildren();
    else if (result.rows.length === 0) this.el.replaceChildren(make("p", { class: "pv-empty" }, "No results found."));
    else this.el.replaceChildren(...this.#content(result));
    return this;
  }

  #content(result: SearchResult): readonly HTMLElement[] {
    const { count, fields, rowNumbers } = this.#options;
    const title = this.#options.title();
    const columns = columnsShown(result, fields);
    const pages = Math.ceil(result.rows.length / count);
    this.#page = Math.min(this.#page, pages - 1);
    const first = this.#page * count;
    const places = orderedRows(result, this.#order).slice(first, first + count);
    const numbered = (index: number): readonly HTMLElement[] =>
      rowNumbers ? [make("td", { class: "pv-number" }, String(first + index + 1))] : [];
    const head = make(
      "tr",
      {},
      ...(rowNumbers ? [make("th", { scope: "col" }, "#")] : []),
      ...columns.map((name) => this.#head(name)),
    );
    const body = places.map((place, index) => this.#row(result, place, columns, numbered(index)));
    const table = make("table", {}, make("caption", {}, title), make("thead", {}, head), make("tbody", {}, ...body));
    const scroller = make("div", { class: "pv-scroll", tabindex: "0", role: "region", "aria-label": title }, table);
    return [scroller, makePager(this.#page, pages, (page) => this.#turnTo(page))];
  }

  #head(field: string): HTMLElement {
    const isOrdered = this.#order?.field === field;
    const direction = isOrdered ? (this.#order?.isDescending ? "descending" : "ascending") : "none";
    const sort = make("button", { type: "button", class: "pv-sort" }, field);
    sort.addEventListener("click", () => {
      this.#order = { field, isDescending: isOrdered && !this.#order?.isDescending };
      this.#page = 0;
      this.render();
      const heads = [...this.el.querySelectorAll<HTMLElement>(".pv-sort")];
      heads.find((each) => each.textContent === field)?.focus();
    });
    return make("th", { scope: "col", "aria-sort": direction }, sort);
  }

  #row(result: SearchResult, place: number, columns: readonly string[], numbered: readonly HTMLElement[]): HTMLElement {
    const cells = new Map(result.fields.map((name, at) => [name, result.rows[place]?.[at] ?? null]));
    const row = make(
      "tr",
      {},
      ...numbered,
      ...columns.map((field) => this.#cell(field, cells.get(field) ?? null, place)),
    );
    if (this.#options.drilldown === "none") return row;
    row.classList.add("pv-clickable");
    row.classList.toggle("pv-picked", place === this.#picked);
    row.tabIndex = 0;
    const press = (target: EventTarget | null): void => {
      const at = [...row.cells].indexOf((target as Element).closest("td") as HTMLTableCellElement) - numbered.length;
      this.#picked = place;
      for (const other of this.el.querySelectorAll(".pv-picked")) other.classList.remove("pv-picked");
      row.classList.add("pv-picked");
      this.#click(columns[Math.max(at, 0)] ?? "", columns[0] ?? "", cells);
    };
    row.addEventListener("click", ({ target }) => press(target));
    row.addEventListener("keydown", (event) => {
      if (event.target !== row || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      press(row.cells[numbered.length] ?? row);
    });
    return row;
  }

  #cell(field: string, value: Cell, index: number): HTMLElement {
    const td = make("td", { "data-field": field });
    const cell: RenderedCell = { field, value, index };
    const renderer = this.#renderers.find((each) => each.canRender(cell));
    if (!renderer) {
      td.append(...valuesOf(value).map(plainValue));
      const [only = "", ...more] = valuesOf(value);
      if (more.length === 0 && /^-?\d+(\.\d+)?$/.test(only)) td.classList.add("pv-number");
      return td;
    }
    const $td = this.#libraries.$(td);
    renderer.setup?.($td, cell);
    renderer.render($td, cell);
    this.#drawn.push({ renderer, $td, cell });
    return td;
  }

  #turnTo(page: number): void {
    this.#page = page;
    this.render();
    this.el.querySelector<HTMLElement>('[aria-current="page"]')?.focus();
  }

  #click(field: string, firstField: string, cells: ReadonlyMap<string, Cell>): void {
    const [first, clicked] = [cells.get(firstField) ?? null, cells.get(field) ?? null];
    const row = [...cells].map(([name, value]) => [`row.${name}`, value] as const);
    const names = { "click.name": firstField, "click.value": first, "click.name2": field, "click.value2": clicked };
    let isPrevented = false;
    const click: TableClick = {
      field,
      data: { ...Object.fromEntries(row), ...names },
      preventDefault: () => {
        isPrevented = true;
      },
      drilldown: () => this.#drilldown(click),
    };
    this.trigger("click", click);
    if (!isPrevented) this.#drilldown(click);
  }
}

// Words of a sentence stay together, long addresses are cut by the style of the page.
function plainValue(whole: string): HTMLElement {
  const text = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
  if (/\S{120}/.test(text)) return make("div", { class: "pv-value pv-long", title: text }, text);
  return make("div", { class: text.length > 24 && text.includes(" ") ? "pv-value pv-sentence" : "pv-value" }, text);
}
