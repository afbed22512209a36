import { ProtocolError } from "./protocol-error.ts";

/** What splunkd says in getinfo. Early probe processes get an empty dispatch_dir; times come as text or number. */
export type SearchInfo = {
  readonly args: readonly string[];
  readonly rawArgs: readonly string[];
  readonly dispatchDir: string;
  readonly sid: string;
  readonly app: string;
  readonly owner: string;
  readonly username: string;
  readonly sessionKey: string;
  readonly splunkdUri: string;
  readonly splunkVersion: string;
  readonly search: string;
  readonly command: string;
  readonly maxResultRows: number;
  readonly earliestTime: string;
  readonly latestTime: string;
};

export type GetInfoRequest = {
  readonly action: "getinfo";
  readonly preview: boolean;
  readonly streamingCommandWillRestart: boolean;
  readonly searchInfo: SearchInfo;
};

export type ExecuteRequest = { readonly action: "execute"; readonly finished: boolean };
export type Request = GetInfoRequest | ExecuteRequest;

export type MessageLevel = "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
export type Message = readonly [level: MessageLevel, text: string];
export type Inspector = { readonly messages: readonly Message[] };

export type GetInfoReply = {
  /** `stateful` keeps the command on the search head; `streaming` could run on indexers. */
  readonly type: "stateful";
  readonly generating: false;
  /** Most rows that splunkd puts into one execute request. */
  readonly maxinputs: number;
  readonly inspector?: Inspector;
};

/** Ends the search with "Error in '<command>' command: text". splunkd wants `inspector` before `error`. */
export function errorReply(text: string): object {
  return { finished: true, inspector: { messages: [["ERROR", text]] }, error: text };
}

/**
 * Reads the JSON block of a request. Unknown keys are passed over, missing ones get empty values.
 * @throws ProtocolError when it is no JSON object or names no action that we know.
 */
export function parseRequest(metadata: Buffer): Request {
  const json = objectFrom(parseJson(metadata));
  switch (json["action"]) {
    case "execute":
      return { action: "execute", finished: json["finished"] === true };
    case "getinfo":
      return {
        action: "getinfo",
        preview: json["preview"] === true,
        streamingCommandWillRestart: json["streaming_command_will_restart"] === true,
        searchInfo: searchInfoFrom(objectFrom(json["searchinfo"] ?? {})),
      };
    default: {
      const received = JSON.stringify(json["action"])?.slice(0, 40) ?? "nothing";
      throw new ProtocolError("unexpected-action", `expected the action getinfo or execute, received ${received}`);
    }
  }
}

function searchInfoFrom(info: Record<string, unknown>): SearchInfo {
  return {
    args: textList(info["args"]),
    rawArgs: textList(info["raw_args"]),
    dispatchDir: text(info["dispatch_dir"]),
    sid: text(info["sid"]),
    app: text(info["app"]),
    owner: text(info["owner"]),
    username: text(info["username"]),
    sessionKey: text(info["session_key"]),
    splunkdUri: text(info["splunkd_uri"]),
    splunkVersion: text(info["splunk_version"]),
    search: percentDecoded(text(info["search"])),
    command: text(info["command"]),
    maxResultRows: typeof info["maxresultrows"] === "number" ? info["maxresultrows"] : 50_000,
    earliestTime: text(info["earliest_time"]),
    latestTime: text(info["latest_time"]),
  };
}

function parseJson(metadata: Buffer): unknown {
  try {
    return JSON.parse(metadata.toString("utf8"));
  } catch {
    throw new ProtocolError(
      "bad-metadata",
      `expected a JSON object, received ${metadata.byteLength} bytes of something else`,
    );
  }
}

function objectFrom(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new ProtocolError(
    "bad-metadata",
    `expected a JSON object, received ${Array.isArray(value) ? "a list" : typeof value}`,
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

// splunkd sends the search URL-encoded; a recording made through an SDK holds it plain, with bare percent signs.
function percentDecoded(search: string): string {
  try {
    return decodeURIComponent(search);
  } catch {
    return search;
  }
}
