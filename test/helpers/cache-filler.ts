import { keyFor, openStore, put } from "./entries.ts";

/** Writes entries, each of three blocks of the disk: folder, own name, how many, bounds of the cache. */
const [folder = "", name = "", count = "", maxBytes = "", maxFiles = ""] = process.argv.slice(2);
const limits = { maxBytes: Number(maxBytes), maxFiles: Number(maxFiles) };
const store = openStore({ after: () => {} }, folder, limits);
for (let number = 0; number < Number(count); number++) {
  put(store, keyFor(`${name} ${number}`), "x".repeat(2_000), "y".repeat(3_000));
}
store.close();
