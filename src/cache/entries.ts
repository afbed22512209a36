/** What is known of an original that is kept. */
export type SourceEntry = {
  readonly kind: "source";
  readonly url: string;
  /** Base URL of the server that answered. */
  readonly base: string;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  readonly bytes: number;
  readonly status: number;
  readonly format: string;
  readonly etag: string;
  readonly lastModified: string;
};

/** What is known of a picture that is shown. */
export type ResultEntry = {
  readonly kind: "result";
  readonly storedAt: number;
  readonly source: Pick<SourceEntry, "url" | "base" | "bytes" | "status" | "format">;
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  readonly freshBytes: number;
  /** Undefined where both variants are one file. */
  readonly cachedBytes?: number;
};

const SOURCE_TEXTS = ["url", "base", "format"];
const SOURCE_NUMBERS = ["bytes", "status"];

/** A sidecar as an entry, or undefined when anything about it is odd: then it is a miss. */
export function parseSource(text: string): SourceEntry | undefined {
  const json = parseObject(text);
  const valid =
    json?.["kind"] === "source" &&
    hasTexts(json, [...SOURCE_TEXTS, "etag", "lastModified"]) &&
    hasNumbers(json, [...SOURCE_NUMBERS, "storedAt"]);
  // Each member was checked by the two lines above.
  return valid ? (json as unknown as SourceEntry) : undefined;
}

export function parseResult(text: string): ResultEntry | undefined {
  const json = parseObject(text);
  const source = json?.["source"];
  const valid =
    json?.["kind"] === "result" &&
    isObject(source) &&
    hasTexts(source, SOURCE_TEXTS) &&
    hasNumbers(source, SOURCE_NUMBERS) &&
    hasNumbers(json, ["storedAt", "width", "height", "pages", "freshBytes"]) &&
    (json["cachedBytes"] === undefined || hasNumbers(json, ["cachedBytes"]));
  // Each member was checked by the lines above.
  return valid ? (json as unknown as ResultEntry) : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function hasTexts(json: Record<string, unknown>, names: readonly string[]): boolean {
  return names.every((name) => typeof json[name] === "string");
}

function hasNumbers(json: Record<string, unknown>, names: readonly string[]): boolean {
  return names.every((name) => Number.isSafeInteger(json[name]) && Number(json[name]) >= 0);
}
