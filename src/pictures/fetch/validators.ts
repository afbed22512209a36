/** What is known of the bytes that were here before; a server that still has the same answers without them. */
export type Validators = {
  /** Both empty where the server named none. */
  readonly etag: string;
  readonly lastModified: string;
  /** Their number; only where they proved to be no good picture. */
  readonly bytes?: number;
};

const MAX_VALIDATOR = 1_024;

/** The headers that ask for bytes only if they are others than the known ones. */
export function conditionsFor(known: Validators | undefined): Readonly<Record<string, string>> {
  const { etag = "", lastModified = "" } = known ?? {};
  return {
    ...(isSafe(etag) && { "If-None-Match": etag }),
    ...(isSafe(lastModified) && { "If-Modified-Since": lastModified }),
  };
}

/**
 * Whether a server that has no better way to tell announces as many bytes as were useless before.
 * @param headers of a 200, by lower-case name
 */
export function isSameLength(known: Validators | undefined, headers: Readonly<Record<string, unknown>>): boolean {
  if (known?.bytes === undefined || known.etag !== "" || known.lastModified !== "") return false;
  const saysMore = ["etag", "last-modified", "content-encoding"].some((name) => (headers[name] ?? "") !== "");
  return !saysMore && headers["content-length"] === String(known.bytes);
}

// It came from a server and went through a file, so it is not trusted to fit into a head.
function isSafe(validator: string): boolean {
  return (
    validator.length <= MAX_VALIDATOR &&
    /^[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/.test(validator)
  );
}
