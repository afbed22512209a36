import type { CommandLine } from "./app-process.ts";
import { type BrowserReply, type BrowserRequest, HandlerProcess } from "./handler-process.ts";

/** A handler answers one request after the other; with two of them, a slow picture does not hold up all others. */
const PROCESSES = 2;

type Handler = { readonly program: HandlerProcess; waiting: number };

/** A persistent handler in as many processes as splunkd might start: each is started when it is first needed. */
export class HandlerPool {
  readonly #command: CommandLine;
  readonly #handlers: Handler[] = [];

  constructor(command: CommandLine) {
    this.#command = command;
  }

  /** @returns undefined when the process ended without a reply, also the second that was tried */
  async ask(request: BrowserRequest): Promise<BrowserReply | undefined> {
    return (await this.#askOne(request)) ?? this.#askOne(request);
  }

  async close(): Promise<void> {
    const handlers = this.#handlers.splice(0);
    for (const { program } of handlers) program.end();
    await Promise.all(handlers.map(({ program }) => program.exit));
  }

  async #askOne(request: BrowserRequest): Promise<BrowserReply | undefined> {
    const handler = this.#leastBusy();
    handler.waiting++;
    try {
      return await handler.program.ask(request);
    } finally {
      handler.waiting--;
    }
  }

  #leastBusy(): Handler {
    const [least] = this.#handlers.toSorted((one, other) => one.waiting - other.waiting);
    if (least && (least.waiting === 0 || this.#handlers.length >= PROCESSES)) return least;
    const handler: Handler = { program: new HandlerProcess(this.#command), waiting: 0 };
    this.#handlers.push(handler);
    void handler.program.exit.then(() => {
      const at = this.#handlers.indexOf(handler);
      if (at >= 0) this.#handlers.splice(at, 1);
    });
    return handler;
  }
}
