import { spawnSync } from "node:child_process";
import { errorText } from "../../src/base/error-text.ts";
import { HostRecords } from "../../src/pictures/cache/shared/host-records.ts";
import { Janitor } from "../../src/pictures/cache/sweep/janitor.ts";
import { FAILURE, keyFor, openStore, put, putSource, ROOMY } from "./entries.ts";
import { age, filesOf } from "./files-of.ts";

/** Uses a cache whose disk is read-only from some moment on; prints what it saw. */
const [folder = ""] = process.argv.slice(2);
const store = openStore({ after: () => {} }, folder);
const { layout, workspace } = store;
put(store, keyFor("a"), "fresh", "cached");
store.commitFailure(keyFor("b"), FAILURE);
const records = new HostRecords(layout, workspace);
const record = { origin: "http://a", failures: 1, openUntil: 0, step: 0, cause: "refused", at: 1 };
records.write("http://a", record);
records.write("http://b", { ...record, origin: "http://b" });
age(9 * 3_600, ...filesOf(folder));
const { status } = spawnSync("mount", ["-o", "remount,ro", folder]);

const refused = [];
for (const write of [
  () => put(store, keyFor("c"), "fresh", "cached"),
  () => putSource(store, keyFor("c"), "original"),
  () => store.commitFailure(keyFor("c"), FAILURE),
]) {
  try {
    write();
  } catch (thrown) {
    refused.push(errorText(thrown).split(":")[0]);
  }
}
const told: string[] = [];
const janitor = new Janitor(
  { layout, workspace, publicFolder: "", limits: { ...ROOMY, maxAgeSeconds: 60 }, linkSeconds: 60, now: Date.now },
  (text) => told.push(text.split(":")[0] ?? ""),
);
janitor.sweep();
janitor.sweep();
records.write("http://a", { ...record, failures: 2 });
records.remove("http://b");
store.forgetFailure(keyFor("b"));
const isFound = store.findResult(keyFor("a")) !== undefined;
const leases = [store.takeLease("one"), store.takeLease("one")].map((lease) => lease !== "held");
const failures = ["http://a", "http://b"].map((origin) => records.read(origin)?.failures ?? 0);
store.discard(store.layout.sidecar(keyFor("a")));
store.close();
process.stdout.write(JSON.stringify({ status, refused, told, isFound, leases, failures }));
