import type { Readable } from "node:stream";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { FrameDecoder } from "./frame.ts";
import { parseRequest, type Request } from "./metadata.ts";
import { ProtocolError } from "./protocol-error.ts";

export type Received = { readonly request: Request; readonly body: Buffer };

/** How long the last request waits for an end of input that belongs to it, before its work begins. */
const LAST_REQUEST_GRACE_MS = 20;

/**
 * Reads requests while the caller works: splunkd gives up on a command that leaves its input unread. An end of input
 * while a request is being worked on means that the search was cancelled. An end that stands right behind the last
 * request, as in a file or a pipe that was fed in one go, means nothing; so that request waits a moment for it.
 */
export class RequestReader {
  readonly #input: Readable;
  readonly #decoder = new FrameDecoder();
  readonly #received: Received[] = [];
  readonly #cancelled: () => void;
  #isWorking = false;
  #lastArrived = false;
  #ended = false;
  #failure: unknown;
  #wake: () => void = () => {};

  /** @param cancelled called once, when input ends or breaks while a request is being worked on */
  constructor(input: Readable, cancelled: () => void) {
    this.#input = input;
    this.#cancelled = cancelled;
    input.on("data", (bytes: Buffer) => this.#take(bytes));
    input.once("end", () => this.#end());
    input.once("close", () => this.#end());
    input.once("error", (thrown: unknown) => this.#end(thrown));
  }

  /**
   * The next request, or undefined when input has ended.
   * @throws ProtocolError when the input is no sequence of whole, known requests.
   */
  async next(): Promise<Received | undefined> {
    this.#isWorking = false;
    while (this.#received.length === 0 && !this.#ended && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const next = this.#received.shift();
    if (!next) {
      if (this.#failure !== undefined) throw this.#failure;
      return undefined;
    }
    this.#input.resume();
    await this.#settleInput(next);
    this.#isWorking = true;
    return next;
  }

  async #settleInput({ request }: Received): Promise<void> {
    await nextTurn();
    const isLast = request.action === "execute" && request.finished;
    if (!isLast || this.#ended) return;
    await Promise.race([
      pause(LAST_REQUEST_GRACE_MS),
      new Promise<void>((resolve) => this.#input.once("end", resolve)),
    ]);
  }

  #take(bytes: Buffer): void {
    try {
      for (const { metadata, body } of this.#decoder.feed(bytes)) {
        const request = parseRequest(metadata);
        this.#lastArrived = request.action === "execute" && request.finished;
        this.#received.push({ request, body });
      }
    } catch (thrown) {
      this.#failure ??= thrown;
    }
    // splunkd waits for each reply, so one request ahead is all that can rightly come.
    if (this.#received.length > 1 || this.#failure !== undefined) this.#input.pause();
    this.#wake();
  }

  #end(thrown?: unknown): void {
    // A stream that has ended is closed as well.
    if (this.#ended) return;
    this.#ended = true;
    this.#failure ??= thrown ?? this.#cutShort();
    const lastIsWaiting = this.#lastArrived && this.#received.length > 0;
    if (this.#isWorking && !lastIsWaiting) this.#cancelled();
    this.#wake();
  }

  #cutShort(): ProtocolError | undefined {
    const bytes = this.#decoder.pendingBytes;
    return bytes > 0
      ? new ProtocolError("input-cut-short", `input ended inside a frame, after ${bytes} bytes`)
      : undefined;
  }
}
