import type { Readable, Writable } from "node:stream";
import { errorText } from "../../base/error-text.ts";
import { encodeFrame } from "./frame.ts";
import { type ExecuteRequest, errorReply, type GetInfoReply, type GetInfoRequest, type Message } from "./metadata.ts";
import { ProtocolError } from "./protocol-error.ts";
import { RequestReader } from "./request-reader.ts";

/** Ends the search with one sentence for the person who typed it. */
export class SearchError extends Error {
  override readonly name = "SearchError";
}

/** What a search command does, without the protocol. Both may throw SearchError. */
export type SearchCommand = {
  readonly getInfo: (request: GetInfoRequest) => Omit<GetInfoReply, "inspector"> & { readonly messages: Message[] };
  readonly execute: (
    body: Buffer,
    request: ExecuteRequest,
  ) => Promise<{ readonly body: Buffer; readonly messages: readonly Message[] }>;
};

export type ServeOptions = {
  readonly input: Readable;
  readonly output: Writable;
  readonly command: SearchCommand;
  /** File of the log, of which a user is told where the program itself failed. */
  readonly logFile: string;
  /** Called once when the search is cancelled from outside: input ended early, or nobody reads the output. */
  readonly cancelled: () => void;
};

/**
 * Answers each request with exactly one reply, in order, until input ends.
 * @returns whether the search ended without an error that was shown to the user
 * @throws ProtocolError when the input is not the chunked protocol
 */
export async function serve({ input, output, command, logFile, cancelled }: ServeOptions): Promise<boolean> {
  let isCancelled = false;
  const cancel = (): void => {
    if (!isCancelled) cancelled();
    isCancelled = true;
  };
  const requests = new RequestReader(input, cancel);
  let outputGone = false;
  output.on("error", () => {
    outputGone = true;
    cancel();
    input.destroy();
  });

  const reply = async (metadata: object, body: Buffer): Promise<void> => {
    const bytes = encodeFrame(metadata, body.byteLength > 0 ? [body] : []);
    await new Promise<void>((resolve) => {
      output.cork();
      for (const piece of bytes.slice(0, -1)) output.write(piece);
      output.write(bytes.at(-1), () => resolve());
      output.uncork();
    });
  };

  let started = false;
  for (;;) {
    const received = await requests.next();
    if (!received || outputGone) return true;
    const { request } = received;
    try {
      if (request.action === "getinfo") {
        const { messages, ...answer } = command.getInfo(request);
        started = true;
        await reply(withInspector(answer, messages), Buffer.alloc(0));
      } else if (started) {
        const { body, messages } = await command.execute(received.body, request);
        await reply(withInspector({ finished: request.finished }, messages), body);
      } else {
        throw new ProtocolError("unexpected-action", "expected getinfo first, received execute");
      }
    } catch (thrown) {
      // Rows that are no CSV stand in a good frame, so that there is still somebody to answer.
      if (thrown instanceof ProtocolError && thrown.code !== "bad-csv") throw thrown;
      const expected = thrown instanceof SearchError;
      const text = expected ? thrown.message : `internal error: ${errorText(thrown)}; ${logFile} has the details`;
      await reply(errorReply(text), Buffer.alloc(0));
      if (!expected) throw thrown;
      return false;
    }
  }
}

function withInspector(metadata: object, messages: readonly Message[]): object {
  return messages.length > 0 ? { ...metadata, inspector: { messages } } : metadata;
}
