import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeReply, errorPictureReply, pictureReply, textReply } from "../../../src/pictures/endpoint/reply.ts";

const PICTURE = Buffer.from("a picture").toString("base64");
const tagOf = (base64: string): string => pictureReply(base64, "image/jpeg", 60, "").headers["ETag"] ?? "";

test("a picture has its type, a tag of its bytes, and may be kept by its reader alone", () => {
  const { status, headers, body } = pictureReply(PICTURE, "image/webp", 60, "");
  assert.deepEqual([status, body], [200, { base64: PICTURE }]);
  assert.equal(headers["Content-Type"], "image/webp");
  assert.equal(headers["Cache-Control"], "private, max-age=60");
  assert.match(headers["ETag"] ?? "", /^"[0-9a-f]{32}"$/);
  assert.notEqual(tagOf(PICTURE), tagOf(Buffer.from("another").toString("base64")));
});

const HELD: readonly (readonly [header: string, isSame: boolean])[] = [
  [tagOf(PICTURE), true],
  [`W/${tagOf(PICTURE)}`, true],
  [`"a", ${tagOf(PICTURE)} ,"b"`, true],
  ["", false],
  ['""', false],
  ['"other"', false],
  [tagOf(PICTURE).slice(1, -1), false],
  [`${",".repeat(100_000)}`, false],
];
for (const [header, isSame] of HELD) {
  test(`a browser that holds ${header.slice(0, 60) || "nothing"} gets ${isSame ? "no bytes" : "the picture"}`, () => {
    const { status, headers, body } = pictureReply(PICTURE, "image/jpeg", 60, header);
    assert.deepEqual(
      [status, body === undefined, headers["Content-Type"] === undefined],
      isSame ? [304, true, true] : [200, false, false],
    );
  });
}

test("no reply can run, be guessed to be another type, or be kept where it reports an error", () => {
  for (const reply of [
    pictureReply(PICTURE, "image/jpeg", 60, ""),
    pictureReply(PICTURE, "image/jpeg", 60, tagOf(PICTURE)),
    errorPictureReply(404, PICTURE),
    textReply(405, "no", { Allow: "GET" }),
  ]) {
    assert.equal(reply.headers["X-Content-Type-Options"], "nosniff");
    assert.equal(reply.headers["Content-Security-Policy"], "default-src 'none'; sandbox");
    assert.match(
      reply.headers["Cache-Control"] ?? "",
      reply.status >= 400 ? /^private, no-store$/ : /^private, max-age=60$/,
    );
  }
});

test("a reply is one JSON text, in base64 where it is a picture", () => {
  const parsed = (reply: Parameters<typeof encodeReply>[0]): unknown => JSON.parse(encodeReply(reply).toString("utf8"));
  const headers = { A: "b" };
  assert.deepEqual(parsed({ status: 200, headers, body: { base64: PICTURE } }), {
    status: 200,
    headers,
    payload_base64: PICTURE,
  });
  assert.deepEqual(parsed({ status: 404, headers, body: { text: "nö\n" } }), { status: 404, headers, payload: "nö\n" });
  assert.deepEqual(parsed({ status: 304, headers }), { status: 304, headers, payload: "" });
});
