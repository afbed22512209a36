import { parseArgs } from "node:util";
import { errorText } from "../../base/error-text.ts";

/** What an admin can do with the cache by hand. */
const CACHE_VERBS = ["stats", "sweep", "verify", "clear"] as const;
export type CacheVerb = (typeof CACHE_VERBS)[number];

const HELP = `getimage is started by Splunk: | getimage <field> <url>
It reads Splunk's chunked search command protocol from its input. To try it by hand: npm run try, in its source tree.

  getimage cache stats    what the cache holds, and how near it is to its limits
  getimage cache sweep    delete now what is past its time or over a limit
  getimage cache verify   check every entry, and delete the broken ones
  getimage cache clear    delete all pictures; they are fetched again when they are next asked for

  --app FOLDER   app folder whose default/ and local/getimage.conf count
  --var FOLDER   where to write when SPLUNK_HOME is not set
`;

export type Flags = { readonly app?: string; readonly var?: string; readonly cacheVerb?: CacheVerb };

/** The flags of the program. Asked for help, or given what it does not know, it says so on stderr and ends. */
export function readFlags(): Flags {
  const text = { type: "string" } as const;
  const options = { app: text, var: text, help: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const { help, ...flags } = values;
    if (help) {
      process.stderr.write(HELP);
      process.exit(0);
    }
    const [word, verb, ...more] = positionals;
    if (word === undefined) return flags;
    const cacheVerb = CACHE_VERBS.find((name) => name === verb);
    if (word === "cache" && cacheVerb && more.length === 0) return { ...flags, cacheVerb };
    throw new Error(`expected "cache" and one of ${CACHE_VERBS.join(", ")}, received "${positionals.join(" ")}"`);
  } catch (thrown) {
    process.stderr.write(`getimage: ${errorText(thrown)}\n${HELP}`);
    process.exit(2);
  }
}
