import { AppProcess, type CommandLine } from "./app-process.ts";

/** A request of a browser, after splunkd has found out who it is. */
export type BrowserRequest = {
  readonly path: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly user?: string;
  readonly sessionKey?: string;
  readonly splunkdUri?: string;
};

/** What a browser would get. */
export type BrowserReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

const INIT = 0x01;
const BLOCK = 0x02;
const END = 0x04;

/** A persistent handler as splunkd runs it: one process, which gets one request at a time over real pipes. */
export class HandlerProcess extends AppProcess {
  readonly #output: { held: Buffer };
  #last: Promise<unknown> = Promise.resolve();

  constructor(command: CommandLine) {
    const output = { held: Buffer.alloc(0) };
    super(command, (bytes) => {
      output.held = Buffer.concat([output.held, bytes]);
    });
    this.#output = output;
  }

  /** Waits for those asked before. @returns the reply, or undefined when the process ended without one */
  ask(request: BrowserRequest): Promise<BrowserReply | undefined> {
    const reply = this.#last.then(() => this.#ask(request));
    this.#last = reply;
    return reply;
  }

  async #ask(request: BrowserRequest): Promise<BrowserReply | undefined> {
    this.write(packet(INIT | BLOCK | END, JSON.stringify(requestFor(request))));
    const error = await this.piece();
    const reply = error?.byteLength === 0 ? await this.piece() : undefined;
    return reply && replyIn(reply);
  }

  /** The next piece of the handler's output: a length, and so many bytes. */
  piece(): Promise<Buffer | undefined> {
    return this.next(() => {
      const { held } = this.#output;
      const end = held.indexOf("\n");
      const length = end < 0 ? Number.NaN : Number(held.toString("latin1", 0, end));
      if (!(held.byteLength >= end + 1 + length)) return undefined;
      this.#output.held = held.subarray(end + 1 + length);
      return held.subarray(end + 1, end + 1 + length);
    });
  }
}

/** A packet of splunkd; where it begins a request it names the handler's command line. */
export function packet(opcode: number, block: string): Buffer {
  const pieces = [String.fromCharCode(opcode)];
  if (opcode & INIT) pieces.push("2\n", piece("image-endpoint"), piece("persist"), piece(""));
  if (opcode & BLOCK) pieces.push(piece(block));
  return Buffer.from(pieces.join(""));
}

function piece(text: string): string {
  return `${Buffer.byteLength(text)}\n${text}`;
}

// The members that splunkd hands over to a handler of `scripttype = persist`.
function requestFor({ path, method = "GET", headers = [], ...who }: BrowserRequest): object {
  const { user = "admin", sessionKey = "", splunkdUri = "https://127.0.0.1:8089" } = who;
  const [restPath = "", query = ""] = path.replace(/^.*\/splunkd\/__raw\/services/, "").split("?");
  return {
    output_mode: "xml",
    output_mode_explicit: false,
    server: { rest_uri: splunkdUri, hostname: "sh1", servername: "sh1", guid: "0" },
    restmap: { name: "script:rx_image_review_app_image", conf: {} },
    query: [...new URLSearchParams(query)],
    connection: { src_ip: "127.0.0.1", ssl: true, listening_port: 8089 },
    session: { user, authtoken: sessionKey, tz: "###", search_id: "" },
    headers,
    rest_path: restPath,
    path_info: restPath.replace(/^\/rx_image_review_app\/image\//, ""),
    lang: "en-US",
    method,
    ns: { app: "", user: "" },
    form: [],
  };
}

function replyIn(bytes: Buffer): BrowserReply {
  const { status, headers, payload, payload_base64: base64 } = JSON.parse(bytes.toString("utf8"));
  return { status, headers, body: base64 === undefined ? Buffer.from(String(payload)) : Buffer.from(base64, "base64") };
}
