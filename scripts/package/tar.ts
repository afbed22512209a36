/** A folder or file of an archive, by its path in it. */
export type TarEntry = {
  readonly path: string;
  readonly mode: number;
  /** Missing for a folder. */
  readonly bytes?: Buffer;
};

const BLOCK = 512;
// Where a header's fields begin, and how long the two are that hold a path.
const NAME = { at: 0, length: 100 } as const;
const PREFIX = { at: 345, length: 155 } as const;

/**
 * A tar archive in the old and common form (ustar), whose bytes follow from its entries alone: sorted, of nobody in
 * particular, all of one time.
 */
export function tarOf(entries: readonly TarEntry[], seconds: number): Buffer {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((entry) => [headerOf(entry, seconds), ...contentOf(entry)]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function contentOf({ bytes }: TarEntry): Buffer[] {
  if (bytes === undefined) return [];
  return [bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
}

function headerOf({ path, mode, bytes }: TarEntry, seconds: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const isFolder = bytes === undefined;
  const [prefix, name] = splitPath(isFolder ? `${path}/` : path);
  header.write(name, NAME.at, "utf8");
  header.write(octal(mode, 7), 100, "latin1");
  for (const at of [108, 116]) header.write(octal(0, 7), at, "latin1");
  header.write(octal(bytes?.length ?? 0, 11), 124, "latin1");
  header.write(octal(seconds, 11), 136, "latin1");
  // Its own checksum counts as blanks.
  header.write("        ", 148, "latin1");
  header.write(isFolder ? "5" : "0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  header.write("root", 265, "latin1");
  header.write("root", 297, "latin1");
  header.write(prefix, PREFIX.at, "utf8");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148, "latin1");
  return header;
}

// A path that is too long for its field goes on in another, from one of its slashes on.
function splitPath(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= NAME.length) return ["", path];
  for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    const fits = Buffer.byteLength(prefix) <= PREFIX.length && Buffer.byteLength(name) <= NAME.length;
    if (fits && name !== "") return [prefix, name];
  }
  throw new Error(`path is too long for a tar archive: ${path}`);
}

function octal(value: number, digits: number): string {
  const text = value.toString(8).padStart(digits, "0");
  if (text.length > digits) throw new Error(`${value} is too large for a tar header`);
  return text;
}
