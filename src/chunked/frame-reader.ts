import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Frame, FrameDecoder } from "./frame.ts";
import { ProtocolError } from "./protocol-error.ts";

/** Input that ends this soon behind its last frame was fed in one go; it is not a search that somebody cancels. */
const FED_AT_ONCE_MS = 100;

/**
 * Reads frames while the caller works: splunkd gives up on a command that leaves its input unread, and the end of
 * input while a request is being worked on means that the search was cancelled.
 */
export class FrameReader {
  readonly #input: Readable;
  readonly #decoder = new FrameDecoder();
  readonly #frames: Frame[] = [];
  #lastFrameAt = 0;
  #isWorking = false;
  #ended = false;
  #failure: unknown;
  #wake: () => void = () => {};

  /** @param cancelled called once, when input ends or breaks while a request is being worked on */
  constructor(input: Readable, cancelled: () => void) {
    this.#input = input;
    input.on("data", (bytes: Buffer) => this.#take(bytes));
    const end = (failure?: unknown): void => {
      // A stream that has ended is closed as well.
      if (this.#ended) return;
      this.#ended = true;
      this.#failure ??= failure ?? this.#cutShort();
      if (this.#isWorking && performance.now() - this.#lastFrameAt > FED_AT_ONCE_MS) cancelled();
      this.#wake();
    };
    input.once("end", end);
    input.once("close", () => end());
    input.once("error", end);
  }

  /**
   * The next frame, or undefined when input has ended.
   * @throws ProtocolError when the input is no sequence of whole frames.
   */
  async next(): Promise<Frame | undefined> {
    this.#isWorking = false;
    while (this.#frames.length === 0 && !this.#ended && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const frame = this.#frames.shift();
    if (!frame && this.#failure !== undefined) throw this.#failure;
    this.#input.resume();
    // Lets an end that stands right behind this frame be seen before work on the frame begins.
    await nextTurn();
    await nextTurn();
    this.#isWorking = frame !== undefined;
    return frame;
  }

  #take(bytes: Buffer): void {
    try {
      for (const frame of this.#decoder.feed(bytes)) {
        this.#frames.push(frame);
        this.#lastFrameAt = performance.now();
      }
    } catch (thrown) {
      this.#failure ??= thrown;
    }
    // splunkd waits for each reply, so one frame ahead is all that can rightly come.
    if (this.#frames.length > 1 || this.#failure !== undefined) this.#input.pause();
    this.#wake();
  }

  #cutShort(): ProtocolError | undefined {
    const bytes = this.#decoder.pendingBytes;
    return bytes > 0
      ? new ProtocolError("input-cut-short", `input ended inside a frame, after ${bytes} bytes`)
      : undefined;
  }
}
