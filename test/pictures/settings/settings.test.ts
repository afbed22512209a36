import assert from "node:assert/strict";
import { test } from "node:test";
import { NAME_AND_MARK, NO_CAPTION } from "../../../src/pictures/image/caption-template.ts";
import { readSettings, SETTINGS } from "../../../src/pictures/settings/settings.ts";
import { parseConf } from "../../../src/splunk/conf.ts";
import { settingsOf } from "../../helpers/settings-of.ts";

const FILE = "local/getimage.conf";

function errorsOf(conf: string): readonly string[] {
  const settings = readSettings(parseConf(conf, FILE));
  return settings.ok ? [] : settings.error;
}

test("without any conf file every setting has its default and no server is allowed", () => {
  assert.deepEqual(settingsOf(""), {
    image: {
      newimgext: "jpg",
      newsize: { width: 500, height: 500 },
      quality: 80,
      page: 1,
      annotate: NAME_AND_MARK,
      annotate_place: "overlay",
      cache: 2_592_000,
      max_pixels: 100_000_000,
      max_bilevel_pixels: 600_000_000,
      max_pages: 64,
      decode_timeout: 10,
      decoder_memory: 805_306_368,
    },
    fetch: {
      connect_timeout: 2,
      first_byte_timeout: 5,
      idle_timeout: 3,
      total_timeout: 15,
      min_rate: 1_024,
      min_rate_window: 5,
      max_bytes: 67_108_864,
      max_redirects: 3,
      retries: 1,
      concurrency: 32,
      per_host: 8,
      max_sockets: 64,
      breaker_failures: 5,
      maxinputs: 500,
      rows_in_flight: 2_000,
      answer_memory: 33_554_432,
      whole_urls: false,
    },
    cache: {
      folder: "",
      keep_source: true,
      link_seconds: 3_600,
      max_age: 3_196_800,
      max_size: 21_474_836_480,
      max_files: 2_000_000,
      min_free: 10,
      server_age: true,
      stale_seconds: 604_800,
      revalidate_seconds: 0,
      keep_missing: 300,
      keep_forbidden: 60,
      keep_failing: 15,
      keep_bad: 3_600,
      lease_wait: 5,
    },
    serve: { serve: "rest", web_root: "", static_folder: "", static_url: "" },
    splunkd: { ca_file: "", require_capability: true },
    log: { level: "info", max_bytes: 25_000_000, keep: 5 },
    servers: [],
  });
});

type Key = readonly [stanza: string, key: string, good: string, value: unknown, bad: string];
const KEYS: readonly Key[] = [
  ["image", "newimgext", "PNG", "png", "tiff"],
  ["image", "newsize", "16x4096", { width: 16, height: 4096 }, "15x500"],
  ["image", "quality", "100", 100, "101"],
  ["image", "page", "10000", 10_000, "0"],
  ["image", "annotate", "off", NO_CAPTION, "maybe"],
  ["image", "annotate_place", "strip", "strip", "below"],
  ["image", "cache", "false", 0, "-1"],
  ["image", "max_pixels", "10000", 10_000, "9999"],
  ["image", "max_bilevel_pixels", "4000000000", 4_000_000_000, "9999"],
  ["image", "max_pages", "256", 256, "0"],
  ["image", "decode_timeout", "1.5", 1.5, "0.5"],
  ["image", "decoder_memory", "134217728", 2 ** 27, "134217727"],
  ["fetch", "connect_timeout", "0.1", 0.1, "0"],
  ["fetch", "first_byte_timeout", "600", 600, "600.1"],
  ["fetch", "idle_timeout", "7", 7, "7 s"],
  ["fetch", "total_timeout", "3600", 3_600, "1e3"],
  ["fetch", "min_rate", "0", 0, "1.5"],
  ["fetch", "min_rate_window", "1", 1, "0.9"],
  ["fetch", "max_bytes", "1073741824", 2 ** 30, "1 GB"],
  ["fetch", "max_redirects", "0", 0, "11"],
  ["fetch", "retries", "5", 5, "6"],
  ["fetch", "concurrency", "256", 256, "0"],
  ["fetch", "per_host", "1", 1, ""],
  ["fetch", "max_sockets", "8", 8, "7"],
  ["fetch", "breaker_failures", "0", 0, "1001"],
  ["fetch", "maxinputs", "50000", 50_000, "50001"],
  ["fetch", "rows_in_flight", "1", 1, "0"],
  ["fetch", "answer_memory", "1048576", 2 ** 20, "1048575"],
  ["fetch", "whole_urls", "1", true, "2"],
  ["cache", "folder", "/data/my cache", "/data/my cache", `/${"x".repeat(1_000)}`],
  ["cache", "keep_source", "f", false, "0.0"],
  ["cache", "link_seconds", "60", 60, "59"],
  ["cache", "max_age", "60", 60, "59"],
  ["cache", "max_size", "67108864", 2 ** 26, "20 GB"],
  ["cache", "max_files", "10000", 10_000, "9999"],
  ["cache", "min_free", "0", 0, "91"],
  ["cache", "server_age", "no", false, "never"],
  ["cache", "stale_seconds", "0", 0, "-1"],
  ["cache", "revalidate_seconds", "3600", 3_600, "1h"],
  ["cache", "keep_missing", "0", 0, "3601"],
  ["cache", "keep_forbidden", "3600", 3_600, "3601"],
  ["cache", "keep_failing", "1", 1, "1.5"],
  ["cache", "keep_bad", "0", 0, "3601"],
  ["cache", "lease_wait", "0.5", 0.5, "61"],
  ["serve", "serve", "STATIC", "static", "both"],
  ["serve", "web_root", "/splunk", "/splunk", "/splunk/"],
  ["serve", "static_folder", "/srv/www", "/srv/www", "/srv/\\\nwww"],
  ["serve", "static_url", "/pictures/", "/pictures/", "/a\\\n/b"],
  ["splunkd", "ca_file", "/opt/ca.pem", "/opt/ca.pem", "/srv/\\\nca.pem"],
  ["splunkd", "require_capability", "0", false, "maybe"],
  ["log", "level", "DEBUG", "debug", "verbose"],
  ["log", "max_bytes", "10000", 10_000, "9999"],
  ["log", "keep", "20", 20, "21"],
];

