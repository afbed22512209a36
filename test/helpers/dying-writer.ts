import { keyFor, openStore, put, putSource } from "./entries.ts";

/**
 * Replaces an entry (folder, kind) and is killed in the middle of it: right before the file of this ending comes to its
 * place, or right behind all of them where none is named.
 */
const [folder = "", kind = "", ending = "none"] = process.argv.slice(2);
const store = openStore({ after: () => {} }, folder);
const { workspace } = store;
const move = workspace.move.bind(workspace);
workspace.move = (from, to) => {
  if (to.endsWith(`/${keyFor("a")}.${ending}`)) process.kill(process.pid, "SIGKILL");
  move(from, to);
};
if (kind === "result") put(store, keyFor("a"), "new picture", "new picture of the cache");
else putSource(store, keyFor("a"), "another original");
process.kill(process.pid, "SIGKILL");
