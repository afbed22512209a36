import type { Outcome } from "../../src/base/outcome.ts";
import { parseBaseUrl } from "../../src/pictures/fetch/base-url.ts";
import { type Candidate, planPicture } from "../../src/pictures/produce/plan.ts";
import { parseArguments } from "../../src/pictures/settings/search-options.ts";
import { readSettings } from "../../src/pictures/settings/settings.ts";
import { readAppConf } from "../../src/splunk/app-conf.ts";

/** Where `getimage image_file BASE` looks for a picture, under the settings of an app folder. */
export function planner(settingsFolder: string, base: string): (name: string) => Candidate {
  const settings = must(readSettings(readAppConf(settingsFolder, "getimage")));
  const search = must(parseArguments(["image_file", base], settings));
  const bases = [must(parseBaseUrl(base))];
  const context = { search, bases, servers: settings.servers, wholeUrls: false };
  return (name) => must(planPicture(name, () => undefined, context)).candidates[0];
}

function must<Value>(outcome: Outcome<Value, unknown>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(JSON.stringify(outcome.error));
}
