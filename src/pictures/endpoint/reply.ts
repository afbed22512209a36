import { createHash } from "node:crypto";

/** What a browser gets. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** In base64, or plain text; absent for none. */
  readonly body?: { readonly base64: string } | { readonly text: string };
};

/** Nothing of a reply may run or load anything, nor be taken for something else, nor be kept where others see it. */
const SAFE_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;
const NOT_KEPT = { "Cache-Control": "private, no-store" } as const;

export type ImageType = "image/jpeg" | "image/png" | "image/webp";

/** @param seconds for which a browser may show it without asking again; 0: it may not keep it */
export function pictureReply(base64: string, type: ImageType, seconds: number, ifNoneMatch: string): Reply {
  const tag = `"${createHash("sha256").update(base64).digest("hex").slice(0, 32)}"`;
  const headers = {
    ...SAFE_HEADERS,
    ...(seconds > 0 ? { "Cache-Control": `private, max-age=${seconds}` } : NOT_KEPT),
    ETag: tag,
  };
  if (matches(ifNoneMatch, tag)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, "Content-Type": type }, body: { base64 } };
}

/** An error as a picture that says what is wrong. */
export function errorPictureReply(status: number, base64: string): Reply {
  return { status, headers: { ...SAFE_HEADERS, ...NOT_KEPT, "Content-Type": "image/png" }, body: { base64 } };
}

export function textReply(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const type = { "Content-Type": "text/plain; charset=utf-8" };
  return { status, headers: { ...SAFE_HEADERS, ...NOT_KEPT, ...type, ...headers }, body: { text } };
}

/** A reply as splunkd reads it from a handler; it adds the length itself. */
export function encodeReply({ status, headers, body }: Reply): Buffer {
  const payload = body && "base64" in body ? { payload_base64: body.base64 } : { payload: body?.text ?? "" };
  return Buffer.from(JSON.stringify({ status, headers, ...payload }));
}

// A proxy may have weakened the tag; it names the same bytes.
function matches(ifNoneMatch: string, tag: string): boolean {
  return ifNoneMatch.split(",").some((held) => held.trim().replace(/^W\//, "") === tag);
}
