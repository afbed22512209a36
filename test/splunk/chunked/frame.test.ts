import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFrame, FrameDecoder, MAX_BODY_BYTES, MAX_METADATA_BYTES } from "../../../src/splunk/chunked/frame.ts";
import { ProtocolError } from "../../../src/splunk/chunked/protocol-error.ts";

const ENCODED: readonly (readonly [name: string, metadata: object, body: readonly string[], bytes: string])[] = [
  ["no body", { finished: true }, [], 'chunked 1.0,17,0\n{"finished":true}'],
  ["a body in pieces", {}, ["a,b\n", "1,2\n"], "chunked 1.0,2,8\n{}a,b\n1,2\n"],
  ["é, two bytes in UTF-8", { a: "é" }, ["é\n"], 'chunked 1.0,10,3\n{"a":"é"}é\n'],
  ["an emoji, four bytes in UTF-8", { a: "🩻" }, ["🩻"], 'chunked 1.0,12,4\n{"a":"🩻"}🩻'],
];

for (const [name, metadata, body, bytes] of ENCODED) {
  test(`a frame counts bytes, not characters: ${name}`, () => {
    const pieces = encodeFrame(
      metadata,
      body.map((piece) => Buffer.from(piece)),
    );
    assert.equal(Buffer.concat(pieces).toString("utf8"), bytes);
  });
}

const GETINFO = 'chunked 1.0,20,0\n{"action":"getinfo"}';
const BIG = `field\n${"0123456789abcde\n".repeat(3 * 2 ** 16)}`;
type Decoded = readonly [metadata: string, body: string];
const DECODED: readonly (readonly [name: string, bytes: string, frames: readonly Decoded[]])[] = [
  ["getinfo without a line break behind it", GETINFO, [['{"action":"getinfo"}', ""]]],
  ["a body that holds a header only", "chunked 1.0,2,4\n{}a,b\n", [["{}", "a,b\n"]]],
  ["an empty body", "chunked 1.0,2,0\n{}", [["{}", ""]]],
  [
    "frames back to back",
    `${GETINFO}chunked 1.0,2,2\n{}a\nchunked 1.0,2,0\n{}`,
    [
      ['{"action":"getinfo"}', ""],
      ["{}", "a\n"],
      ["{}", ""],
    ],
  ],
  ["a header with the blanks that SDKs tolerate", "chunked  1.0 , 2 , 3 \n{}a\nb", [["{}", "a\nb"]]],
  ["a header that ends as on Windows", "chunked 1.0,2,1\r\n{}a", [["{}", "a"]]],
  ["a metadata block that holds a line break", 'chunked 1.0,9,1\n\n{"a": 1}x', [['\n{"a": 1}', "x"]]],
  ["a body that looks like a header", "chunked 1.0,2,16\n{}chunked 1.0,9,9\n", [["{}", "chunked 1.0,9,9\n"]]],
  ["many-byte characters", 'chunked 1.0,10,8\n{"a":"é"}é🩻\n\n', [['{"a":"é"}', "é🩻\n\n"]]],
  [
    "a body of 3 MB",
    `chunked 1.0,2,${BIG.length}\n{}${BIG}${GETINFO}`,
    [
      ["{}", BIG],
      ['{"action":"getinfo"}', ""],
    ],
  ],
];

for (const [name, bytes, frames] of DECODED) {
  for (const size of [1, 7, Number.POSITIVE_INFINITY]) {
    test(`decodes ${name}, fed ${size} bytes at a time`, () => {
      const decoder = new FrameDecoder();
      const decoded: Decoded[] = [];
      const whole = Buffer.from(bytes);
      for (let at = 0; at < whole.byteLength; at += size) {
        for (const frame of decoder.feed(whole.subarray(at, at + size))) {
          decoded.push([frame.metadata.toString("utf8"), frame.body.toString("utf8")]);
        }
      }
      assert.deepEqual(decoded, frames);
      assert.equal(decoder.pendingBytes, 0);
    });
  }
}

const REFUSED: readonly (readonly [name: string, bytes: string, code: string])[] = [
  ["another version", "chunked 2.0,2,0\n{}", "bad-frame-header"],
  ["another protocol", "GET / HTTP/1.1\r\nHost: x\r\n", "bad-frame-header"],
  ["one length only", "chunked 1.0,12\n", "bad-frame-header"],
  ["a length that is no number", "chunked 1.0,2,x\n", "bad-frame-header"],
  ["a negative length", "chunked 1.0,2,-1\n", "bad-frame-header"],
  ["an empty line", "\n", "bad-frame-header"],
  ["a header that does not end", "chunked 1.0,2,0".padEnd(128, " "), "bad-frame-header"],
  ["metadata above its limit", `chunked 1.0,${MAX_METADATA_BYTES + 1},0\n`, "frame-too-large"],
  ["a body above its limit", `chunked 1.0,2,${MAX_BODY_BYTES + 1}\n`, "frame-too-large"],
];

for (const [name, bytes, code] of REFUSED) {
  test(`refuses ${name} as soon as it is seen`, () => {
    const decoder = new FrameDecoder();
    assert.throws(
      () => [...decoder.feed(Buffer.from(bytes))],
      (thrown) => thrown instanceof ProtocolError && thrown.code === code,
    );
  });
}

test("a frame before a broken one is still given out", () => {
  const frames = new FrameDecoder().feed(Buffer.from(`${GETINFO}nonsense\n`));
  assert.equal(frames.next().value?.metadata.toString(), '{"action":"getinfo"}');
  assert.throws(() => frames.next(), ProtocolError);
});

for (const [name, bytes, pending] of [
  ["in its header", "chunked 1.", 10],
  ["in its metadata", 'chunked 1.0,20,0\n{"act', 22],
  ["in its body, behind a whole frame", `${GETINFO}chunked 1.0,2,9\n{}a,b\n`, 22],
] as const) {
  test(`bytes stay pending when a frame is cut ${name}`, () => {
    const decoder = new FrameDecoder();
    for (const _ of decoder.feed(Buffer.from(bytes)));
    assert.equal(decoder.pendingBytes, pending);
  });
}
