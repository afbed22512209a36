import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { STUDIO_VIEWS } from "../helpers/studio-view.ts";
import { withoutRenderer } from "./studio.ts";

/** Names of options against Splunk's own schemas: its renderer passes by what it does not know, without a word. */
type Schema = Readonly<
  Record<string, { readonly patternProperties?: { readonly ".*": { readonly properties: object } } }>
>;

const SCHEMAS: Readonly<Record<string, string>> = {
  "splunk.table": "tableOptionsSchema",
  "splunk.column": "columnOptionsSchema",
  "splunk.line": "lineOptionsSchema",
  "splunk.singlevalue": "singleValueOptionsSchema",
  "splunk.markdown": "markdownOptionsSchema",
  "splunk.image": "imageOptionsSchema",
};

function schemaOf(type: string): Schema {
  const load = createRequire(join(import.meta.dirname, "renderer/package.json"));
  const schemas: Readonly<Record<string, Schema>> = load("@splunk/visualization-schemas");
  const schema = schemas[SCHEMAS[type] ?? ""];
  assert.ok(schema, `no schema for ${type}`);
  return schema;
}

for (const { name, visualizations } of STUDIO_VIEWS) {
  test(`${name} gives panels only options that Splunk's schemas know`, { skip: withoutRenderer }, () => {
    for (const [id, { type, options }] of Object.entries(visualizations)) {
      const schema = schemaOf(type);
      for (const [option, value] of Object.entries(options)) {
        assert.ok(option in schema, `${id}: ${option}`);
        if (option !== "columnFormat") continue;
        const known = Object.keys(schema["columnFormat"]?.patternProperties?.[".*"].properties ?? {});
        for (const format of Object.values(Object(value))) {
          for (const key of Object.keys(Object(format))) assert.ok(known.includes(key), `${id}: ${option} ${key}`);
        }
      }
    }
  });
}
