/** An 8 x 8 grey TIFF whose Software tag lacks its closing NUL, as scanners write it and libtiff warns about. */
export function tiffWithWarning(): Buffer {
  const [shortType, longType, asciiType] = [3, 4, 2];
  const pixels = Buffer.alloc(64, 0x90);
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, shortType, 1, 8],
    [257, shortType, 1, 8],
    [258, shortType, 1, 8],
    [259, shortType, 1, 1],
    [262, shortType, 1, 1],
    [273, longType, 1, 8],
    [277, shortType, 1, 1],
    [278, shortType, 1, 8],
    [279, longType, 1, pixels.byteLength],
    [305, asciiType, 4, Buffer.from("scan").readUInt32LE()],
  ];
  const directory = Buffer.alloc(2 + entries.length * 12 + 4);
  directory.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(count, at + 4);
    directory.writeUInt32LE(value, at + 8);
  }
  const header = Buffer.alloc(8);
  header.write("II\x2a\0", 0, "latin1");
  header.writeUInt32LE(8 + pixels.byteLength, 4);
  return Buffer.concat([header, pixels, directory]);
}
