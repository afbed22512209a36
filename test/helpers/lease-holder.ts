import { openStore } from "./entries.ts";

/** Takes a lease (folder, name), tells what it got, and holds it until it is killed. */
const [folder = "", name = ""] = process.argv.slice(2);
const lease = openStore({ after: () => {} }, folder).takeLease(name);
process.send?.(lease === "held" ? "held" : "taken");
process.on("message", () => {});
