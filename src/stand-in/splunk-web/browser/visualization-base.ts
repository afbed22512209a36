/** What a search hands to a visualization that asked for rows. Cells with several values are arrays. */
export type RowMajorResults = {
  readonly fields: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | readonly string[] | null)[])[];
};

export type DataParams = { readonly outputMode?: string; readonly count?: number; readonly offset?: number };

/** What was clicked: the visualization's own words for it, and the fields and values that become tokens. */
export type DrilldownEvent = {
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Options by their whole names: `display.visualizations.custom.<app>.<visualization>.<option>`. */
export type VisualizationConfig = Readonly<Record<string, string>>;

/** The page around a visualization, as far as that can speak to it. */
export type VisualizationHost = {
  readonly propertyNamespace: string;
  readonly dataParamsChanged: (params: DataParams) => void;
  readonly drilldown: (what: DrilldownEvent, event: Event | undefined) => void;
  readonly invalidated: (what: "data" | "view" | "size") => void;
};

/** Thrown by a visualization's formatData or updateView; its message is shown in the panel. */
export class VisualizationError extends Error {}

/**
 * Stands in for Splunk Web's module `api/SplunkVisualizationBase`, as far as its documentation tells: which methods there
 * are, and what they do. When they are called is the business of mount-visualization.ts.
 */
export class VisualizationBase {
  static readonly ROW_MAJOR_OUTPUT_MODE = "json_rows";
  static readonly COLUMN_MAJOR_OUTPUT_MODE = "json_cols";
  static readonly RAW_OUTPUT_MODE = "json";
  static readonly FIELD_VALUE_DRILLDOWN = "fieldvalue";
  static readonly GEOSPATIAL_DRILLDOWN = "geoviz";
  static readonly VisualizationError = VisualizationError;

  readonly el: HTMLElement;
  readonly #host: VisualizationHost;

  constructor(el: HTMLElement, host: VisualizationHost) {
    this.el = el;
    this.#host = host;
    this.initialize();
  }

  /** Makes a visualization in the way of Backbone: its members replace those of the base. */
  static extend(members: Readonly<Record<string, unknown>>): typeof VisualizationBase {
    const Parent = VisualizationBase;
    class Child extends Parent {}
    Object.assign(Child.prototype, members);
    return Child;
  }

  initialize(): void {}

  getInitialDataParams(): DataParams {
    return {};
  }

  setupView(): void {}

  formatData(data: RowMajorResults, _config: VisualizationConfig): unknown {
    return data;
  }

  updateView(_data: unknown, _config: VisualizationConfig): void {}

  reflow(): void {}

  remove(): void {
    this.el.remove();
  }

  updateDataParams(params: DataParams): void {
    this.#host.dataParamsChanged(params);
  }

  invalidateFormatData(): void {
    this.#host.invalidated("data");
  }

  invalidateUpdateView(): void {
    this.#host.invalidated("view");
  }

  invalidateReflow(): void {
    this.#host.invalidated("size");
  }

  getPropertyNamespaceInfo(): { readonly propertyNamespace: string } {
    return { propertyNamespace: this.#host.propertyNamespace };
  }

  drilldown(what: DrilldownEvent, event?: Event): void {
    this.#host.drilldown(what, event);
  }
}

type VisualizationUtils = {
  readonly escapeHtml: (text: string) => string;
  readonly makeSafeUrl: (url: string) => string;
  readonly normalizeBoolean: (value: unknown) => boolean;
  readonly getCurrentTheme: () => "light" | "dark";
};

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Stands in for Splunk Web's module `api/SplunkVisualizationUtils`.
 * @param currentTheme asked each time, for a page may change its theme
 */
export function visualizationUtils(currentTheme: () => "light" | "dark"): VisualizationUtils {
  return {
    escapeHtml: (text) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign),
    // Blanks and control characters before a scheme do not hide it from browsers.
    makeSafeUrl: (url) => (/^(javascript|vbscript|data|blob|file):/i.test(url.replace(/[\u0000- ]/g, "")) ? "" : url),
    normalizeBoolean: (value) => /^(true|t|1|yes|y)$/i.test(String(value).trim()),
    getCurrentTheme: currentTheme,
  };
}
