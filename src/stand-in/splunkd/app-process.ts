import { type ChildProcess, spawn } from "node:child_process";
import { errorText } from "../../base/error-text.ts";

/** The program to start and its environment, as conf files and splunkd give them. */
export type CommandLine = {
  readonly program: readonly [string, ...string[]];
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Where it is started and as whom; absent: where and as who we are. */
  readonly place?: { readonly cwd: string; readonly uid?: number; readonly gid?: number };
};

/** How long a program may take that was asked to end. */
const GRACE_MS = 3_000;

/** A program of the app that splunkd talks to over pipes. */
export class AppProcess {
  readonly process: ChildProcess;
  /** Ends when the process has ended. */
  readonly exit: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  #stderr = "";
  #ended = false;
  #wake: () => void = () => {};

  /** @param received called with each piece of its output */
  constructor({ program: [file, ...args], env, place }: CommandLine, received: (bytes: Buffer) => void) {
    this.process = spawn(file, args, { ...place, env: { ...env }, stdio: ["pipe", "pipe", "pipe"] });
    this.exit = new Promise((resolve) => {
      // A program that cannot be started has no exit of its own.
      this.process.once("error", (thrown) => {
        this.#stderr += errorText(thrown);
        resolve({ code: null, signal: null });
      });
      this.process.once("close", (code, signal) => resolve({ code, signal }));
    });
    this.process.stdout?.on("data", (bytes: Buffer) => {
      received(bytes);
      this.#wake();
    });
    this.process.stderr?.on("data", (bytes: Buffer) => {
      this.#stderr += bytes.toString("utf8");
    });
    // A program that ended early refuses our writes; its missing reply says that better.
    this.process.stdin?.on("error", () => {});
    void this.exit.then(() => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** What it said where nobody should hear it: splunkd logs each such line as an error. */
  get stderr(): string {
    return this.#stderr;
  }

  write(bytes: Buffer): void {
    this.process.stdin?.write(bytes);
  }

  /** What `take` finds, as soon as there is output enough; undefined when the process ended without. */
  async next<Found>(take: () => Found | undefined): Promise<Found | undefined> {
    for (;;) {
      const found = take();
      if (found !== undefined || this.#ended) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Closes its input, which ends it. */
  close(): void {
    this.process.stdin?.end();
  }

  /** Closes its input; a program that goes on all the same is killed. */
  end(): void {
    this.close();
    const timer = setTimeout(() => this.process.kill("SIGKILL"), GRACE_MS);
    void this.exit.then(() => clearTimeout(timer));
  }
}
