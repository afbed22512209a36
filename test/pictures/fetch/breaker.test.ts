import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostRecord } from "../../../src/pictures/contract.ts";
import { Breaker, type BreakerChange, type Permit } from "../../../src/pictures/fetch/breaker.ts";

const ORIGIN = "http://img.example:8080";
const NOON = Date.UTC(2026, 0, 1, 12);

/** One machine: its clock, its records, its leases, and as many processes as are asked for. */
function machine(failures = 5) {
  const changes: BreakerChange[] = [];
  const records = new Map<string, HostRecord>();
  const leases = new Set<string>();
  const used = { reads: 0, writes: 0, removes: 0, probes: 0 };
  const clock = { now: NOON };
  const process = (): Breaker =>
    new Breaker({
      failures,
      changed: (change) => changes.push(change),
      now: () => clock.now,
      records: {
        read: (origin) => {
          used.reads++;
          return records.get(origin);
        },
        write: (origin, record) => {
          used.writes++;
          records.set(origin, record);
        },
        remove: (origin) => {
          used.removes++;
          records.delete(origin);
        },
      },
      tryProbe: (origin) => {
        used.probes++;
        if (leases.has(origin)) return "held";
        leases.add(origin);
        return { release: () => leases.delete(origin) };
      },
    });
  return { records, leases, used, clock, changes, process };
}

function enter(breaker: Breaker, origin = ORIGIN): Permit {
  const entered = breaker.enter(origin);
  assert.ok(entered.ok, entered.ok ? "" : entered.error.text);
  return entered.value;
}

/** Asks once for each letter: r reached, d down, anything else unknown. */
function ask(breaker: Breaker, results: string, cause = "Connection refused."): void {
  for (const letter of results) {
    enter(breaker).settle(letter === "r" ? "reached" : letter === "d" ? "down" : "unknown", cause);
  }
}

function isOpen(breaker: Breaker): boolean {
  const refusal = breaker.refusal(ORIGIN);
  const entered = breaker.enter(ORIGIN);
  assert.equal(entered.ok, refusal === undefined, "refusal and enter say the same");
  return !entered.ok;
}

/** Refused by `enter`, which alone can tell that another process holds the lease. */
function isHeld(breaker: Breaker): boolean {
  return !breaker.enter(ORIGIN).ok && breaker.refusal(ORIGIN) !== undefined;
}

/** Opens it, from whatever it counted before. */
function open(breaker: Breaker): void {
  ask(breaker, "ddddd");
}

// Each letter is asked, so it can only be the last one that opens it.
const SEQUENCES: readonly (readonly [results: string, opens: boolean, why: string])[] = [
  ["", false, "nothing was asked"],
  ["dddd", false, "four in a row"],
  ["ddddd", true, "five in a row"],
  ["ddddr", false, "an answer in time"],
  ["ddddrdddd", false, "the count begins anew after an answer"],
  ["ddddrddddd", true, "five in a row after an answer"],
  ["ddudduud", true, "what tells nothing is not counted"],
  ["uuuuuuuuuu", false, "nothing was told"],
  ["ddddrddddrddddrddd", false, "most of 18"],
  ["ddddrddddrddddrddddr", false, "an answer opens nothing"],
  ["ddddrddddrddddrddddrd", true, "most of 21"],
  ["rdrdrdrdrdrdrdrdrdr", false, "fewer than 20"],
  ["rdrdrdrdrdrdrdrdrdrd", true, "half of 20"],
  ["rrdrdrdrdrdrdrdrdrdrd", false, "less than half of 21"],
];

for (const [results, opens, why] of SEQUENCES) {
  test(`results "${results}" ${opens ? "open it" : "leave it closed"}: ${why}`, () => {
    const breaker = machine().process();
    ask(breaker, results);
    assert.equal(isOpen(breaker), opens);
  });
}

for (const [pause, opens] of [
  [9_000, true],
  [10_000, false],
  [11_000, false],
  [-5_000, false],
] as const) {
  test(`results from ${pause} ms ago ${opens ? "count" : "do not count"} towards half of 20`, () => {
    const { process, clock } = machine();
    const breaker = process();
    ask(breaker, "rdrdrdrdrdrdrdrdrdr");
    clock.now += pause;
    ask(breaker, "d");
    assert.equal(isOpen(breaker), opens);
  });
}

