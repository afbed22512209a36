import { errorText } from "../../../base/error-text.ts";
import { fail, type Outcome } from "../../../base/outcome.ts";
import { CANCELLED, type ImageError } from "../../contract.ts";
import type { DecoderJob, DecoderReply, Rendered } from "../decoder-protocol.ts";
import { DecoderChild, type DecoderChildOptions } from "./decoder-child.ts";
import { RestartBackoff } from "./restart-backoff.ts";

export type Decode = (job: DecoderJob) => Promise<Outcome<Rendered, ImageError>>;

export type DecoderOptions = DecoderChildOptions & {
  /** Time in which the child answers for one picture. */
  readonly timeoutSeconds: number;
  /** Time beyond that, after which it hangs and is killed. */
  readonly graceSeconds?: number;
  /** Time without a picture after which the child ends; the next one starts another. Absent: never. */
  readonly idleSeconds?: number;
};

type Task = {
  readonly job: DecoderJob;
  readonly resolve: (outcome: Outcome<Rendered, ImageError>) => void;
  /** It failed beside others, or a crash took it along; it runs alone now, so that what comes is its own. */
  isSuspect: boolean;
  /** Others ran at the same time: libvips keeps one text for all errors of a process, and may report another's. */
  hadCompany?: boolean;
  timer?: NodeJS.Timeout;
};

const GRACE_SECONDS = 2;
const MEGABYTE = 2 ** 20;

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
  #child: DecoderChild | undefined;
  /** How the last child ended. */
  #lastEnd = "";
  #lastId = 0;
  #isClosed = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: DecoderOptions) {
    this.#options = options;
  }

  readonly decode: Decode = (job) => {
    if (this.#isClosed) return Promise.resolve(fail(CANCELLED));
    return new Promise((resolve) => {
      this.#waiting.push({ job, resolve, isSuspect: false });
      this.#dispatch();
    });
  };

  /** Starts the child before its first picture is there, while the picture is still on its way. */
  warmUp(): void {
    if (this.#isClosed) return;
    this.#childOrNone();
    this.#watchIdleness();
  }

  /** Ends the child; pictures that were being worked on are cancelled. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#idleTimer);
    this.#child?.kill();
    for (const task of [...this.#takeRunning(), ...this.#suspects, ...this.#waiting]) task.resolve(fail(CANCELLED));
  }

  #dispatch(): void {
    this.#watchIdleness();
    if (this.#child?.isWornOut) {
      if (this.#running.size > 0) return;
      this.#retire();
    }
    if (this.#suspects.length + this.#waiting.length === 0) return;
    const child = this.#childOrNone();
    if (!child) {
      const tasks = [...this.#suspects.splice(0), ...this.#waiting.splice(0)];
      for (const task of tasks) task.resolve(fail(unusable(this.#lastEnd)));
      return;
    }
    const suspectRuns = [...this.#running.values()].some((task) => task.isSuspect);
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

  #run(task: Task, child: DecoderChild): void {
    const id = ++this.#lastId;
    this.#running.set(id, task);
    task.hadCompany = false;
    if (this.#running.size > 1) for (const each of this.#running.values()) each.hadCompany = true;
    const { timeoutSeconds, graceSeconds = GRACE_SECONDS } = this.#options;
    task.timer = setTimeout(() => child.kill("time"), (timeoutSeconds + graceSeconds) * 1000);
    child.send({ id, job: task.job });
  }

  #childOrNone(): DecoderChild | undefined {
    if (this.#child || this.#backoff.isPaused) return this.#child;
    try {
      const child = new DecoderChild(this.#options, {
        onReply: (reply) => {
          if (child === this.#child) this.#settle(reply);
        },
        onEnd: (how) => {
          if (child === this.#child && !this.#isClosed) this.#replace(child, how);
        },
      });
      this.#child = child;
    } catch (thrown) {
      this.#lastEnd = errorText(thrown);
      this.#backoff.childDied(false);
    }
    return this.#child;
  }

  #settle({ id, result }: DecoderReply): void {
    const task = this.#running.get(id);
    if (!task) return;
    clearTimeout(task.timer);
    this.#running.delete(id);
    this.#backoff.childAnswered();
    if (result.ok || !task.hadCompany) task.resolve(result);
    else this.#suspects.push(Object.assign(task, { isSuspect: true }));
    this.#dispatch();
  }

  /** @param child that has ended. @param how it did */
  #replace(child: DecoderChild, how: string): void {
    this.#child = undefined;
    this.#lastEnd = how;
    if (!child.isReady || !child.killedFor) this.#backoff.childDied(child.isReady);
    for (const task of this.#takeRunning()) {
      if (!child.isReady) (task.isSuspect ? this.#suspects : this.#waiting).unshift(task);
      else if (task.isSuspect) task.resolve(fail(this.#errorAfter(child)));
      else this.#suspects.push(Object.assign(task, { isSuspect: true }));
    }
    this.#dispatch();
  }

  #watchIdleness(): void {
    clearTimeout(this.#idleTimer);
    const { idleSeconds } = this.#options;
    const isIdle = this.#running.size + this.#waiting.length + this.#suspects.length === 0;
    if (idleSeconds === undefined || !isIdle) return;
    this.#idleTimer = setTimeout(() => this.#retire(), idleSeconds * 1000).unref();
  }

  #takeRunning(): readonly Task[] {
    const tasks = [...this.#running.values()];
    for (const task of tasks) clearTimeout(task.timer);
    this.#running.clear();
    return tasks;
  }

  #retire(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.disconnect();
  }

  #errorAfter({ killedFor }: DecoderChild): ImageError {
    if (killedFor === "time") return hung(this.#options.timeoutSeconds);
    if (killedFor === "memory") return tooLarge(2 * this.#options.maxMemory);
    return crashed(this.#lastEnd);
  }
}

function hung(seconds: number): ImageError {
  return { code: "decoder-crashed", text: `the picture could not be decoded within ${seconds} s` };
}

/** @param bytes that the decoder may hold */
function tooLarge(bytes: number): ImageError {
  const megabytes = Math.round(bytes / MEGABYTE);
  const text = `expected the decoder to need at most ${megabytes} MB for this picture, but it took more; ask for a smaller one, or raise [image] decoder_memory`;
  return { code: "decode-memory", text };
}

/** @param how the child ended */
function crashed(how: string): ImageError {
  return { code: "decoder-crashed", text: `the decoder ended while it worked on this picture (${how})` };
}

/** Says nothing about the picture. @param how the last child ended */
function unusable(how: string): ImageError {
  const text = `expected a decoder that works, but it ended each time (${how}); it is tried again in some seconds`;
  return { code: "decoder-unavailable", text };
}
