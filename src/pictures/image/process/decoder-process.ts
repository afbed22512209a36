import type { ChildProcess } from "node:child_process";
import { errorText } from "../../../base/error-text.ts";
import { fail, type Outcome } from "../../../base/outcome.ts";
import { CANCELLED, type ImageError } from "../../contract.ts";
import type { DecoderJob, DecoderReply, DecoderRequest, Rendered } from "../decoder-protocol.ts";
import { crashed, hung, tooLarge, unusable } from "./decoder-endings.ts";
import { type DecoderFolders, forkDecoder } from "./decoder-sandbox.ts";
import { MemoryWatch } from "./memory-watch.ts";
import { RestartBackoff } from "./restart-backoff.ts";
import { StderrTail } from "./stderr-tail.ts";

export type Decode = (job: DecoderJob) => Promise<Outcome<Rendered, ImageError>>;

export type DecoderOptions = {
  /** The program of the child, `.ts` or bundled. */
  readonly program: URL;
  /** Where pictures come from and go to. */
  readonly folders: DecoderFolders;
  /** Pictures that the child works on at once. */
  readonly concurrency: number;
  /** Seconds in which the child answers for one picture. */
  readonly timeout: number;
  /** Further seconds, after which it hangs and is killed. */
  readonly grace?: number;
  /** The child is replaced after so many pictures, or when it holds this many bytes; at twice as many it is killed. */
  readonly maxJobs: number;
  readonly maxMemory: number;
  /** Seconds without a picture after which the child ends; the next one starts another. Absent: never. */
  readonly idle?: number;
};

type Task = {
  readonly job: DecoderJob;
  readonly resolve: (outcome: Outcome<Rendered, ImageError>) => void;
  /** It failed beside others, or a crash took it along; it runs alone now, so that what comes is its own. */
  suspect: boolean;
  /** Others ran at the same time: libvips keeps one text for all errors of a process, and may tell another's. */
  hadCompany?: boolean;
  timer?: NodeJS.Timeout;
};

const GRACE = 2;

/**
 * Runs the decoder child: starts it at the first picture, feeds it a few pictures at a time, replaces it when it has
 * grown or died. A picture that crashes, hangs or bloats it costs its own row and nothing else.
 */
export class DecoderProcess {
  readonly #options: DecoderOptions;
  readonly #waiting: Task[] = [];
  readonly #suspects: Task[] = [];
  readonly #running = new Map<number, Task>();
  readonly #backoff = new RestartBackoff();
  readonly #memory = new MemoryWatch((bytes) => this.#weigh(bytes));
  #child: ChildProcess | undefined;
  #isReady = false;
  #stderr = new StderrTail();
  /** Why the child was killed by us. */
  #killedFor: "time" | "memory" | undefined;
  /** How the last child ended. */
  #ending = "";
  #lastId = 0;
  #jobsOfChild = 0;
  #isWornOut = false;
  #closed = false;
  #idleTimer: NodeJS.Timeout | undefined;

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
    if (this.#closed) return;
    this.#childOrNone();
    this.#watchIdleness();
  }

