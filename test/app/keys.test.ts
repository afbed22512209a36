import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFS, confOf, textOf } from "../helpers/app-files.ts";

/** Of each of Splunk's conf files the stanzas and keys that this app uses, as its spec file in Splunk names them. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  app: {
    install: "is_configured build",
    ui: "is_visible label setup_view",
    launcher: "author description version",
    package: "id check_for_updates",
    id: "name version",
    triggers: "reload\\.\\w+",
  },
  authorize: { "capability::\\w+": "", "role_\\w+": "\\w+" },
  // With chunked = true no other key of commands.conf counts.
  commands: {
    "\\w+": "chunked filename command\\.arg\\.\\d+ is_risky maxwait maxchunksize run_in_preview python\\.version",
  },
  distsearch: { replicationDenylist: "\\w+", replicationBlacklist: "\\w+" },
  inputs: { "monitor://.+": "disabled sourcetype source" },
  macros: { "\\w+": "definition description" },
  props: {
    "source::.+": "sourcetype",
    "\\w+:\\w+":
      "description category pulldown_type SHOULD_LINEMERGE LINE_BREAKER TIME_PREFIX TIME_FORMAT MAX_TIMESTAMP_LOOKAHEAD " +
      "TRUNCATE DATETIME_CONFIG KV_MODE TRANSFORMS-\\w+ REPORT-\\w+",
  },
  restmap: {
    "script:\\w+":
      "match scripttype driver script requireAuthentication capability output_modes passSession passSystemAuth " +
      "passHttpHeaders passHttpCookies passPayload passConf",
  },
  savedsearches: {
    ".+": "description search dispatch\\.earliest_time dispatch\\.latest_time enableSched cron_schedule",
  },
  searchbnf: {
    "\\w+-command": "syntax shortdesc description usage example\\d comment\\d tags related",
    "\\w+-options": "syntax description",
  },
  server: { shclustering: "conf_replication_include\\.\\w+", diag: "EXCLUDE-\\w+" },
  transforms: { "\\w+": "REGEX FORMAT DEST_KEY" },
  visualizations: {
    "\\w+": "label description search_fragment default_height supports_drilldown allow_user_selection disabled",
  },
  web: { "expose:\\w+": "pattern methods" },
};
/** Confs of our own, which a spec file in app/README describes. */
const OWN = ["getimage"];

test("every conf file is one of Splunk's or has a spec file of ours", () => {
  assert.deepEqual(CONFS, [...Object.keys(KNOWN), ...OWN].sort());
});

for (const [name, stanzas] of Object.entries(KNOWN)) {
  test(`${name}.conf has stanzas and keys that Splunk knows, and no others`, () => {
    for (const [stanza, settings] of confOf(name)) {
      const known = Object.entries(stanzas).find(([pattern]) => new RegExp(`^${pattern}$`).test(stanza));
      assert.ok(known, `[${stanza}]`);
      const keys = new RegExp(`^(${known[1].replaceAll(" ", "|")})$`);
      for (const key of settings.keys()) assert.match(key, keys, `[${stanza}] ${key}`);
    }
  });
}

for (const name of CONFS) {
  test(`${name}.conf begins with what it is for, has no [default], and says nothing twice`, () => {
    const text = textOf(`app/default/${name}.conf`);
    assert.match(text, /^# \S/);
    assert.ok(!confOf(name).has("default"), "settings of [default] would hold for other apps too");
    const seen = new Set<string>();
    let stanza = "";
    for (const [, header, key] of text.matchAll(/^(?:\[(.+)\]|([^\s#=][^=]*?) *=)/gm)) {
      stanza = header ?? stanza;
      const place = header === undefined ? `[${stanza}] ${key}` : `[${stanza}]`;
      assert.ok(!seen.has(place), `${place} is there twice`);
      seen.add(place);
    }
    assert.ok(seen.size > 0);
  });
}
