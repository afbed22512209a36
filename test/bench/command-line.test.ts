import assert from "node:assert/strict";
import { test } from "node:test";
import { BENCHES } from "../../bench/benches.ts";
import { parseCommandLine } from "../../bench/command-line.ts";
import { missing } from "../../bench/peers/peers.ts";

const KNOWN = ["hit", "start"];
const NOTHING = { names: [], rounds: undefined, isShort: false, wants: "run" };

test("benches, rounds and the short form are chosen on the command line", () => {
  for (const [args, wish] of [
    ["", NOTHING],
    ["hit start", { ...NOTHING, names: ["hit", "start"] }],
    ["--rounds 7 hit", { ...NOTHING, names: ["hit"], rounds: 7 }],
    ["--short", { ...NOTHING, isShort: true }],
    ["--list", { ...NOTHING, wants: "list" }],
    ["-h", { ...NOTHING, wants: "help" }],
  ] as const) {
    assert.deepEqual(parseCommandLine(args.split(" ").filter(Boolean), KNOWN), { ok: true, value: wish }, args);
  }
});

test("what does not exist is refused with what does", () => {
  const refused = (...args: string[]) => {
    const parsed = parseCommandLine(args, KNOWN);
    return parsed.ok ? "" : parsed.error;
  };
  assert.match(refused("hits"), /no bench hits; there are hit, start/);
  assert.match(refused("--rounds", "0"), /whole number/);
  assert.match(refused("--rounds"), /whole number/);
});

test("benches have names of their own, and some of them a short form", () => {
  assert.equal(new Set(BENCHES.map(({ name }) => name)).size, BENCHES.length);
  assert.ok(BENCHES.some(({ isInShortForm }) => isInShortForm));
});

test("a peer that is missing is named, with what installs it", () => {
  const peers = new Map([["wget", { program: "/usr/bin/wget", version: "1" }]] as const);
  const [sentence, ...others] = missing(peers, "wget", "convert");
  assert.match(sentence ?? "", /^convert is missing.*bench\/setup\.sh/);
  assert.deepEqual(others, []);
});
