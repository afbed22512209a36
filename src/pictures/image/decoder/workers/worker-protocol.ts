import type { Outcome } from "../../../../base/outcome.ts";
import type { ImageError } from "../../../contract.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageSize, Raster, Size } from "../pages.ts";
import type { EmbeddedPage } from "../readers/source-pages.ts";

/** What is asked of a worker thread that decodes. Each request opens the source anew. */
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

/** A page that our own readers made into a file of a format that others decode. */
export type FilePage = Omit<EmbeddedPage, "file"> & { readonly bytes: Uint8Array };

/** Sizes of nothing belong to pages that cannot be had. */
export type WorkerAnswer =
  | { readonly kind: "open"; readonly sizes: readonly PageSize[] }
  | { readonly kind: "page"; readonly raster: Raster }
  | { readonly kind: "file"; readonly file: FilePage };

/** `isFinal` as in DecodeFault. */
export type WorkerError = ImageError & { readonly isFinal?: boolean };

export type WorkerReply = {
  readonly id: number;
  readonly outcome: Outcome<WorkerAnswer, WorkerError>;
  /** Bytes of its WebAssembly memory, which never shrinks. */
  readonly memory: number;
  /** A trap leaves the WebAssembly memory in no state to go on: the worker is dropped. */
  readonly isBroken: boolean;
};
