import assert from "node:assert/strict";
import { test } from "node:test";
import { readRequest } from "../../../src/splunk/persistent/request.ts";

const ENDPOINT = "/rx_image_review_app/image/";
const WHOLE = {
  method: "GET",
  rest_path: "/rx_image_review_app/image/a/b",
  path_info: "a/b",
  headers: [
    ["Host", "sh1"],
    ["if-none-match", '"x"'],
  ],
  session: { user: "alice", authtoken: "s3cret" },
  server: { rest_uri: "https://127.0.0.1:8089" },
};

function read(request: unknown): ReturnType<typeof readRequest> {
  return readRequest(Buffer.from(JSON.stringify(request)), ENDPOINT);
}

test("a request is read as splunkd hands it over", () => {
  assert.deepEqual(read(WHOLE), {
    method: "GET",
    path: "a/b",
    ifNoneMatch: '"x"',
    user: "alice",
    sessionKey: "s3cret",
    splunkdUri: "https://127.0.0.1:8089",
  });
});

const PATHS: readonly (readonly [rest: unknown, info: unknown, path: string])[] = [
  ["/services/rx_image_review_app/image/a/b", "x", "a/b"],
  ["/servicesNS/alice/search/rx_image_review_app/image/a/b", undefined, "a/b"],
  [undefined, "a/b", "a/b"],
  [undefined, "/a/b", "a/b"],
  ["/elsewhere", "a/b", "a/b"],
  [5, ["a"], ""],
  [undefined, undefined, ""],
];
for (const [rest, info, path] of PATHS) {
  test(`of rest_path ${JSON.stringify(rest)} and path_info ${JSON.stringify(info)} the path is "${path}"`, () => {
    assert.equal(read({ ...WHOLE, rest_path: rest, path_info: info })?.path, path);
  });
}

/** Members of other kinds than splunkd sends: what is missing is empty, and nothing throws. */
const ODD: readonly (readonly [what: string, request: object])[] = [
  ["headers that are no list", { headers: "If-None-Match: x" }],
  ["headers that are an object", { headers: { "If-None-Match": "x" } }],
  ["a header that is no pair", { headers: ["If-None-Match", 5, null, [], ["If-None-Match"]] }],
  ["a header of a number", { headers: [["If-None-Match", 5]] }],
  ["a header of a megabyte elsewhere", { headers: [["X".repeat(500_000), "y".repeat(500_000)]] }],
  ["members of the prototype", { headers: [["__proto__", "x"]] }],
];
for (const [what, members] of ODD) {
  test(`a request with ${what} is read without it`, () => {
    assert.equal(read({ ...WHOLE, ...members })?.ifNoneMatch, "");
  });
}

test("a session or server of another kind counts as none", () => {
  for (const other of [null, 5, "x", [], { user: 5, authtoken: {} }]) {
    const request = read({ ...WHOLE, session: other, server: other });
    assert.deepEqual([request?.user, request?.sessionKey, request?.splunkdUri], ["", "", ""]);
  }
});

test("what has no method is no request", () => {
  for (const text of ["", "null", "5", "[]", "{}", '{"method":null}', '{"method":"GET"', "\xff"]) {
    assert.equal(readRequest(Buffer.from(text, "latin1"), ENDPOINT), undefined, text);
  }
});
