/** Lets many askers of one key share one piece of work while it runs; forgets it when it ends. */
export class SingleFlight<Value> {
  readonly #flights = new Map<string, Promise<Value>>();

  run(key: string, work: () => Promise<Value>): Promise<Value> {
    const running = this.#flights.get(key);
    if (running) return running;
    const flight = work().finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
