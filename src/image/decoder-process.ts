import { type ChildProcess, fork } from "node:child_process";
import { CANCELLED, type ImageError } from "../contract.ts";
import { errorText } from "../lib/error-text.ts";
import { fail, type Outcome } from "../lib/outcome.ts";
import type { DecoderJob, DecoderReply, DecoderRequest, Rendered } from "./decoder-protocol.ts";

export type Decode = (job: DecoderJob) => Promise<Outcome<Rendered, ImageError>>;

export type DecoderOptions = {
  /** The program of the child, `.ts` or bundled. */
  readonly program: URL;
  /** Pictures that the child works on at once. */
  readonly concurrency: number;
  /** Seconds for one picture. */
  readonly timeout: number;
  /** The child is replaced after so many pictures, or when its memory passes this many bytes. */
  readonly maxJobs: number;
  readonly maxMemory: number;
};

type Task = {
  readonly job: DecoderJob;
  readonly resolve: (outcome: Outcome<Rendered, ImageError>) => void;
  /** It failed beside others, or a crash took it along; it runs alone now, so that what comes is its own. */
  suspect: boolean;
  /** Others ran at the same time: libvips keeps one text for all errors of a process, and may tell another's. */
  hadCompany?: boolean;
  timer?: NodeJS.Timeout;
  /** Its time ran out, so that the child was killed. */
  isLate?: boolean;
};

const STDERR_KEPT = 500;

/**
 * Runs the decoder child: starts it at the first picture, feeds it a few pictures at a time, replaces it when it has
 * grown or died. A picture that crashes or hangs it costs its own row and nothing else.
 */
export class DecoderProcess {
  readonly #options: DecoderOptions;
  readonly #waiting: Task[] = [];
  readonly #suspects: Task[] = [];
  readonly #running = new Map<number, Task>();
  #child: ChildProcess | undefined;
  #stderr = "";
  #lastId = 0;
  #jobsOfChild = 0;
  #isWornOut = false;
  #closed = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
  }

  readonly decode: Decode = (job) => {
    if (this.#closed) return Promise.resolve(fail(CANCELLED));
    return new Promise((resolve) => {
      this.#waiting.push({ job, resolve, suspect: false });
      this.#dispatch();
    });
  };

  /** Starts the child before its first picture is there, while the picture is still on its way. */
  warmUp(): void {
    if (!this.#closed) this.#childOrNone();
  }

  /** Ends the child; pictures that were being worked on are cancelled. */
  close(): void {
    this.#closed = true;
    this.#child?.kill("SIGKILL");
    for (const task of [...this.#running.values(), ...this.#suspects, ...this.#waiting]) {
      clearTimeout(task.timer);
      task.resolve(fail(CANCELLED));
    }
  }

  #dispatch(): void {
    if (this.#isWornOut) {
      if (this.#running.size > 0) return;
      this.#retire();
    }
    const suspectRuns = [...this.#running.values()].some((task) => task.suspect);
    if (suspectRuns) return;
    const suspect = this.#running.size === 0 ? this.#suspects.shift() : undefined;
    if (suspect) this.#run(suspect);
    if (suspect || this.#suspects.length > 0) return;
    while (this.#running.size < this.#options.concurrency) {
      const task = this.#waiting.shift();
      if (!task) return;
      this.#run(task);
    }
  }

  #run(task: Task): void {
    const child = this.#childOrNone();
    if (!child) {
      task.resolve(fail(this.#crash("it could not be started", false)));
      return;
    }
    const id = ++this.#lastId;
    this.#jobsOfChild++;
    this.#running.set(id, task);
    task.hadCompany = false;
    if (this.#running.size > 1) for (const each of this.#running.values()) each.hadCompany = true;
    task.isLate = false;
    task.timer = setTimeout(() => {
      task.isLate = true;
      child.kill("SIGKILL");
    }, this.#options.timeout * 1000);
    const request: DecoderRequest = { id, job: task.job };
    // A failed send is followed by the exit of the child, which settles the task.
    child.send(request, () => {});
  }

  // fork throws where the system has no memory or no process left.
  #childOrNone(): ChildProcess | undefined {
    try {
      this.#child ??= this.#start();
    } catch (thrown) {
      this.#stderr = errorText(thrown);
    }
    return this.#child;
  }

  #start(): ChildProcess {
    this.#stderr = "";
    this.#jobsOfChild = 0;
    const child = fork(this.#options.program, {
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Nothing of splunkd's environment: no library path, no secrets. Fewer malloc arenas keep the memory flat.
      // A thread for each picture, or some would wait inside the child while their clock runs.
      env: {
        PATH: "/usr/bin:/bin",
        LANG: "C.UTF-8",
        MALLOC_ARENA_MAX: "2",
        UV_THREADPOOL_SIZE: String(this.#options.concurrency),
      },
    });
    child.stderr?.on("data", (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString("utf8")).slice(-STDERR_KEPT);
    });
    child.on("message", (reply: DecoderReply) => this.#settle(child, reply));
    child.once("error", () => this.#lost(child, "it could not be started"));
    child.once("close", (code, signal) => this.#lost(child, signal ? `signal ${signal}` : `exit code ${code}`));
    return child;
  }

  #settle(child: ChildProcess, { id, result, memory }: DecoderReply): void {
    const task = this.#running.get(id);
    if (!task || child !== this.#child) return;
    clearTimeout(task.timer);
    this.#running.delete(id);
    if (result.ok || !task.hadCompany) task.resolve(result);
    else this.#suspects.push(Object.assign(task, { suspect: true }));
    this.#isWornOut ||= memory > this.#options.maxMemory || this.#jobsOfChild >= this.#options.maxJobs;
    this.#dispatch();
  }

  #lost(child: ChildProcess, how: string): void {
    if (child !== this.#child || this.#closed) return;
    this.#child = undefined;
    this.#isWornOut = false;
    for (const [id, task] of this.#running) {
      clearTimeout(task.timer);
      this.#running.delete(id);
      if (task.suspect) task.resolve(fail(this.#crash(how, task.isLate === true)));
      else this.#suspects.push(Object.assign(task, { suspect: true }));
    }
    this.#dispatch();
  }

  #retire(): void {
    const child = this.#child;
    this.#child = undefined;
    this.#isWornOut = false;
    child?.disconnect();
  }

  #crash(how: string, isLate: boolean): ImageError {
    if (isLate) {
      const text = `the picture could not be decoded within ${this.#options.timeout} s`;
      return { code: "decoder-crashed", text };
    }
    const said = this.#stderr.trim().split("\n").at(-1) ?? "";
    const detail = said === "" ? how : `${how}: ${said}`;
    const text = `the decoder ended while it worked on this picture (${detail.slice(0, 300)})`;
    return { code: "decoder-crashed", text };
  }
}
