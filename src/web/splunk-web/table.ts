import type { Cell } from "../cell.ts";
import type { Components } from "./mvc.ts";

/** `splunkjs/mvc/tableview`. Its renderers are made the way of Backbone, by `extend`. */
export type TableModule = {
  readonly BaseCellRenderer: {
    readonly extend: (methods: CellRenderer) => new () => object;
  };
};
type CellRenderer = {
  readonly canRender: (cell: { readonly field: string }) => boolean;
  readonly render: ($td: JQueryCell, cell: { readonly value: Cell }) => void;
};
/** The cell as jQuery hands it over. */
type JQueryCell = { readonly 0?: HTMLElement };

/** A click into a row; `data` has each cell as `row.<field>`. */
export type RowClick = { readonly data: Readonly<Record<string, Cell>>; readonly preventDefault: () => void };

/** A table on the page. */
export type TableView = {
  readonly addCellRenderer: (renderer: object) => unknown;
  readonly on: (event: "click", clicked: (click: RowClick) => void) => unknown;
};

/** A table of the dashboard, by its id; nothing happens where a site has taken it out of its copy of the view. */
export function withTable({ Components }: Components, id: string, use: (table: TableView) => void): void {
  useTable(Components.get(id), use);
}

/** All tables of the dashboard. */
export function tablesOf({ Components }: Components, use: (table: TableView) => void): void {
  for (const component of Components.getInstances()) useTable(component, use);
}

type Element = { readonly getVisualization?: (use: (view: Partial<TableView> | undefined) => void) => void };

// Searches, inputs and charts are components, too; only tables take renderers of cells.
function useTable(component: unknown, use: (table: TableView) => void): void {
  (component as Element | undefined)?.getVisualization?.((view) => {
    // A visualization that is not there yet has no view.
    if (view?.addCellRenderer && view.on) use(view as TableView);
  });
}

/** Draws the cells of one column. What is drawn is put together of nodes and text; nothing reads HTML. */
export function drawColumn(
  { BaseCellRenderer }: TableModule,
  table: TableView,
  field: string,
  draw: (value: Cell) => Node,
): void {
  const Renderer = BaseCellRenderer.extend({
    canRender: (cell) => cell.field === field,
    render($td, { value }) {
      const cell = $td[0];
      cell?.classList.add("rx-cell");
      cell?.replaceChildren(draw(value));
    },
  });
  table.addCellRenderer(new Renderer());
}

/** A cell of a clicked row. */
export function clickedCell({ data }: RowClick, field: string): Cell {
  return data[`row.${field}`];
}
