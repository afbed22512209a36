import { make } from "../../../web/make.ts";
import type { ElementModel } from "../views/view-model.ts";
import { fillTokens } from "./fill-tokens.ts";
import { type MountedVisualization, mountVisualization } from "./mount-visualization.ts";
import type { PanelSearch } from "./panel-search.ts";
import { makeSearchStatus } from "./search-status.ts";
import { type DashboardElement, runDrilldown } from "./table-element.ts";
import type { Cell } from "./table-rows.ts";
import type { TokenModels } from "./token-models.ts";
import type { VisualizationBase } from "./visualization-base.ts";

type VizModel = Extract<ElementModel, { readonly kind: "table" | "viz" }>;

const USUAL_HEIGHT = 350;

/** A custom visualization of the app, which is loaded as Splunk Web loads it. */
export function makeVizElement(
  model: VizModel,
  { tokens, search }: { readonly tokens: TokenModels; readonly search: PanelSearch | undefined },
): DashboardElement & { readonly update: () => void } {
  const [app = "", name = ""] = model.type.split(".");
  const folder = `/en-US/static/app/${app}/visualizations/${name}`;
  const place = make("div", { class: "pv-viz" });
  place.style.height = `${Number(model.options["height"]) || USUAL_HEIGHT}px`;
  const status = makeSearchStatus();
  let mounted: MountedVisualization | undefined;

  const options = (): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(model.options).map(([key, value]) => [key, fillTokens(value, tokens.read).text]));
  let shownOptions = "";
  const update = (): void => {
    const now = options();
    if (!mounted || JSON.stringify(now) === shownOptions) return;
    shownOptions = JSON.stringify(now);
    mounted.showOptions(now);
  };
  const show = (): void => {
    const state = search?.state;
    if (!mounted || state?.kind !== "done") return;
    const { fields, rows } = state.result;
    const count = mounted.dataParams.count ?? rows.length;
    mounted.showResults({ fields: fields.map((field) => ({ name: field })), rows: rows.slice(0, count) });
  };

  document.head.append(make("link", { rel: "stylesheet", href: `${folder}/visualization.css` }));
  window.require(
    [`${folder}/visualization.js`],
    (Visualization: typeof VisualizationBase) => {
      mounted = mountVisualization(Visualization, place, {
        type: model.type,
        options: options(),
        drilldown: ({ data }) =>
          runDrilldown(model, tokens, { field: Object.keys(data)[0] ?? "", data: tokensOf(data) }),
      });
      shownOptions = JSON.stringify(options());
      show();
      new ResizeObserver(() => mounted?.resize()).observe(place);
    },
    () =>
      place.replaceChildren(make("p", { class: "pv-empty" }, `The visualization ${model.type} could not be loaded.`)),
  );
  search?.follow((state) => {
    status.show(state);
    if (state.kind === "done") show();
  });
  return { root: [status.root, place], getVisualization: (use) => use(mounted), update };
}

function tokensOf(data: Readonly<Record<string, unknown>>): Readonly<Record<string, Cell>> {
  const [first] = Object.entries(data);
  const row = Object.entries(data).map(([name, value]) => [`row.${name}`, cellOf(value)] as const);
  return { ...Object.fromEntries(row), "click.name": first?.[0] ?? "", "click.value": cellOf(first?.[1]) };
}

function cellOf(value: unknown): Cell {
  return Array.isArray(value) ? value.map(String) : value === null || value === undefined ? null : String(value);
}