test("how many failures open it is a setting, and with 0 nothing does and nothing is read", () => {
  const two = machine(2).process();
  ask(two, "dd");
  assert.ok(isOpen(two));

  const { process, used } = machine(0);
  const never = process();
  ask(never, "d".repeat(100));
  assert.ok(!isOpen(never));
  assert.equal(never.state(ORIGIN), "closed");
  assert.deepEqual(used, { reads: 0, writes: 0, removes: 0, probes: 0 });
});

test("each server is counted for itself", () => {
  const breaker = machine().process();
  open(breaker);
  assert.equal(breaker.refusal("http://img.example"), undefined);
  assert.equal(breaker.state("http://img.example"), "closed");
});

test("it stays open for 10 s, then 20, then 60 for each failed probe in a row, and begins anew after an answer", () => {
  const { process, clock, records } = machine();
  const breaker = process();
  open(breaker);
  for (const seconds of [10, 20, 60, 60]) {
    clock.now += seconds * 1000 - 1;
    assert.ok(isOpen(breaker), `${seconds} s are not over`);
    clock.now += 1;
    assert.equal(breaker.refusal(ORIGIN), undefined);
    ask(breaker, "d", `probe after ${seconds} s`);
    assert.ok(isOpen(breaker));
    assert.equal(records.get(ORIGIN)?.cause, `probe after ${seconds} s`);
  }
  clock.now += 60_000;
  ask(breaker, "r");
  assert.equal(records.size, 0);
  ask(breaker, "dddd");
  assert.ok(!isOpen(breaker));
  ask(breaker, "d");
  clock.now += 10_000;
  assert.equal(breaker.refusal(ORIGIN), undefined);
});

test("one probe at a time is under way in the whole machine; everybody else is refused", () => {
  const { process, clock, used } = machine();
  const [one, two] = [process(), process()];
  open(one);
  clock.now += 10_000;
  const probe = enter(one);
  for (const breaker of [one, two]) {
    for (let row = 0; row < 1_000; row++) assert.equal(breaker.enter(ORIGIN).ok, false);
    assert.equal(breaker.refusal(ORIGIN)?.code, "breaker-open");
  }
  assert.equal(used.probes, 2, "a held lease is not asked for with each row");
  clock.now += 250;
  assert.ok(isHeld(two));
  probe.settle("reached");
  clock.now += 250;
  assert.ok(!isOpen(one));
  assert.ok(!isOpen(two));
});

test("a probe that said nothing leaves the place to the next prober", () => {
  const { process, clock, leases } = machine();
  const [one, two] = [process(), process()];
  open(one);
  clock.now += 10_000;
  ask(one, "u");
  assert.equal(leases.size, 0);
  const probe = enter(two);
  assert.ok(isHeld(one));
  probe.settle("unknown");
  clock.now += 250;
  ask(one, "u");
  assert.equal(one.state(ORIGIN), "open until 12:00:10 UTC, now one request may try it: Connection refused.");
});

for (const [result, opens] of [
  ["down", true],
  ["reached", false],
] as const) {
  test(`a prober finds that another process has just probed and found the server ${result}`, () => {
    const { process, clock, used, leases } = machine();
    const [one, two] = [process(), process()];
    open(one);
    clock.now += 10_000;
    assert.equal(two.refusal(ORIGIN), undefined, "two has read the record");
    enter(one).settle(result);
    assert.equal(two.enter(ORIGIN).ok, !opens);
    assert.deepEqual([leases.size, used.probes], [0, 2]);
    assert.equal(isOpen(two), opens);
  });
}

test("results of requests that were on their way when it opened neither extend nor close it, nor count later", () => {
  const { process, clock, records } = machine();
  const breaker = process();
  const late = Array.from({ length: 30 }, () => enter(breaker));
  const settleTwo = (): void => {
    late.pop()?.settle("down", "late");
    late.pop()?.settle("reached");
  };
  open(breaker);
  const opened = records.get(ORIGIN);
  settleTwo();
  assert.equal(records.get(ORIGIN), opened);
  clock.now += 10_000;
  settleTwo();
  assert.equal(records.get(ORIGIN), opened, "nor when the time is over");
  const probe = enter(breaker);
  settleTwo();
  assert.equal(records.get(ORIGIN), opened, "nor while it is probed");
  probe.settle("reached");
  for (const permit of late) permit.settle("down", "late");
  assert.equal(records.size, 0);
});

