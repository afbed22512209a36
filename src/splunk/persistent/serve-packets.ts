import type { Readable, Writable } from "node:stream";
import { PacketError } from "./byte-reader.ts";
import { PacketReader } from "./packet-reader.ts";

export type ServePacketsOptions = {
  readonly input: Readable;
  readonly output: Writable;
  /** The reply to a request, both as JSON. Must not throw. */
  readonly answer: (request: Buffer) => Promise<Buffer>;
};

/** What splunkd wants to hear when a request begins: nothing is wrong. */
const NO_ERROR = Buffer.alloc(0);

/**
 * Answers splunkd's requests one after the other until the input ends.
 * @throws PacketError when the input is not the protocol
 */
export async function servePackets({ input, output, answer }: ServePacketsOptions): Promise<void> {
  const packets = new PacketReader(input);
  let isActive = false;
  for (;;) {
    const packet = await packets.next();
    if (!packet) return;
    const { begins, block, ends } = packet;
    if (begins) {
      if (isActive) throw new PacketError("expected the end of a request, received the beginning of another");
      isActive = true;
      await write(output, NO_ERROR);
    }
    if (block) {
      if (!isActive) throw new PacketError("expected the beginning of a request, received its middle");
      await write(output, await answer(block));
    }
    if (ends) isActive = false;
  }
}

function write(output: Writable, reply: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    output.cork();
    output.write(`${reply.byteLength}\n`);
    output.write(reply, (failure) => (failure ? reject(failure) : resolve()));
    output.uncork();
  });
}
