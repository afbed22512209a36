import { valuesOf } from "../../../web/cell.ts";
import { type Gallery, makeGallery } from "./gallery.ts";
import type { Item } from "./items.ts";
import { readOptions, wantsDrilldown } from "./options.ts";
import { lackOf, MAX_ROWS, type Results, readResults } from "./results.ts";

/** What this visualization uses of Splunk Web's module `api/SplunkVisualizationBase`. */
type Base = {
  readonly extend: (members: object & ThisType<Visualization>) => unknown;
  readonly prototype: { readonly initialize: (...args: readonly unknown[]) => void; readonly remove: () => void };
  readonly ROW_MAJOR_OUTPUT_MODE: string;
  readonly FIELD_VALUE_DRILLDOWN: string;
  readonly VisualizationError: new (message: string) => Error;
};

/** What its instances have of it, and what this file adds. */
type Visualization = {
  readonly el: HTMLElement;
  readonly drilldown: (what: { readonly action: string; readonly data: object }, event: Event) => void;
  readonly getPropertyNamespaceInfo: () => { readonly propertyNamespace: string };
  gallery: Gallery | undefined;
  config: unknown;
};

/** What this visualization uses of Splunk Web's module `api/SplunkVisualizationUtils`. */
type Utils = { readonly getCurrentTheme?: () => unknown };

/** Makes the visualization `image_gallery` for Splunk Web; the bundle hands in its two modules. */
export function makeVisualization(base: Base, utils: Utils | undefined): unknown {
  // Old versions of Splunk Web do not say which theme they have.
  const currentTheme = utils?.getCurrentTheme;
  const isDark = currentTheme && ((): boolean => String(currentTheme()) === "dark");
  return base.extend({
    initialize(...args: readonly unknown[]) {
      base.prototype.initialize.apply(this, [...args]);
      this.el.classList.add("gx-image-gallery");
    },
    getInitialDataParams: () => ({ outputMode: base.ROW_MAJOR_OUTPUT_MODE, count: MAX_ROWS }),
    setupView() {
      const opened = (item: Item, event: Event): void => {
        if (!wantsDrilldown(this.config)) return;
        this.drilldown({ action: base.FIELD_VALUE_DRILLDOWN, data: tokensOf(item) }, event);
      };
      this.gallery = makeGallery(this.el, { isDark, opened });
    },
    formatData(data: unknown): Results {
      const results = readResults(data);
      const lack = lackOf(results);
      if (lack !== undefined) throw new base.VisualizationError(lack);
      return results;
    },
    updateView(results: Results | null, config: unknown) {
      this.config = config;
      if (!results || !this.gallery) return;
      this.gallery.show(results, readOptions(config, this.getPropertyNamespaceInfo().propertyNamespace));
    },
    reflow() {
      this.gallery?.reflow();
    },
    remove() {
      this.gallery?.end();
      this.gallery = undefined;
      base.prototype.remove.apply(this);
    },
  });
}

// Each field of the row becomes a token; of several values the first, for the tile shows the first picture.
function tokensOf({ cell, fields }: Item): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map((field) => [field, valuesOf(cell(field))[0] ?? ""]));
}