test("a permit is settled once, whatever comes after", () => {
  const { process, clock, records, leases } = machine();
  const breaker = process();
  const permit = enter(breaker);
  for (let time = 0; time < 9; time++) permit.settle("down");
  assert.equal(records.get(ORIGIN)?.failures, 1);
  ask(breaker, "dddd");
  clock.now += 10_000;
  const probe = enter(breaker);
  probe.settle("unknown");
  const next = enter(breaker);
  probe.settle("reached");
  assert.equal(leases.size, 1, "the lease of the next prober is not given away");
  next.settle("reached");
  assert.equal(leases.size, 0);
});

test("failures in a row are counted over all processes, and all of them fail fast from then on", () => {
  const { process, clock, records } = machine();
  const [one, two, three] = [process(), process(), process()];
  ask(one, "dd");
  ask(two, "dd");
  assert.equal(three.state(ORIGIN), "4 failures in a row: Connection refused.");
  ask(one, "d", "Connection timed out.");
  assert.ok(isOpen(one));
  clock.now += 250;
  const [first, ...others] = [one, two, three].map((breaker) => breaker.refusal(ORIGIN));
  assert.ok(first);
  for (const other of others) assert.deepEqual(other, first);
  assert.equal(records.get(ORIGIN)?.cause, "Connection refused.", "the first failure of the row is told");
  assert.ok(isOpen(process()), "a process that starts now fails fast too");
});

test("an answer in one process ends the row of another, unless that one has opened it meanwhile", () => {
  const { process, records } = machine();
  const [one, two] = [process(), process()];
  ask(one, "dddd");
  ask(two, "r");
  ask(one, "dddd");
  assert.ok(!isOpen(one));
  assert.equal(two.state(ORIGIN), "closed", "the view is 250 ms old at most");

  const [permit, ofSeen] = [enter(two), enter(one)];
  ofSeen.settle("down");
  permit.settle("reached");
  assert.ok(isOpen(one));
  assert.equal(records.get(ORIGIN)?.step, 1);
});

test("good answers of a server without failures touch no disk", () => {
  const { process, used } = machine();
  ask(process(), "r".repeat(1_000));
  assert.deepEqual(used, { reads: 1, writes: 0, removes: 0, probes: 0 });
});

test("100,000 refusals over a second read the record a handful of times and give one and the same error", () => {
  const { process, clock, used } = machine();
  open(process());
  const breaker = process();
  const before = used.reads;
  const errors = new Set();
  for (let row = 0; row < 100_000; row++) {
    clock.now = NOON + Math.floor(row / 100);
    errors.add(breaker.refusal(ORIGIN));
  }
  assert.equal(errors.size, 1);
  assert.equal(used.reads - before, 4);
});

test("more servers than are remembered still share their records", () => {
  const { process } = machine(2);
  const breaker = process();
  ask(breaker, "d");
  for (let host = 0; host < 1_100; host++) breaker.refusal(`http://h${host}.example`);
  ask(breaker, "d");
  assert.ok(isOpen(breaker));
});

const FOUND: readonly (readonly [what: string, changed: Partial<HostRecord>, state: string])[] = [
  ["of now", {}, "open until 12:00:10 UTC: down"],
  ["of the longest opening", { step: 3, openUntil: NOON + 61_000 }, "open until 12:01:01 UTC: down"],
  ["that lasts longer than any opening", { step: 3, openUntil: NOON + 61_001 }, "closed"],
  ["written in the future", { openUntil: 0, step: 0, at: NOON + 61_001 }, "closed"],
  ["whose time is over", { openUntil: NOON }, "open until 12:00:00 UTC, now one request may try it: down"],
  ["of an hour ago", { openUntil: 0, step: 0, failures: 3, at: NOON - 3_600_000 }, "3 failures in a row: down"],
  ["older than an hour", { openUntil: 0, step: 0, failures: 3, at: NOON - 3_600_001 }, "closed"],
  ["with a time that is none", { openUntil: Number.NaN }, "closed"],
  ["of one failure", { openUntil: 0, step: 0, failures: 1 }, "1 failure in a row: down"],
];

