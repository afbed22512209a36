declare global {
  interface Window {
    /** Splunk Web's module loader, which is RequireJS. */
    readonly require: (modules: readonly string[], loaded: (...modules: never[]) => void) => void;
  }
}

export {};
