import type { ImageError } from "../../../contract.ts";
import type { Outcome } from "../../../lib/outcome.ts";
import type { DecodeLimits, Raster, Size } from "../pages.ts";

/** What is asked of a worker thread that decodes by WebAssembly. Each request opens the source anew. */
export type WorkerRequest = {
  readonly id: number;
  /** Path of the source, or its bytes. */
  readonly source: string | Uint8Array;
  /** The decoder's own name of the format, from our sniffing: it may never guess. */
  readonly format: string;
  readonly limits: DecodeLimits;
  /** The sizes of all pages, or one page, from 0. */
  readonly ask: { readonly kind: "open" } | { readonly kind: "page"; readonly page: number; readonly box: Size };
};

export type WorkerAnswer =
  | { readonly kind: "open"; readonly sizes: readonly Size[] }
  | { readonly kind: "page"; readonly raster: Raster };

export type WorkerReply = {
  readonly id: number;
  readonly outcome: Outcome<WorkerAnswer, ImageError>;
  /** Bytes of its WebAssembly memory, which never shrinks. */
  readonly memory: number;
  /** A trap leaves the WebAssembly memory in no state to go on: the worker is dropped. */
  readonly isBroken: boolean;
};
