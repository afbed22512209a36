import { parseArgs } from "node:util";
import { errorText } from "../lib/error-text.ts";

const HELP = `getimage is started by Splunk: | getimage <field> <url>
It reads Splunk's chunked search command protocol from its input. To try it by hand: npm run try, in its source tree.
  --app FOLDER   app folder whose default/ and local/getimage.conf count
  --var FOLDER   where to write when SPLUNK_HOME is not set
`;

export type Flags = { readonly app?: string; readonly var?: string };

/** The flags of the program. Asked for help, or given what it does not know, it says so on stderr and ends. */
export function readFlags(): Flags {
  const text = { type: "string" } as const;
  try {
    const { help, ...flags } = parseArgs({ options: { app: text, var: text, help: { type: "boolean" } } }).values;
    if (!help) return flags;
    process.stderr.write(HELP);
    process.exit(0);
  } catch (thrown) {
    process.stderr.write(`getimage: ${errorText(thrown)}\n${HELP}`);
    process.exit(2);
  }
}
