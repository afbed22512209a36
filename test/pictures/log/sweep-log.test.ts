import assert from "node:assert/strict";
import { test } from "node:test";
import { SweepLog } from "../../../src/pictures/log/sweep-log.ts";
import type { LogFields } from "../../../src/splunk/log.ts";
import { openStore, ROOMY } from "../../helpers/entries.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

test("the cache is logged once a minute at most, and once more at the end if there is anything new", (t) => {
  const store = openStore(t, tempFolder(t));
  const logged: LogFields[] = [];
  let now = 0;
  const log = new SweepLog({ store, limits: ROOMY, log: (fields) => logged.push(fields), now: () => now });
  log.flush();
  assert.deepEqual(logged, [], "nothing is known");
  for (; now < 200_000; now += 500) {
    store.turnover.went("evicted", 1, 10);
    store.turnover.swept();
  }
  assert.equal(logged.length, 3);
  log.flush();
  assert.equal(logged.length, 4);
  log.flush();
  assert.equal(logged.length, 4);
  assert.equal(
    logged.reduce((sum, { evicted }) => sum + Number(evicted), 0),
    400,
    "every one is counted once",
  );
});

test("a line reports size, bounds and free space, and leaves out what nobody knows", (t) => {
  const store = openStore(t, tempFolder(t));
  const logged: LogFields[] = [];
  const log = new SweepLog({ store, limits: { ...ROOMY, minFree: 5 }, log: (fields) => logged.push(fields) });
  store.turnover.went("expired", 2, 8_192);
  log.flush();
  store.turnover.sees("00", [{ bytes: 4_096, files: 1 }]);
  store.turnover.swept();
  store.workspace.write(`${store.layout.root}/cursor`, "00");
  log.flush();
  const bounds = { max_size: ROOMY.maxBytes, max_files: ROOMY.maxFiles, min_free: 5 };
  const [first = {}, second = {}] = logged;
  assert.deepEqual(
    { ...first },
    {
      size: undefined,
      files: undefined,
      shards: 0,
      expired: 2,
      evicted: 0,
      freed: 8_192,
      free_percent: undefined,
      ...bounds,
    },
  );
  const { free_percent: free, ...others } = second;
  assert.deepEqual(others, { size: 1_048_576, files: 256, shards: 1, expired: 0, evicted: 0, freed: 0, ...bounds });
  assert.ok(Number(free) > 0 && Number(free) <= 100, `${free}`);
});
