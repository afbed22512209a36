import assert from "node:assert/strict";
import { readSettings, type Settings } from "../../src/pictures/settings/settings.ts";
import { parseConf } from "../../src/splunk/conf.ts";

/** The settings that a getimage.conf gives; it must be without fault. */
export function settingsOf(conf: string): Settings {
  const settings = readSettings(parseConf(conf, "local/getimage.conf"));
  assert.ok(settings.ok, settings.ok ? "" : settings.error.join("; "));
  return settings.value;
}
