import {
  IMAGE_DECODERS,
  IMAGE_ERROR_CODES,
  type ImageErrorCode,
  OUTPUT_FORMATS,
  type Rendition,
} from "../../contract.ts";

/** What a server said of an original, and when. */
export type Origin = {
  readonly url: string;
  /** Base URL of the server that answered. */
  readonly base: string;
  readonly bytes: number;
  readonly status: number;
  readonly format: string;
  /** Both empty where the server names none. */
  readonly etag: string;
  readonly lastModified: string;
  /** Milliseconds since 1970: when its bytes came, and when the server last said that they still hold. */
  readonly fetchedAt: number;
  readonly checkedAt: number;
  /** Seconds from `checkedAt` for which the server says it stays good; absent where it says nothing. */
  readonly maxAge?: number;
};

/** What is known of an original that is kept. */
export type SourceEntry = { readonly kind: "source"; readonly origin: Origin };

/** What is known of a picture that is shown. Its thumbnail is there once a search asked for one. */
export type ResultEntry = Rendition & {
  readonly kind: "result";
  readonly origin: Origin;
  /** Absent where both variants are one file. */
  readonly cachedBytes?: number;
};

/** Why a picture could not be had, remembered for a while. */
export type FailureEntry = {
  readonly kind: "failure";
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** One of the stable codes. */
  readonly code: ImageErrorCode;
  readonly text: string;
  readonly httpStatus?: number;
  readonly httpReason?: string;
  readonly brief?: string;
  readonly limit?: "idle_timeout";
  /** Page from 1 that could not be shown, and how many the picture has; where they are known. */
  readonly page?: number;
  readonly pages?: number;
  /** Base URL of the server that answered, if one did. */
  readonly base?: string;
  /** There when the picture was fetched and then proved useless; `format` where it was known. */
  readonly source?: Pick<Origin, "url" | "bytes" | "status" | "etag" | "lastModified"> & {
    readonly format?: string;
    /** Of its bytes, where a decoder found them useless: it need not look at the same ones again. */
    readonly digest?: string;
  };
};

type Check = (value: unknown) => boolean;
type Shape<Type> = { readonly [Name in keyof Required<Type>]: Check };

const text: Check = (value) => typeof value === "string";
const amount: Check = (value) => Number.isFinite(value) && Number(value) >= 0;
const count: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const code: Check = oneOf(IMAGE_ERROR_CODES);

const ORIGIN: Shape<Origin> = {
  url: text,
  base: text,
  bytes: count,
  status: count,
  format: text,
  etag: text,
  lastModified: text,
  fetchedAt: amount,
  checkedAt: amount,
  maxAge: optional(amount),
};
const SOURCE: Shape<SourceEntry> = {
  kind: word("source"),
  origin: shaped(ORIGIN),
};
const RESULT: Shape<ResultEntry> = {
  kind: word("result"),
  origin: shaped(ORIGIN),
  width: count,
  height: count,
  pages: count,
  page: count,
  lastPage: count,
  decoder: oneOf(IMAGE_DECODERS),
  note: optional(text),
  format: oneOf(OUTPUT_FORMATS),
  freshBytes: count,
  cachedBytes: optional(count),
  thumb: optional(text),
};
const BAD_SOURCE: Shape<NonNullable<FailureEntry["source"]>> = {
  url: text,
  bytes: count,
  status: count,
  etag: text,
  lastModified: text,
  format: optional(text),
  digest: optional(text),
};
const FAILURE: Shape<FailureEntry> = {
  kind: word("failure"),
  storedAt: amount,
  code,
  text,
  httpStatus: optional(count),
  httpReason: optional(text),
  brief: optional(text),
  limit: optional(word("idle_timeout")),
  page: optional(count),
  pages: optional(count),
  base: optional(text),
  source: optional(shaped(BAD_SOURCE)),
};

const isSource = shaped(SOURCE);
const isResult = shaped(RESULT);
const isFailure = shaped(FAILURE);

/** A sidecar as an entry, or undefined when anything about it is odd: then it is a miss. */
export function parseSource(json: string): SourceEntry | undefined {
  return parse(json, isSource);
}

export function parseResult(json: string): ResultEntry | undefined {
  return parse(json, isResult);
}

export function parseFailure(json: string): FailureEntry | undefined {
  return parse(json, isFailure);
}

function parse<Type>(json: string, isWhole: Check): Type | undefined {
  // A file that is not there; an exception for each would cost more than all else of a miss.
  if (json === "") return undefined;
  try {
    const value: unknown = JSON.parse(json);
    // The shape has a check for each member of the type.
    return isWhole(value) ? (value as Type) : undefined;
  } catch {
    return undefined;
  }
}

function word(wanted: string): Check {
  return (value) => value === wanted;
}

function oneOf(known: readonly string[]): Check {
  return (value) => known.some((each) => each === value);
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function shaped<Type>(shape: Shape<Type>): Check {
  const checks = Object.entries<Check>(shape);
  return (value) => isObject(value) && checks.every(([name, check]) => check(value[name]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