test("the table of this test names every key there is", () => {
  const known = Object.entries(SETTINGS).flatMap(([stanza, keys]) => Object.keys(keys).map((key) => [stanza, key]));
  assert.deepEqual(
    KEYS.map(([stanza, key]) => [stanza, key]),
    known,
  );
});

for (const [stanza, key, good, value, bad] of KEYS) {
  test(`[${stanza}] ${key} takes ${good} and refuses ${JSON.stringify(bad.slice(0, 20))}`, () => {
    const settings = settingsOf(`[${stanza}]\n${key} = ${good}\n`);
    const read = Object.entries(settings).find(([name]) => name === stanza)?.[1];
    assert.deepEqual(new Map(Object.entries(read ?? {})).get(key), value);

    const [error = "", ...others] = errorsOf(`[${stanza}]\n${key} = ${bad}\n`);
    assert.deepEqual(others, []);
    const received = bad.replaceAll("\\", "").slice(0, 100);
    assert.match(error, /^local\/getimage\.conf \[\w+\] \w+: expected \S.*, received ".*"$/s);
    assert.ok(error.startsWith(`${FILE} [${stanza}] ${key}: `) && error.endsWith(`, received "${received}"`), error);
  });
}

for (const text of ["500x300", "500X300", "500x300>", "500x300\\>"]) {
  test(`newsize = ${text} is a box of 500 by 300, as the original's conf file wrote it`, () => {
    assert.deepEqual(settingsOf(`[image]\nnewsize = ${text}\n`).image.newsize, { width: 500, height: 300 });
  });
}

for (const [conf, wanted] of [
  [
    "[images]\nquality = 9\n",
    /^local\/getimage\.conf \[images\]: expected one of the stanzas \[image\], .*\[images\]$/,
  ],
  ["[paths]\na = 1\nb = 2\n", /\[paths\]: expected one of the stanzas .*\[server:<label>\]/],
  ["[image]\ntoString = 1\n", /\[image\] toString: expected one of the keys/],
  ["[constructor]\nname = 1\n", /\[constructor\]: expected one of the stanzas/],
  ["[__proto__]\nvalueOf = 1\n", /\[__proto__\]: expected one of the stanzas/],
  ["quality = 9\n[image]\n", /\[default\]: expected one of the stanzas/],
  ["[Image]\nquality = 9\n", /\[Image\]: expected one of the stanzas/],
  [
    "[image]\nqualty = 9\n",
    /^local\/getimage\.conf \[image\] qualty: expected one of the keys newimgext, newsize, quality,/,
  ],
  ["[server:a]\nurl = http://img\nusr = x\n", /\[server:a\] usr: expected one of the keys url, .*auth_header$/],
] as const) {
  test(`${JSON.stringify(conf)} is refused by name`, () => {
    const errors = errorsOf(conf);
    assert.equal(errors.length, 1, errors.join("; "));
    assert.match(errors[0] ?? "", wanted);
  });
}

test("all faults of a conf file are listed at once", () => {
  const errors = errorsOf("[image]\nquality = 0\npage = x\n[fetch]\nspeed = 9\n[server:a]\n[nothing]\nx = 1\n");
  assert.equal(errors.length, 5, errors.join("; "));
});
