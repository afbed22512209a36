import { Worker } from "node:worker_threads";
import { errorCode, errorText } from "../../../../base/error-text.ts";
import { fail, type Outcome } from "../../../../base/outcome.ts";
import { CANCELLED, type ImageError } from "../../../contract.ts";
import { DecodeFault } from "../faults.ts";
import { type DecodeLimits, secondsLeft, tooLate } from "../limits.ts";
import type { WorkerAnswer, WorkerError, WorkerReply, WorkerRequest } from "./worker-protocol.ts";

export type WorkerPoolOptions = {
  /** The program of the threads, `.ts` or bundled. */
  readonly program: URL;
  /** Threads at most; each decodes one picture at a time. */
  readonly size: number;
  /** A thread is replaced after so many requests. */
  readonly maxJobs: number;
};

type Answer = Outcome<WorkerAnswer, WorkerError>;
type Job = { readonly request: WorkerRequest; readonly resolve: (answer: Answer) => void };
type Thread = { readonly worker: Worker; jobs: number; job?: Job; timer?: NodeJS.Timeout };

/** Of JavaScript alone; what WebAssembly holds stands in each reply. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/**
 * Threads that decode, started when there is work for them. A thread that is late, broken, dead, worn out
 * or too large is dropped, and costs no more than the request it worked on.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #waiting: Job[] = [];
  readonly #threads = new Set<Thread>();
  #lastId = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Answers when a thread has done it. Where no end of its time is set, it runs from the moment that a thread is free. */
  run(request: Omit<WorkerRequest, "id">): Promise<Answer> {
    if (this.#isClosed) return Promise.resolve(fail(CANCELLED));
    return new Promise((resolve) => {
      this.#waiting.push({ request: { ...request, id: ++this.#lastId }, resolve });
      this.#dispatch();
    });
  }

  /** As `run`, but throws what a thread reports as DecodeFault. */
  async ask(request: Omit<WorkerRequest, "id">): Promise<WorkerAnswer> {
    const outcome = await this.run(request);
    if (outcome.ok) return outcome.value;
    const { isFinal = false, ...error } = outcome.error;
    throw new DecodeFault(error, { isFinal });
  }

  /** Ends all threads; what they worked on, and what waits, is cancelled. */
  close(): void {
    this.#isClosed = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(fail(CANCELLED));
    for (const thread of this.#threads) this.#drop(thread, fail(CANCELLED));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const idle = [...this.#threads].find(({ job }) => !job);
      if (!idle && this.#threads.size >= this.#options.size) return;
      const job = this.#waiting.shift();
      if (!job) return;
      if (secondsLeft(job.request.limits) <= 0) {
        job.resolve(fail(tooLate(job.request.limits)));
        continue;
      }
      try {
        this.#give(idle ?? this.#startThread(), job);
      } catch (thrown) {
        job.resolve(fail(crash(errorText(thrown))));
      }
    }
  }

  #give(thread: Thread, job: Job): void {
    const { request } = job;
    const timeoutSeconds = secondsLeft(request.limits);
    const limits: DecodeLimits = { ...request.limits, timeoutSeconds };
    thread.worker.postMessage({ ...request, limits } satisfies WorkerRequest);
    thread.jobs++;
    thread.job = job;
    thread.timer = setTimeout(() => this.#drop(thread, fail(tooLate(request.limits))), timeoutSeconds * 1000);
  }

  #startThread(): Thread {
    const { program } = this.#options;
    // With an execArgv of its own it would not have the permissions of this process, but all there are.
    const worker = new Worker(program, { resourceLimits: RESOURCE_LIMITS, env: {} });
    const thread: Thread = { worker, jobs: 0 };
    this.#threads.add(thread);
    worker.on("message", (reply: WorkerReply) => this.#settle(thread, reply));
    worker.on("messageerror", (error) => this.#drop(thread, fail(crash(errorText(error)))));
    worker.on("error", (error) => this.#drop(thread, fail(deathBy(error))));
    worker.on("exit", (code) => this.#drop(thread, fail(crash(`exit code ${code}`))));
    return thread;
  }

  #settle(thread: Thread, { id, outcome, memory, isBroken }: WorkerReply): void {
    const { job } = thread;
    if (!job || job.request.id !== id) return;
    if (isBroken || memory > job.request.limits.maxMemory || thread.jobs >= this.#options.maxJobs) {
      this.#drop(thread, outcome);
      return;
    }
    this.#free(thread, outcome);
    this.#dispatch();
  }

  // A thread that ends may send several events; the first drops it.
  #drop(thread: Thread, answer: Answer): void {
    if (!this.#threads.delete(thread)) return;
    this.#free(thread, answer);
    void thread.worker.terminate();
    this.#dispatch();
  }

  #free(thread: Thread, answer: Answer): void {
    clearTimeout(thread.timer);
    thread.job?.resolve(answer);
    delete thread.job;
  }
}

function deathBy(error: unknown): ImageError {
  if (errorCode(error) !== "ERR_WORKER_OUT_OF_MEMORY") return crash(errorText(error));
  return { code: "decode-memory", text: "the decoder ran out of memory over this picture; ask for a smaller one" };
}

function crash(how: string): ImageError {
  const text = `the decoder's thread ended over this picture (${how.slice(0, 200)}); look whether the file is damaged`;
  return { code: "decoder-crashed", text };
}
