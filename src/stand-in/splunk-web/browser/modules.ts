import { makeBaseCellRenderer } from "./cell-renderer.ts";
import type { Libraries } from "./libraries.ts";
import { TableView } from "./table-view.ts";
import { VisualizationBase, visualizationUtils } from "./visualization-base.ts";

const FILES = "/preview/files";

/** Says where the libraries lie that Splunk Web has, too. */
export function configureLoader(): void {
  const paths = Object.fromEntries(["jquery", "underscore", "backbone"].map((name) => [name, `${FILES}/${name}`]));
  window.require.config({ baseUrl: "/en-US/static/app/rx_image_review_app", paths, waitSeconds: 30 });
}

/** Defines the modules that scripts of views and visualizations name. */
export function defineModules(libraries: Libraries, components: Components, ready: Promise<void>): void {
  const { define } = window;
  const refuse = (): never => {
    throw new Error("the preview has no splunkd that pages could ask");
  };
  define("splunkjs/mvc", [], () => ({ Components: components, createService: () => ({ request: refuse }) }));
  const BaseCellRenderer = makeBaseCellRenderer(libraries);
  define("splunkjs/mvc/tableview", [], () => Object.assign(TableView, { BaseCellRenderer }));
  // With a `!` behind its name a module is a plugin: this one says when the panels of the dashboard are there.
  define("splunkjs/mvc/simplexml/ready", [], () => ({
    load: (_name: string, _need: unknown, done: (value: undefined) => void) => void ready.then(() => done(undefined)),
  }));
  define("api/SplunkVisualizationBase", [], () => VisualizationBase);
  define("api/SplunkVisualizationUtils", [], () => visualizationUtils(currentTheme));
}

function currentTheme(): "light" | "dark" {
  return document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}

/** `Components` of `splunkjs/mvc`: what a dashboard has, by its ids. */
export class Components {
  readonly #instances = new Map<string, unknown>();

  readonly get = (id: string): unknown => this.#instances.get(id);
  readonly getInstance = (id: string): unknown => this.#instances.get(id);
  readonly getInstances = (): readonly unknown[] => [...this.#instances.values()];
  readonly register = (id: string, instance: unknown): unknown => {
    this.#instances.set(id, instance);
    return instance;
  };
  readonly registerInstance = this.register;
}
