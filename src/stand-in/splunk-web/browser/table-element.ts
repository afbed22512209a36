import type { ElementModel } from "../views/view-model.ts";
import type { Libraries } from "./libraries.ts";
import type { PanelSearch } from "./panel-search.ts";
import { makeSearchStatus } from "./search-status.ts";
import { type TableClick, TableView } from "./table-view.ts";
import type { TokenModels } from "./token-models.ts";
import { textOf } from "./token-models.ts";

type TableModel = Extract<ElementModel, { readonly kind: "table" | "viz" }>;

const USUAL_COUNT = 20;

/** A dashboard's table element: what `mvc.Components.get(id)` gives. */
export type DashboardElement = {
  readonly root: readonly HTMLElement[];
  readonly getVisualization: (use: (view: unknown) => void) => void;
};

export function makeTableElement(
  model: TableModel,
  title: () => string,
  { libraries, tokens, search }: { libraries: Libraries; tokens: TokenModels; search: PanelSearch | undefined },
): DashboardElement {
  const { options, fields, drilldown } = model;
  const view = new TableView(
    libraries,
    {
      title,
      fields,
      count: Number(options["count"]) || USUAL_COUNT,
      drilldown: drilldownOf(options["drilldown"], drilldown.length > 0),
      rowNumbers: options["rowNumbers"] === "true",
    },
    (click) => runDrilldown(model, tokens, click),
  );
  const status = makeSearchStatus();
  search?.follow((state) => {
    status.show(state);
    // While a search runs, the rows of the last one stay.
    if (state.kind === "done") view.showResult(state.result);
    else if (state.kind !== "running") view.showResult(undefined);
  });
  return { root: [status.root, view.el], getVisualization: (use) => use(view) };
}

// Without actions of the view, Splunk opens its search page, which there is none of here.
function drilldownOf(option: string | undefined, hasActions: boolean): "none" | "row" | "cell" {
  if (option === "none" || !hasActions) return "none";
  return option === "cell" ? "cell" : "row";
}

/** Runs the first case of a view's drilldown that fits what was clicked. */
export function runDrilldown(
  { drilldown }: TableModel,
  tokens: TokenModels,
  { field, data }: Pick<TableClick, "field" | "data">,
): void {
  const fitting = drilldown.find(({ when }) => when === "*" || when === field);
  if (fitting)
    tokens.run(fitting.actions, (name) => (Object.hasOwn(data, name) ? (textOf(data[name]) ?? "") : undefined));
}
