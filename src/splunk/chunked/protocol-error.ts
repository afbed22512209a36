export type ProtocolErrorCode =
  | "bad-frame-header"
  | "frame-too-large"
  | "input-cut-short"
  | "bad-metadata"
  | "unexpected-action"
  | "bad-csv";

/** The bytes that came are not Splunk's chunked protocol; nothing sensible can follow, so the program ends. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