  /** Ends the child; pictures that were being worked on are cancelled. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    this.#child?.kill("SIGKILL");
    for (const task of [...this.#takeRunning(), ...this.#suspects, ...this.#waiting]) task.resolve(fail(CANCELLED));
  }

  #dispatch(): void {
    this.#watchIdleness();
    if (this.#isWornOut) {
      if (this.#running.size > 0) return;
      this.#retire();
    }
    if (this.#suspects.length + this.#waiting.length === 0) return;
    const child = this.#childOrNone();
    if (!child) {
      const tasks = [...this.#suspects.splice(0), ...this.#waiting.splice(0)];
      for (const task of tasks) task.resolve(fail(unusable(this.#ending)));
      return;
    }
    const suspectRuns = [...this.#running.values()].some((task) => task.suspect);
    if (suspectRuns) return;
    const suspect = this.#running.size === 0 ? this.#suspects.shift() : undefined;
    if (suspect) this.#run(suspect, child);
    if (suspect || this.#suspects.length > 0) return;
    while (this.#running.size < this.#options.concurrency) {
      const task = this.#waiting.shift();
      if (!task) return;
      this.#run(task, child);
    }
  }

  #run(task: Task, child: ChildProcess): void {
    const id = ++this.#lastId;
    this.#jobsOfChild++;
    this.#running.set(id, task);
    task.hadCompany = false;
    if (this.#running.size > 1) for (const each of this.#running.values()) each.hadCompany = true;
    const { timeout, grace = GRACE } = this.#options;
    task.timer = setTimeout(() => this.#kill("time"), (timeout + grace) * 1000);
    this.#memory.start(child.pid);
    const request: DecoderRequest = { id, job: task.job };
    // A failed send is followed by the exit of the child, which settles the task.
    child.send(request, () => {});
  }

  // fork throws where the system has no memory or no process left.
  #childOrNone(): ChildProcess | undefined {
    if (this.#child || this.#backoff.rests) return this.#child;
    try {
      this.#child = this.#start();
    } catch (thrown) {
      this.#ending = errorText(thrown);
      this.#backoff.died(false);
    }
    return this.#child;
  }

  #start(): ChildProcess {
    const stderr = new StderrTail();
    this.#stderr = stderr;
    this.#isReady = false;
    this.#killedFor = undefined;
    this.#jobsOfChild = 0;
    const { program, folders, concurrency } = this.#options;
    const child = forkDecoder(program, folders, concurrency);
    child.stderr?.on("data", (bytes: Buffer) => stderr.hear(bytes));
    child.on("message", (message: DecoderReply | "ready") => {
      if (child !== this.#child) return;
      this.#isReady = true;
      if (message !== "ready") this.#settle(message);
    });
    child.once("error", () => this.#lost(child, "it could not be started"));
    child.once("close", (code, signal) => this.#lost(child, signal ? `signal ${signal}` : `exit code ${code}`));
    return child;
  }

  #settle({ id, result, memory }: DecoderReply): void {
    const task = this.#running.get(id);
    if (!task) return;
    clearTimeout(task.timer);
    this.#running.delete(id);
    if (this.#running.size === 0) this.#memory.stop();
    this.#backoff.answered();
    if (result.ok || !task.hadCompany) task.resolve(result);
    else this.#suspects.push(Object.assign(task, { suspect: true }));
    this.#isWornOut ||= memory > this.#options.maxMemory || this.#jobsOfChild >= this.#options.maxJobs;
    this.#dispatch();
  }

  // One that is large gets no further picture, so that others do not have to die with it.
  #weigh(bytes: number): void {
    const { maxMemory } = this.#options;
    this.#isWornOut ||= bytes > maxMemory;
    if (bytes > 2 * maxMemory) this.#kill("memory");
  }

  #kill(reason: "time" | "memory"): void {
    this.#killedFor ??= reason;
    this.#child?.kill("SIGKILL");
  }

  #lost(child: ChildProcess, how: string): void {
    if (child !== this.#child || this.#closed) return;
    this.#child = undefined;
    this.#isWornOut = false;
    const said = this.#stderr.line;
    this.#ending = said === "" ? how : `${how}: ${said}`;
    if (!this.#isReady || !this.#killedFor) this.#backoff.died(this.#isReady);
    for (const task of this.#takeRunning()) {
      if (!this.#isReady) (task.suspect ? this.#suspects : this.#waiting).unshift(task);
      else if (task.suspect) task.resolve(fail(this.#verdict()));
      else this.#suspects.push(Object.assign(task, { suspect: true }));
    }
    this.#dispatch();
  }

  #watchIdleness(): void {
    clearTimeout(this.#idleTimer);
    const { idle } = this.#options;
    if (idle === undefined || this.#running.size + this.#waiting.length + this.#suspects.length > 0) return;
    this.#idleTimer = setTimeout(() => this.#retire(), idle * 1000).unref();
  }

  #takeRunning(): readonly Task[] {
    const tasks = [...this.#running.values()];
    for (const task of tasks) clearTimeout(task.timer);
    this.#running.clear();
    this.#memory.stop();
    return tasks;
  }

  #retire(): void {
    const child = this.#child;
    this.#child = undefined;
    this.#isWornOut = false;
    child?.disconnect();
  }

  #verdict(): ImageError {
    if (this.#killedFor === "time") return hung(this.#options.timeout);
    if (this.#killedFor === "memory") return tooLarge(2 * this.#options.maxMemory);
    return crashed(this.#ending);
  }
}
