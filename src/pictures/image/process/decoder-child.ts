import type { ChildProcess } from "node:child_process";
import type { DecoderReply, DecoderRequest } from "../decoder-protocol.ts";
import { type DecoderFolders, forkDecoder } from "./decoder-sandbox.ts";
import { MemoryWatch } from "./memory-watch.ts";

export type DecoderChildOptions = {
  /** The program of the child, `.ts` or bundled. */
  readonly program: URL;
  /** Where pictures come from and go to. */
  readonly folders: DecoderFolders;
  /** Pictures that the child works on at once. */
  readonly concurrency: number;
  /** The child is worn out after so many pictures, or when it holds this many bytes; at twice as many it is killed. */
  readonly maxJobs: number;
  readonly maxMemory: number;
};

export type DecoderChildEvents = {
  readonly onReply: (reply: DecoderReply) => void;
  /** Comes once. @param how it ended, with the line of stderr that says why */
  readonly onEnd: (how: string) => void;
};

/** One child of the decoder, from its start to its end. */
export class DecoderChild {
  readonly #options: DecoderChildOptions;
  readonly #process: ChildProcess;
  readonly #stderr = new StderrTail();
  readonly #memory = new MemoryWatch((bytes) => this.#weigh(bytes));
  #sent = 0;
  #replies = 0;
  #isReady = false;
  #isWornOut = false;
  #killedFor: "time" | "memory" | undefined;
  #hasEnded = false;

  /** @throws where the system has no memory or no process left */
  constructor(options: DecoderChildOptions, { onReply, onEnd }: DecoderChildEvents) {
    this.#options = options;
    this.#process = forkDecoder(options.program, options.folders, options.concurrency);
    const end = (how: string): void => {
      if (this.#hasEnded) return;
      this.#hasEnded = true;
      this.#memory.stop();
      const { line } = this.#stderr;
      onEnd(line === "" ? how : `${how}: ${line}`);
    };
    this.#process.stderr?.on("data", (bytes: Buffer) => this.#stderr.append(bytes));
    this.#process.on("message", (message: DecoderReply | "ready") => {
      this.#isReady = true;
      if (message === "ready") return;
      this.#weighReply(message);
      onReply(message);
    });
    this.#process.once("error", () => end("it could not be started"));
    this.#process.once("close", (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`));
  }

  /** Whether it has started: what ends it from then on is a picture, or its owner. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether it should get no further picture, so that others do not have to die with it. */
  get isWornOut(): boolean {
    return this.#isWornOut;
  }

  /** Why it was killed; undefined where it was not, or where its owner has closed. */
  get killedFor(): "time" | "memory" | undefined {
    return this.#killedFor;
  }

  send(request: DecoderRequest): void {
    this.#sent++;
    this.#memory.start(this.#process.pid);
    // A failed send is followed by the exit of the child, which settles the picture.
    this.#process.send(request, () => {});
  }

  kill(reason?: "time" | "memory"): void {
    this.#killedFor ??= reason;
    this.#process.kill("SIGKILL");
  }

  /** Lets it end by itself. */
  disconnect(): void {
    this.#process.disconnect();
  }

  #weighReply({ memory }: DecoderReply): void {
    this.#replies++;
    if (this.#replies === this.#sent) this.#memory.stop();
    this.#isWornOut ||= memory > this.#options.maxMemory || this.#sent >= this.#options.maxJobs;
  }

  #weigh(bytes: number): void {
    const { maxMemory } = this.#options;
    this.#isWornOut ||= bytes > maxMemory;
    if (bytes > 2 * maxMemory) this.kill("memory");
  }
}

const MAX_KEPT = 4_000;
const MAX_LINE = 300;
/** The line in which Node names an error; a stack and the error's fields come behind it. */
const NAMED_ERROR = /^(?:\w*Error\b[^:]*|FATAL ERROR): .+$/gm;

/** The end of what a program wrote to stderr, in characters. */
class StderrTail {
  #text = "";

  append(bytes: Buffer): void {
    this.#text = (this.#text + bytes.toString("utf8")).slice(-MAX_KEPT);
  }

  /** The line that says why the program ended; empty for none. */
  get line(): string {
    const line = this.#text.match(NAMED_ERROR)?.at(-1) ?? this.#text.trim().split("\n").at(-1) ?? "";
    return line.replaceAll(/\p{Cc}/gu, " ").slice(0, MAX_LINE);
  }
}
