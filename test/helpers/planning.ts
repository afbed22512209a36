import assert from "node:assert/strict";
import { parseBaseUrl } from "../../src/pictures/fetch/base-url.ts";
import { type PlanContext, planPicture } from "../../src/pictures/produce/plan.ts";
import { parseArguments } from "../../src/pictures/settings/search-options.ts";
import { settingsOf } from "./settings-of.ts";

/** What a search with these arguments plans with, under a getimage.conf. */
export function contextOf(args: readonly string[], conf: string): PlanContext {
  const settings = settingsOf(conf);
  const search = parseArguments(args, settings);
  assert.ok(search.ok, search.ok ? "" : search.error);
  const bases = search.value.bases.map((text) => {
    const base = parseBaseUrl(text);
    assert.ok(base.ok, base.ok ? "" : base.error);
    return base.value;
  });
  return { search: search.value, bases, servers: settings.servers, wholeUrls: settings.fetch.whole_urls };
}

/** The plan for what a record names; it must be one that can be asked for. */
export function planOf(value: string, context: PlanContext, record: Readonly<Record<string, string>> = {}) {
  const plan = planPicture(value, (field) => record[field] ?? "", context);
  assert.ok(plan.ok, plan.ok ? "" : plan.error.error.text);
  return plan.value;
}
