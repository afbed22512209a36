import { type Agent, STATUS_CODES } from "node:http";
import type { Readable } from "node:stream";
import axios, { AxiosError, type AxiosResponse } from "axios";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { ImageError } from "../contract.ts";
import type { AdmittedUrl } from "./admission.ts";
import type { Transport } from "./connections.ts";
import { connectionFailure, type Failed, isReset, type Reach, statusFailure } from "./failure.ts";
import { type Freshness, freshnessOf } from "./freshness.ts";
import type { FetchLimits } from "./limits.ts";
import type { PhaseClock } from "./phase-clock.ts";
import { discardBody, type SavedBody, saveBody } from "./save-body.ts";
import { conditionsFor, isSameLength, type Validators } from "./validators.ts";

/** A file that came whole. */
export type Downloaded = SavedBody & {
  readonly status: number;
  readonly contentType: string;
  /** Empty where the server names none. */
  readonly etag: string;
  readonly lastModified: string;
  readonly freshness: Freshness;
};

/** The server still has the bytes that were known before. */
export type Unchanged = {
  readonly kind: "unchanged";
  readonly etag: string;
  readonly lastModified: string;
  readonly freshness: Freshness;
};
export type Received = (Downloaded & { readonly kind: "picture" }) | Unchanged;

/** How one request ended, and what that says of the server. `again` marks failures that another try may well mend. */
export type Attempt = { readonly reach: Reach } & (
  | { readonly kind: "done"; readonly outcome: Outcome<Received, ImageError> }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "again"; readonly error: ImageError; readonly afterMs: number }
);

export type AttemptOptions = {
  readonly url: AdmittedUrl;
  /** Written only by a complete download; must not exist before. */
  readonly file: string;
  readonly known: Validators | undefined;
  readonly limits: FetchLimits;
  readonly clock: PhaseClock;
  readonly agent: Agent;
  readonly transport: Transport;
  /** What this server is sent beyond the usual headers, its secret included. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the server's stanza, and what to do when it answers 401. */
  readonly label: string;
  readonly adviceFor401: string;
  /** Called when a picture begins to arrive. */
  readonly arriving: () => void;
};

const HEADERS = {
  Accept: "image/*,*/*;q=0.8",
  "Accept-Encoding": "identity",
  "User-Agent": "getimage (Splunk search command)",
};

/** Asks once, follows nothing, and streams a picture into the file. Never throws. */
export async function attempt(options: AttemptOptions): Promise<Attempt> {
  const { url, known, limits, clock, agent } = options;
  const conditions = conditionsFor(known);
  clock.connecting(url.host, limits);
  let response: AxiosResponse<Readable>;
  try {
    response = await axios.get<Readable>(url.href, {
      responseType: "stream",
      decompress: false,
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
      signal: clock.signal,
      httpAgent: agent,
      httpsAgent: agent,
      transport: options.transport,
      headers: { ...HEADERS, ...options.headers, ...conditions },
    });
  } catch (thrown) {
    if (clock.failure) return failed({ error: clock.failure, reach: clock.reach });
    const failure = connectionFailure(thrown, url.host, options.label);
    const isReused = thrown instanceof AxiosError && thrown.request?.reusedSocket === true;
    const isStale = isReused && isReset(thrown);
    return isStale ? { kind: "again", error: failure.error, afterMs: 0, reach: "unknown" } : failed(failure);
  }
  if (response.status === 200) return receive(response, options);
  if (response.status !== 304 || Object.keys(conditions).length === 0) return refused(response, options);
  discardBody(response.data, undefined);
  return done(unchanged(response, known));
}

async function receive(response: AxiosResponse<Readable>, options: AttemptOptions): Promise<Attempt> {
  const { url, file, known, clock, arriving } = options;
  const { maxBytes } = options.limits;
  const { status, data: body } = response;
  const length = numberOf(response.headers["content-length"]);
  clock.readingBody(url.host);
  if (length !== undefined && length > maxBytes) {
    body.destroy();
    const text = `expected at most ${maxBytes} bytes, ${url.host} announces ${length}`;
    return failed({ error: { code: "too-large", text }, reach: "reached" });
  }
  if (isSameLength(known, { ...response.headers })) {
    discardBody(body, length);
    return done(unchanged(response, known));
  }
  arriving();
  const coding = textOf(response, "content-encoding");
  const saved = await saveBody({ body, file, coding, length, maxBytes, clock });
  if (!saved.ok) return failed(saved.error);
  return done({
    kind: "picture",
    ...saved.value,
    status,
    contentType: textOf(response, "content-type"),
    etag: textOf(response, "etag"),
    lastModified: textOf(response, "last-modified"),
    freshness: freshnessOf({ ...response.headers }, Date.now()),
  });
}

function unchanged(response: AxiosResponse, known: Validators | undefined): Unchanged {
  return {
    kind: "unchanged",
    etag: textOf(response, "etag") || (known?.etag ?? ""),
    lastModified: textOf(response, "last-modified") || (known?.lastModified ?? ""),
    freshness: freshnessOf({ ...response.headers }, Date.now()),
  };
}

function refused(response: AxiosResponse<Readable>, { url, adviceFor401 }: AttemptOptions): Attempt {
  const { status, statusText, headers, data: body } = response;
  const location = textOf(response, "location");
  discardBody(body, numberOf(headers["content-length"]));
  const reach = "reached";
  if ([301, 302, 303, 307, 308].includes(status) && location !== "") return { kind: "redirect", location, reach };
  const error = statusFailure(status, statusText || STATUS_CODES[status] || "Unknown", url.host, adviceFor401);
  if (![502, 503, 504].includes(status)) return failed({ error, reach });
  const retryAfter = numberOf(headers["retry-after"]);
  const afterMs = retryAfter === undefined ? 100 + Math.random() * 200 : retryAfter * 1000;
  return { kind: "again", error, afterMs, reach };
}

function done(received: Received): Attempt {
  return { kind: "done", outcome: succeed(received), reach: "reached" };
}

function failed({ error, reach }: Failed): Attempt {
  return { kind: "done", outcome: fail(error), reach };
}

function textOf(response: AxiosResponse, header: string): string {
  return String(response.headers[header] ?? "");
}

function numberOf(header: unknown): number | undefined {
  return typeof header === "string" && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
