import { scanTable } from "../../src/splunk/chunked/csv.ts";
import { type SearchCommand, serve } from "../../src/splunk/chunked/serve.ts";

/** A search command that misbehaves as its argument says: `echo`, `silent`, `die`, `stray`, `grumble`. */
const [way = "echo"] = process.argv.slice(2);

const command: SearchCommand = {
  getInfo({ searchInfo }) {
    if (way === "silent") process.exit(0);
    return { type: "stateful", generating: false, maxinputs: 2, messages: [["INFO", searchInfo.args.join(" ")]] };
  },
  async execute(body, { finished }) {
    if (way === "die") process.exit(3);
    if (way === "grumble") process.stderr.write("no picture library\n");
    const rows = `${scanTable(body, () => []).rowCount} rows${finished ? ", the last" : ""}`;
    return { body, messages: [["WARN", rows]] };
  },
};
await serve({ logFile: "odd.log", input: process.stdin, output: process.stdout, command, cancelled: () => {} });
if (way === "stray") process.stdout.write("done");
