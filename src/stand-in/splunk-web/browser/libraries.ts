/** The parts of the libraries that are used here; Splunk Web has the same ones. */
export type Events = {
  readonly on: (events: string, heard: (...what: never[]) => void, context?: unknown) => unknown;
  readonly off: (events?: string, heard?: (...what: never[]) => void) => unknown;
  readonly trigger: (event: string, ...what: unknown[]) => unknown;
};

export type Model = Events & {
  readonly get: (name: string) => unknown;
  readonly set: (values: Readonly<Record<string, unknown>>) => unknown;
  readonly unset: (name: string) => unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type Extensible = { readonly extend: (members: object, statics?: object) => Extensible };

export type Libraries = {
  /** Wraps an element, as renderers of cells want it. */
  readonly $: (element: Element) => object;
  readonly _: { readonly extend: <Target extends object>(target: Target, ...from: object[]) => Target };
  readonly Backbone: {
    readonly Model: (new () => Model) & Extensible;
    readonly Events: Events;
  };
};

type Loader = {
  (names: readonly string[], loaded: (...modules: never[]) => void, failed?: (thrown: unknown) => void): void;
  readonly config: (options: object) => void;
};

declare global {
  interface Window {
    /** RequireJS, as Splunk Web has it. */
    readonly require: Loader;
    readonly define: (name: string, needs: readonly string[], make: unknown) => void;
  }
}
