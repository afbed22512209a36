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
