import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { encodeFrame, FrameDecoder } from "../../src/splunk/chunked/frame.ts";
import { type SearchCommand, serve } from "../../src/splunk/chunked/serve.ts";

export const GETINFO = bytesOf({ action: "getinfo", searchinfo: { args: ["image_file"] } });
/** What the command below answers to getinfo. */
export const SETUP = '{"type":"stateful","generating":false,"maxinputs":500}';

export function bytesOf(metadata: object, body = ""): Buffer {
  return Buffer.concat(encodeFrame(metadata, [Buffer.from(body)]));
}

export function execute(body: string, finished = false): Buffer {
  return bytesOf({ action: "execute", finished }, body);
}

/** A command that shouts back what it gets. */
const shouting: SearchCommand = {
  getInfo: () => ({ type: "stateful", generating: false, maxinputs: 500, messages: [] }),
  execute: async (body) => ({ body: Buffer.from(body.toString().toUpperCase()), messages: [] }),
};

/** Serves a command on streams of its own; `ended` gives every reply, as metadata text and body, and the result. */
export function startServing(command: Partial<SearchCommand> = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const decoder = new FrameDecoder();
  const replies: string[][] = [];
  output.on("data", (bytes: Buffer) => {
    for (const { metadata, body } of decoder.feed(bytes)) replies.push([metadata.toString(), body.toString()]);
  });
  const counts = { cancelled: 0 };
  const logFile = "getimage.log";
  const served = serve({
    input,
    output,
    logFile,
    command: { ...shouting, ...command },
    cancelled: () => counts.cancelled++,
  });
  // A promise that fails before anybody waits for it would end the test run.
  const settled = served.then(
    (value) => ({ value, thrown: undefined }),
    (thrown: unknown) => ({ value: undefined, thrown }),
  );
  const ended = async () => {
    const result = await settled;
    output.end();
    await new Promise((resolve) => output.once("end", resolve));
    assert.equal(decoder.pendingBytes, 0);
    return { ...result, replies, cancelled: counts.cancelled };
  };
  return { input, output, counts, settled, ended };
}
