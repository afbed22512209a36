import { globSync } from "node:fs";
import { basename } from "node:path";
import { textOf } from "./app-files.ts";
import { PROJECT } from "./samples.ts";

/** A view of Dashboard Studio, as its JSON says it. */
export type StudioView = {
  readonly name: string;
  readonly xml: string;
  readonly inputs: Readonly<Record<string, Part>>;
  readonly dataSources: Readonly<Record<string, Part>>;
  readonly visualizations: Readonly<Record<string, Part>>;
  readonly defaults: { readonly tokens?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly layout: {
    readonly type: string;
    readonly globalInputs: readonly string[];
    readonly options: { readonly width: number };
    readonly structure: readonly {
      readonly item: string;
      readonly position: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    }[];
  };
};

export type Part = {
  readonly type: string;
  readonly name?: string;
  readonly title?: string;
  readonly dataSources?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly eventHandlers?: readonly { readonly type: string; readonly options: Readonly<Record<string, unknown>> }[];
};

const DEFINITION = /<definition><!\[CDATA\[\n([\s\S]*?)\n {2}\]\]><\/definition>/;

/** All that the app ships. */
export const STUDIO_VIEWS: readonly StudioView[] = globSync("app/default/data/ui/views/*.xml", { cwd: PROJECT })
  .sort()
  .flatMap((file) => {
    const xml = textOf(file);
    const [, json] = DEFINITION.exec(xml) ?? [];
    return json === undefined ? [] : [{ name: basename(file, ".xml"), xml, ...JSON.parse(json) }];
  });

/** The text of an option; empty where it is not there. */
export function optionOf({ options }: Part, name: string): string {
  const value = options[name];
  return typeof value === "string" ? value : "";
}
