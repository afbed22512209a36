import { openLog } from "../../src/splunk/log.ts";

/** Writes numbered lines into a shared log as fast as it can: folder, own name, lines, size at which to rotate. */
const [folder = "", writer = "", lines = "", maxBytes = ""] = process.argv.slice(2);
const log = openLog({ folder, file: "getimage.log", level: "INFO", maxBytes: Number(maxBytes), keep: 100 });
for (let number = 0; number < Number(lines); number++) {
  log("INFO", "line", { writer, number, text: `${writer.repeat(number % 90)} end` });
}
