/** What a page of the preview is laid out from; the browser gets it as JSON. Texts may hold tokens, as in `$row.File$`. */

/** When an element is shown: while all tokens of `depends` have a value, and none of `rejects`. */
export type Gate = { readonly depends: readonly string[]; readonly rejects: readonly string[] };

export type SearchModel = {
  readonly id?: string;
  /** Id of the search whose result this one goes on with. */
  readonly base?: string;
  readonly query: string;
  readonly earliest: string;
  readonly latest: string;
  /** Why the preview does not run it, as a sentence. */
  readonly refusal?: string;
};

export type TokenAction =
  | { readonly kind: "set"; readonly token: string; readonly value: string }
  | { readonly kind: "unset"; readonly token: string }
  | { readonly kind: "link"; readonly href: string; readonly target: string };

/** Actions for a click on one field, or for one value of an input; `*` is any. The first that fits counts. */
export type Case = { readonly when: string; readonly actions: readonly TokenAction[] };

export type Choice = { readonly value: string; readonly label: string };

export type InputKind = "time" | "dropdown" | "radio" | "text" | "checkbox";
export type InputModel = Gate & {
  readonly kind: InputKind;
  readonly token: string;
  readonly label: string;
  readonly searchWhenChanged: boolean;
  /** For a time input earliest and latest; for a checkbox any number. */
  readonly initial: readonly string[];
  /** Whether the value is set anew when it is none of the choices. */
  readonly hasDefault: boolean;
  readonly choices: readonly Choice[];
  readonly search?: SearchModel;
  readonly fieldForLabel: string;
  readonly fieldForValue: string;
  readonly affixes: {
    readonly prefix: string;
    readonly suffix: string;
    readonly valuePrefix: string;
    readonly valueSuffix: string;
    readonly delimiter: string;
  };
  readonly changes: readonly Case[];
};

export type HtmlNode =
  | string
  | {
      readonly tag: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly HtmlNode[];
    };

export type ElementModel = Gate & {
  /** As in the view, or one of ours. */
  readonly id: string;
  readonly title: string;
  /** What the view asks of it and the preview leaves out. */
  readonly leftOut: readonly string[];
} & (
    | { readonly kind: "html"; readonly content: readonly HtmlNode[] }
    | { readonly kind: "undrawn"; readonly tag: string }
    | {
        readonly kind: "table" | "viz";
        /** `<app>.<visualization>`; empty for a table. */
        readonly type: string;
        readonly search: SearchModel | undefined;
        /** Columns that are shown; empty for all. */
        readonly fields: readonly string[];
        readonly options: Readonly<Record<string, string>>;
        readonly drilldown: readonly Case[];
      }
  );

export type PanelModel = Gate & {
  readonly id: string;
  readonly title: string;
  readonly inputs: readonly InputModel[];
  readonly elements: readonly ElementModel[];
};
export type RowModel = Gate & { readonly panels: readonly PanelModel[] };

export type SimpleView = {
  readonly kind: "simple";
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Files below appserver/static. */
  readonly scripts: readonly string[];
  readonly stylesheets: readonly string[];
  readonly hasSubmit: boolean;
  readonly init: readonly TokenAction[];
  readonly searches: readonly SearchModel[];
  readonly inputs: readonly InputModel[];
  readonly rows: readonly RowModel[];
};

/** A view that only Splunk can draw. */
export type UndrawnView = {
  readonly kind: "undrawn";
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** A sentence: what it is, and why the preview lacks it. */
  readonly reason: string;
};

export type ViewModel = SimpleView | UndrawnView;
