/** What a page and the preview's server say to each other about a search. */

/** A search as a page asks for it, with its tokens filled in. */
export type SearchOrder = {
  readonly search: string;
  readonly earliest: string;
  readonly latest: string;
  /** The search whose result this one goes on with. */
  readonly base?: string;
};

/** One line of the answer; the last is a result or an error. Cells of several values are arrays. */
export type SearchLine =
  | { readonly kind: "progress"; readonly done: number; readonly rows: number }
  | {
      readonly kind: "result";
      readonly sid: string;
      readonly ms: number;
      readonly fields: readonly string[];
      readonly rows: readonly (readonly (string | readonly string[] | null)[])[];
      readonly messages: readonly (readonly [level: string, text: string])[];
    }
  | { readonly kind: "error"; readonly text: string };
