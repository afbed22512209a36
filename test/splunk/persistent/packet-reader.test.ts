import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { PacketError } from "../../../src/splunk/persistent/byte-reader.ts";
import { type Packet, PacketReader } from "../../../src/splunk/persistent/packet-reader.ts";
import { packet } from "../../../src/stand-in/splunkd/handler-process.ts";

const [INIT, BLOCK, END] = [1, 2, 4];

async function packetsIn(pieces: readonly (string | Buffer)[]): Promise<readonly Packet[]> {
  const reader = new PacketReader(Readable.from(pieces.map((piece) => Buffer.from(piece))));
  const packets: Packet[] = [];
  for (;;) {
    const next = await reader.next();
    if (!next) return packets;
    packets.push(next);
  }
}

const told = (packets: readonly Packet[]) =>
  packets.map(({ begins, block, ends }) => [begins, block?.toString("utf8"), ends]);

test("requests in one packet and in several are read alike, wherever the stream is cut", async () => {
  const whole = Buffer.concat([
    packet(INIT | BLOCK | END, '{"path":"grüße"}'),
    packet(INIT, ""),
    packet(BLOCK, ""),
    packet(END, ""),
    Buffer.from("\n\n"),
    packet(INIT | BLOCK | END | 8, "{}"),
  ]);
  const expected = [
    [true, '{"path":"grüße"}', true],
    [true, undefined, false],
    [false, "", false],
    [false, undefined, true],
    [true, "{}", true],
  ];
  assert.deepEqual(told(await packetsIn([whole])), expected);
  for (let cut = 0; cut <= whole.byteLength; cut++) {
    assert.deepEqual(told(await packetsIn([whole.subarray(0, cut), whole.subarray(cut)])), expected, `cut at ${cut}`);
  }
  assert.deepEqual(told(await packetsIn([...whole].map((byte) => Buffer.of(byte)))), expected, "byte by byte");
});

test("blank lines before a number are passed over", async () => {
  assert.deepEqual(told(await packetsIn(["\x06\n\n2\n{}"])), [[false, "{}", true]]);
});

const REFUSED: readonly (readonly [what: string, input: string, why: RegExp])[] = [
  ["a byte that is no opcode", "\x10", /begins with byte 16/],
  ["a byte of no bits", "\0", /begins with byte 0/],
  ["an HTTP request", "GET / HTTP/1.1\r\n", /begins with byte 71/],
  ["a chunked search command", "chunked 1.0,10,0\n", /begins with byte 99/],
  ["a length that is no number", "\x02{}\n", /expected a number/],
  ["a negative length", "\x02-1\n", /expected a number/],
  ["a length of many digits", "\x0299999999999\n", /line of at most 10 bytes/],
  ["a line without an end", `\x02${"1".repeat(50)}`, /line of at most 10 bytes/],
  ["a block of a gigabyte", "\x021073741824\n", /at most 16777216, received 1073741824/],
  ["a thousand arguments", "\x011000\n", /at most 64, received 1000/],
  ["an argument of a megabyte", "\x011\n1048576\n", /at most 65536/],
  ["an input that ends in a length", "\x0212", /a line, and the input ended/],
  ["an input that ends in a block", "\x025\n{}", /3 more bytes, and the input ended/],
  ["an input that ends in the arguments", "\x012\n1\nx", /the input ended/],
];
for (const [what, input, why] of REFUSED) {
  test(`${what} is refused`, async () => {
    await assert.rejects(packetsIn([Buffer.from(input, "latin1")]), (thrown) => {
      assert.ok(thrown instanceof PacketError);
      assert.match(thrown.message, why);
      return true;
    });
  });
}
