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
type Member = { readonly worker: Worker; jobs: number; job?: Job; timer?: NodeJS.Timeout };

/** Of JavaScript alone; what WebAssembly holds stands in each reply. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/**
 * Threads that decode, started when there is work for them. A thread that is late, broken, dead, worn out
 * or too large is dropped, and costs no more than the request it worked on.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #waiting: Job[] = [];
  readonly #members = new Set<Member>();
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
    for (const member of this.#members) this.#drop(member, fail(CANCELLED));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const idle = [...this.#members].find(({ job }) => !job);
      if (!idle && this.#members.size >= this.#options.size) return;
      const job = this.#waiting.shift();
      if (!job) return;
      if (secondsLeft(job.request.limits) <= 0) {
        job.resolve(fail(tooLate(job.request.limits)));
        continue;
      }
      try {
        this.#start(idle ?? this.#hire(), job);
      } catch (thrown) {
        job.resolve(fail(crash(errorText(thrown))));
      }
    }
  }

  #start(member: Member, job: Job): void {
    const { request } = job;
    const timeoutSeconds = secondsLeft(request.limits);
    const limits: DecodeLimits = { ...request.limits, timeoutSeconds };
    member.worker.postMessage({ ...request, limits } satisfies WorkerRequest);
    member.jobs++;
    member.job = job;
    member.timer = setTimeout(() => this.#drop(member, fail(tooLate(request.limits))), timeoutSeconds * 1000);
  }

  #hire(): Member {
    const { program } = this.#options;
    // With an execArgv of its own it would not have the permissions of this process, but all there are.
    const worker = new Worker(program, { resourceLimits: RESOURCE_LIMITS, env: {} });
    const member: Member = { worker, jobs: 0 };
    this.#members.add(member);
    worker.on("message", (reply: WorkerReply) => this.#settle(member, reply));
    worker.on("messageerror", (error) => this.#drop(member, fail(crash(errorText(error)))));
    worker.on("error", (error) => this.#drop(member, fail(deathBy(error))));
    worker.on("exit", (code) => this.#drop(member, fail(crash(`exit code ${code}`))));
    return member;
  }

  #settle(member: Member, { id, outcome, memory, isBroken }: WorkerReply): void {
    const { job } = member;
    if (!job || job.request.id !== id) return;
    if (isBroken || memory > job.request.limits.maxMemory || member.jobs >= this.#options.maxJobs) {
      this.#drop(member, outcome);
      return;
    }
    this.#free(member, outcome);
    this.#dispatch();
  }

  // A thread that ends may send several events; the first drops it.
  #drop(member: Member, answer: Answer): void {
    if (!this.#members.delete(member)) return;
    this.#free(member, answer);
    void member.worker.terminate();
    this.#dispatch();
  }

  #free(member: Member, answer: Answer): void {
    clearTimeout(member.timer);
    member.job?.resolve(answer);
    delete member.job;
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
