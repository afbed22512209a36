import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ProtocolError } from "../../../src/splunk/chunked/protocol-error.ts";
import { SearchError } from "../../../src/splunk/chunked/serve.ts";
import { bytesOf, execute, GETINFO, SETUP, startServing } from "../../helpers/serving.ts";

test("each request gets one reply, in order, with finished echoed", async () => {
  const { input, ended } = startServing();
  input.end(Buffer.concat([GETINFO, execute("a\n"), execute(""), execute("b\n", true)]));
  const { value, replies, cancelled } = await ended();
  assert.deepEqual(replies, [
    [SETUP, ""],
    ['{"finished":false}', "A\n"],
    ['{"finished":false}', ""],
    ['{"finished":true}', "B\n"],
  ]);
  assert.deepEqual([value, cancelled], [true, 0]);
});

test("replies keep the order of requests that take turns to be slow", async () => {
  const slow = async (body: Buffer) => {
    for (let turn = body.toString().startsWith("slow") ? 20 : 0; turn > 0; turn--) await nextTurn();
    return { body, messages: [] };
  };
  const { input, ended } = startServing({ execute: slow });
  const bodies = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? `slow ${index}` : `quick ${index}`));
  input.end(Buffer.concat([GETINFO, ...bodies.map((body) => execute(body))]));
  const { replies } = await ended();
  assert.deepEqual(
    replies.slice(1).map(([, body]) => body),
    bodies,
  );
});

test("messages travel in the inspector, and only where there are some", async () => {
  const { input, ended } = startServing({
    getInfo: () => ({ type: "stateful", generating: false, maxinputs: 500, messages: [["INFO", "é"]] }),
    execute: async (body) => ({
      body,
      messages:
        body.byteLength > 0
          ? [
              ["WARN", "a"],
              ["ERROR", "b"],
            ]
          : [],
    }),
  });
  input.end(Buffer.concat([GETINFO, execute("x"), execute("", true)]));
  assert.deepEqual((await ended()).replies, [
    [`${SETUP.slice(0, -1)},"inspector":{"messages":[["INFO","é"]]}}`, ""],
    ['{"finished":false,"inspector":{"messages":[["WARN","a"],["ERROR","b"]]}}', "x"],
    ['{"finished":true}', ""],
  ]);
});

for (const [when, command] of [
  ["at getinfo", { getInfo: () => stop("no such option") }],
  ["at the first rows", { execute: async () => stop("no such option") }],
] as const) {
  test(`a SearchError ${when} ends the search with its sentence`, async () => {
    const { input, ended } = startServing(command);
    input.write(Buffer.concat([GETINFO, execute("a"), execute("b", true)]));
    const { value, replies } = await ended();
    assert.equal(value, false);
    const error = '{"finished":true,"inspector":{"messages":[["ERROR","no such option"]]},"error":"no such option"}';
    assert.deepEqual(
      replies,
      when === "at getinfo"
        ? [[error, ""]]
        : [
            [SETUP, ""],
            [error, ""],
          ],
    );
  });
}

test("an unexpected exception is reported to the user and then thrown", async () => {
  const fault = new TypeError("x is not a function");
  const { input, ended } = startServing({ execute: async () => Promise.reject(fault) });
  input.write(Buffer.concat([GETINFO, execute("a")]));
  const { thrown, replies } = await ended();
  assert.equal(thrown, fault);
  assert.match(
    replies[1]?.[0] ?? "",
    /^\{"finished":true,"inspector":.*"error":"internal error: x is not a function; /,
  );
});

for (const [name, bytes, code, answered] of [
  ["execute before getinfo", execute("a"), "unexpected-action", 0],
  ["an unknown action", Buffer.concat([GETINFO, bytesOf({ action: "close" })]), "unexpected-action", 1],
  ["metadata that is no JSON", Buffer.concat([GETINFO, Buffer.from("chunked 1.0,1,0\n{")]), "bad-metadata", 1],
  ["bytes that are no frame", Buffer.concat([GETINFO, Buffer.from("a,b\n1,2\n")]), "bad-frame-header", 1],
  ["input cut inside a frame", Buffer.concat([GETINFO, execute("a").subarray(0, -1)]), "input-cut-short", 1],
] as const) {
  test(`${name} is a ProtocolError, and what came before it is answered`, async () => {
    const { input, ended } = startServing();
    input.end(bytes);
    const { thrown, replies } = await ended();
    assert.ok(thrown instanceof ProtocolError);
    assert.equal(thrown.code, code);
    assert.equal(replies.length, answered);
  });
}

function stop(sentence: string): never {
  throw new SearchError(sentence);
}
