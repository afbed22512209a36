declare global {
  interface Window {
    /** Splunk Web's module loader, which is RequireJS. */
    readonly require: (modules: readonly string[], loaded: (...modules: never[]) => void) => void;
  }
}

/** A set of tokens: a Backbone model. */
type TokenModel = {
  readonly get: (name: string) => unknown;
  readonly set: (name: string, value: string) => unknown;
  readonly unset: (name: string) => unknown;
  readonly on: (event: `change:${string}`, heard: () => void) => unknown;
};

/** `splunkjs/mvc`, as far as the components of a dashboard are concerned. */
export type Components = {
  readonly Components: { readonly get: (id: string) => unknown; readonly getInstances: () => readonly unknown[] };
};

/** What inputs write, and what searches read; where a dashboard has no submit button both change together. */
const MODELS = ["default", "submitted"] as const;

/** Follows a token of an input, now and whenever it changes. */
export function followToken(mvc: Components, name: string, follow: (value: string) => void): void {
  const tokens = modelOf(mvc, "default");
  const handOn = (): void => {
    const value = tokens?.get(name);
    if (typeof value === "string") follow(value);
  };
  tokens?.on(`change:${name}`, handOn);
  handOn();
}

export function setToken(mvc: Components, name: string, value: string): void {
  for (const model of MODELS) modelOf(mvc, model)?.set(name, value);
}

export function unsetToken(mvc: Components, name: string): void {
  for (const model of MODELS) modelOf(mvc, model)?.unset(name);
}

/** Called whenever one of these tokens changes, and not before. */
export function whenTokensChange(mvc: Components, names: readonly string[], changed: () => void): void {
  for (const name of names) modelOf(mvc, "submitted")?.on(`change:${name}`, changed);
}

function modelOf({ Components }: Components, name: (typeof MODELS)[number]): TokenModel | undefined {
  // splunkjs/mvc holds components of all kinds; under these two names lie token models.
  return Components.get(name) as TokenModel | undefined;
}
