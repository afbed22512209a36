import { Store } from "../../src/pictures/cache/store/store.ts";
import { keyFor, put, ROOMY } from "./entries.ts";

/** Writes entries over and over until it is killed; each picture's bytes tell its own name and length. */
const store = new Store({ folder: process.argv[2] ?? "", limits: ROOMY });
for (let round = 0; ; round++) {
  for (let number = 0; number < 20; number++) {
    const body = `${number}:${"x".repeat(1_000 + ((round * 7_919) % 50_000))}`;
    put(store, keyFor(`${number}`), `${body.length}:${body}`, `${body.length}:${body}`);
    if (round === 0 && number === 0) process.send?.("writing");
  }
}
