import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { Conf } from "../../splunk/conf-value.ts";
import { complaintText, readTable, type SettingsOf, type StanzaFamily, setting } from "../../splunk/settings-table.ts";
import { boolean, filePath, integer, oneOf, plainText, seconds } from "../../splunk/value-kinds.ts";
import { FORMAT_CHOICES } from "../contract.ts";
import type { ImageServer } from "../fetch/server.ts";
import { CAPTION_PLACES, size } from "../image/recipe.ts";
import { cacheAge, caption, page, webRoot } from "./picture-kinds.ts";
import { SERVER_SETTINGS } from "./server-settings.ts";
import { isServerKey, isServerStanza, readServer } from "./server-stanza.ts";

const MEGABYTE = 2 ** 20;
/** The cache forgets failures after an hour. */
const MAX_MEMORY_SECONDS = 3_600;
/** Ten years. */
const MAX_SECONDS = 315_360_000;

/** All of getimage.conf except the `[server:<label>]` stanzas. default/getimage.conf and its spec are held to this. */
export const SETTINGS = {
  image: {
    newimgext: setting(
      oneOf(FORMAT_CHOICES),
      "jpg",
      "Format of the pictures that are shown, and their extension. auto: png for faxes where that is smaller, else jpg.",
    ),
    newsize: setting(size, "500x500", "Pictures shrink to fit this box; smaller ones stay as they are."),
    quality: setting(integer(1, 100), "80", "Quality of JPEG and WebP pictures."),
    page: setting(page, "1", "Page of a multi-page picture that is shown."),
    annotate: setting(
      caption,
      "true",
      "Whether the name and the mark of a cached picture are written on the picture, or what is written.",
    ),
    annotate_place: setting(oneOf(CAPTION_PLACES), "overlay", "Where that is written: on the picture, or below it."),
    cache: setting(
      cacheAge,
      "2592000",
      "Seconds for which a fetched picture stays good, at most as long as [cache] max_age keeps it. 0 asks each time.",
    ),
    max_pixels: setting(integer(10_000, 1_000_000_000, "pixels"), "100000000", "Larger source pictures are refused."),
    max_bilevel_pixels: setting(
      integer(10_000, 4_000_000_000, "pixels"),
      "600000000",
      "The same for faxes and scans of one bit a pixel, which need little memory.",
    ),
    max_pages: setting(integer(1, 256, "pages"), "64", "Pages of one picture that page=all shows."),
    decode_timeout: setting(seconds(1, 600), "10", "Time in which a picture must be converted."),
    decoder_memory: setting(
      integer(128 * MEGABYTE, 64 * 1_024 * MEGABYTE, "bytes"),
      "805306368",
      "The process that converts pictures is replaced when it holds more memory, and killed at twice as much.",
    ),
  },
  fetch: {
    connect_timeout: setting(seconds(0.1, 600), "2", "Time in which a connection must stand, TLS included."),
    first_byte_timeout: setting(seconds(0.1, 600), "5", "Time from the request to the head of the answer."),
    idle_timeout: setting(seconds(0.1, 600), "3", "Longest pause inside the body."),
    total_timeout: setting(seconds(0.1, 3_600), "15", "Time for one picture, redirects and retries included."),
    min_rate: setting(integer(0, 1_000_000_000, "bytes a second"), "1024", "Slower bodies are given up. 0 allows any."),
    min_rate_window: setting(seconds(1, 600), "5", "Time over which min_rate is measured."),
    max_bytes: setting(integer(1_024, 1_024 * MEGABYTE, "bytes"), "67108864", "Larger pictures are refused."),
    max_redirects: setting(integer(0, 10), "3", "Redirects that are followed; each target must be allowed too."),
    retries: setting(integer(0, 5), "1", "Further tries after 502, 503, 504 or a reset of a kept connection."),
    concurrency: setting(
      integer(1, 256),
      "32",
      "Downloads at once in one search, each with one open file and up to max_bytes of temporary disk.",
    ),
    per_host: setting(integer(1, 256), "8", "Downloads at once from one image server in one search."),
    max_sockets: setting(integer(8, 4_096), "64", "Connections that are kept open in one search, idle ones included."),
    breaker_failures: setting(
      integer(0, 1_000),
      "5",
      "Failed connections in a row, or half of 20 in 10 s, leave a server alone for 10, 20, then 60 s. 0: never.",
    ),
    maxinputs: setting(integer(1, 50_000, "rows"), "500", "Rows that Splunk hands over at a time."),
    rows_in_flight: setting(
      integer(1, 50_000, "pictures"),
      "2000",
      "Pictures that are looked for at once in one search.",
    ),
    answer_memory: setting(
      integer(MEGABYTE, 4_096 * MEGABYTE, "bytes"),
      "33554432",
      "Memory of a search for the answers of rows that may come again.",
    ),
    whole_urls: setting(boolean, "false", "Whether the field may hold a whole http(s) address of an allowed server."),
  },
  cache: {
    folder: setting(filePath, "", "Folder of the cache. Empty: below var/run of Splunk."),
    keep_source: setting(boolean, "true", "Whether originals are kept too, so that another size needs no download."),
    link_seconds: setting(integer(60, 31_536_000, "seconds"), "3600", "Time for which a link works at the least."),
    max_age: setting(
      integer(60, MAX_SECONDS, "seconds"),
      "3196800",
      "A picture that was neither fetched nor found unchanged for so long is deleted.",
    ),
    max_size: setting(
      integer(64 * MEGABYTE, 2 ** 50, "bytes"),
      "21474836480",
      "Size of the cache without public copies; what was used least recently goes first.",
    ),
    max_files: setting(integer(10_000, 1_000_000_000, "files"), "2000000", "Files in the cache."),
    min_free: setting(
      integer(0, 90, "percent"),
      "10",
      "Share of the disk that the cache leaves free; below it pictures go, and new ones are not kept.",
    ),
    server_age: setting(
      boolean,
      "true",
      "Whether Cache-Control of the image server (max-age, no-store) can shorten how long a picture stays good.",
    ),
    stale_seconds: setting(
      integer(0, MAX_SECONDS, "seconds"),
      "604800",
      "Time for which a picture that is no longer good is still shown, marked, while its server fails.",
    ),
    revalidate_seconds: setting(
      integer(0, MAX_SECONDS, "seconds"),
      "0",
      "Time for which a picture that is no longer good is shown at once and asked for behind the search.",
    ),
    keep_missing: setting(
      integer(0, MAX_MEMORY_SECONDS, "seconds"),
      "300",
      "Time for which a 404 or 410 is remembered.",
    ),
    keep_forbidden: setting(
      integer(0, MAX_MEMORY_SECONDS, "seconds"),
      "60",
      "Time for which a 401 or 403 is remembered.",
    ),
    keep_failing: setting(
      integer(0, MAX_MEMORY_SECONDS, "seconds"),
      "15",
      "Time for which any other failure is remembered, so that the server is not asked for it again.",
    ),
    keep_bad: setting(
      integer(0, MAX_MEMORY_SECONDS, "seconds"),
      "3600",
      "Time for which what is no picture, or a damaged one, is not fetched again while the server's copy is the same.",
    ),
    lease_wait: setting(seconds(0, 60), "5", "Longest wait for another search that is fetching the same picture."),
  },
  serve: {
    serve: setting(
      oneOf(["rest", "static"]),
      "rest",
      "rest: an endpoint shows pictures to users with the capability get_images. static: files for whoever has their link.",
    ),
    web_root: setting(webRoot, "", "Path of Splunk Web below its host. Empty: root_endpoint of Splunk's own web.conf."),
    static_folder: setting(
      filePath,
      "",
      "For static: folder that Splunk Web serves; copies that were not shown for link_seconds go. Empty: appserver/static/cache.",
    ),
    static_url: setting(plainText, "", "For static: root-relative address of that folder. Empty: Splunk Web's own."),
  },
  splunkd: {
    ca_file: setting(
      filePath,
      "",
      "Certificates that Splunk's own REST API is checked against. Empty: etc/auth/cacert.pem of Splunk.",
    ),
    require_capability: setting(
      boolean,
      "true",
      "Whether a search asks splunkd if its user has the capability get_images. The endpoint always does.",
    ),
  },
  log: {
    level: setting(oneOf(["debug", "info", "warn", "error"]), "info", "Least level that is written."),
    max_bytes: setting(integer(10_000, 1_000_000_000, "bytes"), "25000000", "Size at which the log is rotated."),
    keep: setting(integer(1, 20), "5", "Rotated logs that are kept."),
  },
} as const;

export type Settings = SettingsOf<typeof SETTINGS> & { readonly servers: readonly ImageServer[] };

const SERVER_STANZAS: StanzaFamily = {
  title: "[server:<label>]",
  has: isServerStanza,
  hasKey: isServerKey,
  keys: Object.keys(SERVER_SETTINGS),
};

/** Checks every stanza, key and value. The error lists what is wrong: file, stanza, key, what was wanted, what came. */
export function readSettings(conf: Conf): Outcome<Settings, readonly string[]> {
  const { values, errors } = readTable(SETTINGS, conf, SERVER_STANZAS);
  const stanzas = [...conf].filter(([stanza]) => isServerStanza(stanza));
  const servers = stanzas.map(([stanza, keys]) => readServer(stanza, keys));
  const wrong = [...errors, ...servers.flatMap((server) => (server.ok ? [] : server.error.map(complaintText)))];
  if (wrong.length > 0) return fail(wrong);
  return succeed({ ...values, servers: servers.flatMap((server) => (server.ok ? [server.value] : [])) });
}