for (const [what, changed, state] of FOUND) {
  test(`a record ${what} means: ${state}`, () => {
    const { process, records, used } = machine();
    const at = NOON;
    records.set(ORIGIN, {
      origin: ORIGIN,
      failures: 5,
      openUntil: at + 10_000,
      step: 1,
      cause: "down",
      at,
      ...changed,
    });
    assert.equal(process().state(ORIGIN), state);
    assert.deepEqual([used.writes, used.removes, used.probes], [0, 0, 0], "to look changes nothing");
  });
}

test("a clock that is set back by an hour opens the way at once", () => {
  const { process, clock } = machine();
  const breaker = process();
  open(breaker);
  clock.now -= 3_600_000;
  assert.ok(!isOpen(breaker));
});

test("a clock that is set back while another process probes keeps nobody from the next probe", () => {
  const { process, clock, leases } = machine();
  const breaker = process();
  open(breaker);
  clock.now += 10_000;
  leases.add(ORIGIN);
  assert.ok(isHeld(breaker));
  leases.clear();
  clock.now -= 3_600_000;
  open(breaker);
  clock.now += 10_000;
  ask(breaker, "r");
});

test("the error names server, cause, time and what to do in one sentence, the same for all of one opening", () => {
  const { process, clock } = machine();
  const breaker = process();
  open(breaker);
  const error = {
    code: "breaker-open",
    text:
      "img.example:8080 was found down (Connection refused.) and is not asked until 12:00:10 UTC; " +
      "check that it runs and that this search head can reach it, then search again",
    brief: "Image server is down (Connection refused.)",
  };
  assert.deepEqual(breaker.refusal(ORIGIN), error);
  clock.now += 12_000;
  const probe = enter(breaker);
  assert.deepEqual(breaker.refusal(ORIGIN), error, "while it is probed too");
  probe.settle("down", "No route to host.");
  assert.match(breaker.refusal(ORIGIN)?.text ?? "", /\(No route to host\.\) and is not asked until 12:00:32 UTC/);
});

test("whoever changes how it stands reports it, once: open, tried, open again, tried, closed", () => {
  const { process, clock, changes } = machine(2);
  const [one, two] = [process(), process()];
  const told = (): unknown[] => changes.splice(0).map(({ state, failures, openMs }) => [state, failures, openMs]);
  ask(one, "dr");
  assert.deepEqual(told(), [], "failures that do not open it are no change");
  const late = [enter(one), enter(two)];
  ask(one, "dd");
  for (const permit of late) permit.settle("down");
  assert.deepEqual(told(), [["open", 2, 10_000]]);
  assert.ok(isOpen(two));
  clock.now += 10_000;
  const probe = enter(two);
  assert.ok(!one.enter(ORIGIN).ok);
  probe.settle("down", "No route to host.");
  assert.deepEqual(told(), [
    ["half-open", 2, 0],
    ["open", 3, 20_000],
  ]);
  clock.now += 20_000;
  ask(one, "r");
  ask(two, "rr");
  assert.equal(changes.at(-1)?.cause, "No route to host.");
  assert.equal(changes.at(-1)?.origin, ORIGIN);
  assert.deepEqual(told(), [
    ["half-open", 3, 0],
    ["closed", 3, 0],
  ]);
});

test("a long cause is cut, and a missing one reported as no answer", () => {
  const { process, records } = machine(1);
  const breaker = process();
  ask(breaker, "d", "x".repeat(1_000));
  const { text = "", brief = "" } = breaker.refusal(ORIGIN) ?? {};
  assert.equal(records.get(ORIGIN)?.cause, "x".repeat(200));
  assert.ok(text.includes(`(${"x".repeat(200)})`));
  assert.equal(brief.length, 120);
  enter(breaker, "http://h").settle("down");
  assert.equal(breaker.refusal("http://h")?.brief, "Image server is down (no answer)");
});
