import { appendFileSync, createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** The same as nginx.ts for machines without nginx: `slow-server.ts PICTURES PORT LOG`. It takes more of the processor. */
const [pictures = "", port = "", log = ""] = process.argv.slice(2);
createServer(async (request, response) => {
  const [, ms = "0", name = ""] = /^\/(0|20|100)\/(?:as\d+\/)?([\w.-]+)$/.exec(request.url ?? "") ?? [];
  appendFileSync(log, `${request.url}\n`);
  if (ms !== "0") await wait(Number(ms));
  const file = join(pictures, name);
  const seen = name === "" ? undefined : statSync(file, { throwIfNoEntry: false });
  response.writeHead(seen?.isFile() ? 200 : 404, { "Content-Length": seen?.size ?? 0 });
  if (seen?.isFile()) createReadStream(file).pipe(response);
  else response.end();
}).listen(Number(port), "127.0.0.1");
