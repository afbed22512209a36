import type { PictureAddress } from "../shared/address.ts";

/** Loads pictures a few at a time, and none while somebody scrolls past them. */
export type PictureQueue = {
  /** @param loaded is given the picture, or nothing where the server sent none */
  readonly add: (address: PictureAddress, loaded: (image: HTMLImageElement | undefined) => void) => PictureOrder;
  /** Nothing new is begun for a moment. */
  readonly rest: () => void;
  readonly end: () => void;
};

export type PictureOrder = { readonly cancel: () => void };

type Job = { readonly address: PictureAddress; readonly loaded: (image: HTMLImageElement | undefined) => void };

/** Browsers ask one server for six things at once; some are left for the rest of the page. */
const AT_ONCE = 4;
const REST_MS = 120;

export function makePictureQueue(): PictureQueue {
  const waiting = new Set<Job>();
  const running = new Map<Job, HTMLImageElement>();
  let timer: number | undefined;

  const begin = (job: Job): void => {
    const image = new Image();
    const settle = (result: HTMLImageElement | undefined): void => {
      if (!running.delete(job)) return;
      job.loaded(result);
      fill();
    };
    waiting.delete(job);
    running.set(job, image);
    image.decoding = "async";
    image.alt = "";
    image.draggable = false;
    image.addEventListener("load", () => settle(image), { once: true });
    image.addEventListener("error", () => settle(undefined), { once: true });
    image.src = job.address;
  };
  const fill = (): void => {
    if (timer !== undefined) return;
    for (const job of waiting) {
      if (running.size >= AT_ONCE) return;
      begin(job);
    }
  };
  const cancel = (job: Job): void => {
    waiting.delete(job);
    const image = running.get(job);
    if (!image) return;
    running.delete(job);
    // The browser gives up what it was loading.
    image.removeAttribute("src");
    fill();
  };
  return {
    add: (address, loaded) => {
      const job = { address, loaded };
      waiting.add(job);
      fill();
      return { cancel: () => cancel(job) };
    },
    rest: () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        timer = undefined;
        fill();
      }, REST_MS);
    },
    end: () => {
      window.clearTimeout(timer);
      waiting.clear();
      for (const job of [...running.keys()]) cancel(job);
    },
  };
}

/** What one place in the page has asked a queue for. */
export type Orders = {
  readonly add: (address: PictureAddress, loaded: (image: HTMLImageElement | undefined) => void) => void;
  readonly isWaiting: () => boolean;
  /** Whether an address was asked for since the last time that all were given up. */
  readonly hasHad: (address: PictureAddress) => boolean;
  /** Gives up all of them. */
  readonly cancel: () => void;
};

/** @param waits hears whether anything is waited for, before what came is handed on */
export function makeOrders(queue: PictureQueue, waits: (isWaiting: boolean) => void): Orders {
  const open = new Set<PictureOrder>();
  const had = new Set<PictureAddress>();
  return {
    add: (address, loaded) => {
      had.add(address);
      waits(true);
      const order = queue.add(address, (image) => {
        open.delete(order);
        if (open.size === 0) waits(false);
        loaded(image);
      });
      open.add(order);
    },
    isWaiting: () => open.size > 0,
    hasHad: (address) => had.has(address),
    cancel: () => {
      for (const order of open) order.cancel();
      open.clear();
      had.clear();
      waits(false);
    },
  };
}
