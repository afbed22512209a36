import {
  type DataParams,
  type VisualizationBase,
  type VisualizationConfig,
  VisualizationError,
  type VisualizationHost,
} from "./visualization-base.ts";

export type MountOptions = {
  /** `<app>.<visualization>`, as in the type attribute of <viz>. */
  readonly type: string;
  /** Options as a view gives them: `<app>.<visualization>.<option>`, or Splunk's own, such as drilldown. */
  readonly options: VisualizationConfig;
  readonly drilldown: VisualizationHost["drilldown"];
  /** The visualization wants other rows than it has. */
  readonly dataParamsChanged?: (params: DataParams) => void;
};

/** A visualization in a page. */
export type MountedVisualization = {
  /** Of which kind and how many the rows are that it wants first. */
  readonly dataParams: DataParams;
  readonly showResults: (results: Parameters<VisualizationBase["formatData"]>[0]) => void;
  readonly showOptions: (options: VisualizationConfig) => void;
  /** The panel has another size. */
  readonly resize: () => void;
  readonly remove: () => void;
};

const PREFIX = "display.visualizations.custom.";

/** Calls the methods of a visualization in the order in which Splunk Web's documentation says that it does. */
export function mountVisualization(
  Visualization: typeof VisualizationBase,
  place: HTMLElement,
  { type, options, drilldown, dataParamsChanged = () => {} }: MountOptions,
): MountedVisualization {
  const element = document.createElement("div");
  element.className = "viz-controller-element";
  element.style.height = "100%";
  const message = document.createElement("p");
  message.className = "viz-message";
  message.setAttribute("role", "status");
  message.hidden = true;
  place.replaceChildren(element, message);

  let config = fullyNamed(options);
  let results: Parameters<VisualizationBase["formatData"]>[0] | undefined;
  let formatted: unknown;
  let isSetUp = false;

  const attempt = (work: () => void): void => {
    try {
      work();
      message.hidden = true;
    } catch (thrown) {
      if (!(thrown instanceof VisualizationError)) throw thrown;
      message.textContent = thrown.message;
      message.hidden = false;
    }
    element.style.display = message.hidden ? "" : "none";
  };
  const updateView = (): void => {
    if (!isSetUp) visualization.setupView();
    isSetUp = true;
    visualization.updateView(formatted, config);
  };
  const formatAndUpdate = (): void => {
    if (!results) return;
    formatted = visualization.formatData(results, config);
    updateView();
  };
  const work = { data: formatAndUpdate, view: () => results && updateView(), size: () => visualization.reflow() };

  const visualization: VisualizationBase = new Visualization(element, {
    propertyNamespace: `${PREFIX}${type}.`,
    drilldown,
    dataParamsChanged,
    // Later, as in Splunk Web, so that a method may invalidate what it is part of.
    invalidated: (what) => void Promise.resolve().then(() => attempt(work[what])),
  });
  return {
    dataParams: visualization.getInitialDataParams(),
    showResults: (newer) => {
      results = newer;
      attempt(formatAndUpdate);
    },
    showOptions: (newer) => {
      config = fullyNamed(newer);
      // Splunk Web formats anew too, for formatData is given the options.
      attempt(formatAndUpdate);
    },
    resize: () => isSetUp && visualization.reflow(),
    remove: () => {
      visualization.remove();
      place.replaceChildren();
    },
  };
}

function fullyNamed(options: VisualizationConfig): VisualizationConfig {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [PREFIX + name, value]));
}
