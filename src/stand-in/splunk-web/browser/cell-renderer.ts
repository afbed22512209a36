import type { Extensible, Libraries } from "./libraries.ts";

/** A cell as a table hands it to a renderer. */
export type RenderedCell = {
  readonly field: string;
  readonly value: string | readonly string[] | null;
  readonly index: number;
};

/** What scripts of a view add to a table: they draw the cells for which they say so. */
export type CellRenderer = {
  readonly canRender: (cell: RenderedCell) => boolean;
  readonly render: ($td: object, cell: RenderedCell) => void;
  readonly setup?: ($td: object, cell: RenderedCell) => void;
  readonly teardown?: ($td: object, cell: RenderedCell) => void;
};

/** `TableView.BaseCellRenderer` of Splunk Web: made by `extend`, with the events of Backbone. */
export function makeBaseCellRenderer({ Backbone, _ }: Libraries): Extensible {
  const Base = function (this: { initialize: (...what: unknown[]) => void }, ...what: unknown[]): void {
    this.initialize(...what);
  };
  _.extend(Base.prototype as object, Backbone.Events, {
    initialize: () => {},
    canRender: () => false,
    setup: () => {},
    teardown: () => {},
    render: () => {},
  });
  // The same function that gives Backbone's own classes their children.
  return Object.assign(Base, { extend: Backbone.Model.extend });
}
