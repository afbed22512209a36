import assert from "node:assert/strict";
import { test } from "node:test";
import { tableOfRows } from "../../../src/stand-in/spl/table.ts";
import type { RestReply } from "../../../src/stand-in/splunkd/rest.ts";
import { SearchJobs } from "../../../src/stand-in/splunkd/search-jobs.ts";
import { Searches } from "../../../src/stand-in/splunkd/searches.ts";

const EVENTS = tableOfRows(
  ["a", "b", "b"].map(
    (code, index) => new Map([...Object.entries({ _time: [`${1_700_000_000 - index}`], code: [code] })]),
  ),
);

function makeJobs(held?: Promise<void>): SearchJobs {
  const command = { program: ["/nonexistent"], env: {} } as const;
  const macros = (name: string) => (name === "all" ? "code=*" : undefined);
  return new SearchJobs(new Searches({ events: EVENTS, macros, command, searchInfo: {} }), held);
}

async function ask(jobs: SearchJobs, method: string, path: string, sent: Record<string, string>): Promise<RestReply> {
  const [query, form] = [new URLSearchParams(), new URLSearchParams()];
  for (const [name, value] of Object.entries(sent)) (method === "POST" ? form : query).set(name, value);
  const reply = await jobs.answer({ method, namespace: "", path: path.split("/"), query, form });
  assert.ok(reply, path);
  return reply;
}

async function start(jobs: SearchJobs, search: string, earliest_time = ""): Promise<string> {
  const [status, { sid }] = (await ask(jobs, "POST", "search/v2/jobs", { search, earliest_time })) as [
    201,
    { sid: string },
  ];
  assert.equal(status, 201);
  return sid;
}

test("a job has a state and results by columns, times as dates, page by page", async () => {
  const jobs = makeJobs();
  const sid = await start(jobs, "`all` | sort code");
  const [, { entry }] = (await ask(jobs, "GET", "search/jobs", { id: sid })) as [200, { entry: [{ content: object }] }];
  assert.deepEqual([Reflect.get(entry[0].content, "isDone"), Reflect.get(entry[0].content, "resultCount")], [true, 3]);
  const [, results] = await ask(jobs, "GET", `search/v2/jobs/${sid}/results`, { offset: "1", count: "1" });
  assert.deepEqual(
    [Reflect.get(results, "fields"), Reflect.get(results, "columns")],
    [
      [{ name: "_time" }, { name: "code" }],
      [["2023-11-14T22:13:19.000Z"], ["b"]],
    ],
  );
});

test("a chained search goes on with the result of a job", async () => {
  const jobs = makeJobs();
  const sid = await start(jobs, "`all`");
  const search = "| stats count by code";
  const [, results] = await ask(jobs, "POST", `search/jobs/${sid}/results_preview`, { search });
  assert.deepEqual(Reflect.get(results, "columns"), [
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("a time range finds events or not", async () => {
  const jobs = makeJobs();
  const sid = await start(jobs, "* | stats count", "1699999999");
  const [, results] = await ask(jobs, "GET", `search/jobs/${sid}/results`, {});
  assert.deepEqual(Reflect.get(results, "columns"), [["2"]]);
});

test("a search that cannot be run finds nothing, and its cause is reported", async () => {
  const jobs = makeJobs();
  const sid = await start(jobs, "* | table cod");
  const [, results] = await ask(jobs, "GET", `search/jobs/${sid}/results`, {});
  assert.deepEqual(Reflect.get(results, "columns"), []);
  assert.deepEqual(jobs.faults.length, 1);
  assert.match(jobs.faults[0] ?? "", /no row has the field "cod".*, in: \* \| table cod$/);
  assert.deepEqual(jobs.asked, ["* | table cod"]);
});

test("a job waits for what it is held by, and one that nobody has started is not there", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const jobs = makeJobs(promise);
  const started = start(jobs, "*");
  assert.deepEqual((await ask(jobs, "GET", "search/jobs", { id: "sid1" }))[1], { entry: [] });
  assert.equal((await ask(jobs, "GET", "search/jobs/sid1/results", {}))[0], 404);
  resolve();
  await started;
  assert.equal((await ask(jobs, "GET", "search/jobs/sid1/results", {}))[0], 200);
});

test("a search that is answered at once gives its rows, or says why not", async () => {
  const oneShot = (search: string) => ask(makeJobs(), "POST", "search/jobs", { search, exec_mode: "oneshot" });
  assert.deepEqual(await oneShot('| makeresults | eval f="x" | table f'), [
    200,
    { results: [{ f: "x" }], messages: [] },
  ]);
  const [status, refused] = await oneShot("| makeresults | rex f");
  assert.equal(status, 400);
  assert.match(JSON.stringify(refused), /FATAL.*rex/);
});
