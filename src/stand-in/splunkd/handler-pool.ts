import type { CommandLine } from "./app-process.ts";
import { type BrowserReply, type BrowserRequest, HandlerHost } from "./handler-process.ts";

/** A handler answers one request after the other; with two of them, a slow picture does not hold up all others. */
const HANDLERS = 2;

type Desk = { readonly host: HandlerHost; waiting: number };

/** The image endpoint, in as many processes as splunkd might start: each is started when it is first needed. */
export class PictureDesk {
  readonly #command: CommandLine;
  readonly #desks: Desk[] = [];

  constructor(command: CommandLine) {
    this.#command = command;
  }

  /** @returns undefined when the process ended without a reply, also the second that was tried */
  async ask(request: BrowserRequest): Promise<BrowserReply | undefined> {
    return (await this.#askOne(request)) ?? this.#askOne(request);
  }

  async close(): Promise<void> {
    const desks = this.#desks.splice(0);
    for (const { host } of desks) host.end();
    await Promise.all(desks.map(({ host }) => host.exit));
  }

  async #askOne(request: BrowserRequest): Promise<BrowserReply | undefined> {
    const desk = this.#leastBusy();
    desk.waiting++;
    try {
      return await desk.host.ask(request);
    } finally {
      desk.waiting--;
    }
  }

  #leastBusy(): Desk {
    const [least] = this.#desks.toSorted((one, other) => one.waiting - other.waiting);
    if (least && (least.waiting === 0 || this.#desks.length >= HANDLERS)) return least;
    const desk: Desk = { host: new HandlerHost(this.#command), waiting: 0 };
    this.#desks.push(desk);
    void desk.host.exit.then(() => {
      const at = this.#desks.indexOf(desk);
      if (at >= 0) this.#desks.splice(at, 1);
    });
    return desk;
  }
}
