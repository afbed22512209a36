// Offsets in the header of a 64-bit ELF file, and in the header of one of its sections.
const SECTIONS_AT = 0x28;
const SECTION_SIZE_AT = 0x3a;
const SECTION_COUNT_AT = 0x3c;
const NAMES_INDEX_AT = 0x3e;
const SECTION = { name: 0, type: 4, flags: 8, offset: 24, size: 32, align: 48 } as const;
const HEADER_BYTES = 64;
const TAKES_MEMORY = 2n;
const STRING_TABLE = 3;
const WITHOUT_BYTES = 8;

/**
 * A program without its symbols and line tables, which only debuggers read; what the loader maps stays as it is. The
 * system's `strip` may be missing, knows the program of another machine only in some builds, and writes other bytes in each
 * version. Packages are 59.80 MB (x86_64) and 59.83 MB (ARM) with it, 64.03 and 64.23 MB without; Node's files 18 and 20 MB
 * smaller.
 */
export function stripElf(file: Buffer): Buffer {
  const isKnown = file.subarray(0, 6).equals(Buffer.from("\x7fELF\x02\x01", "latin1"));
  if (!isKnown || file.readUInt16LE(SECTION_SIZE_AT) !== HEADER_BYTES) {
    throw new Error("no 64-bit little-endian ELF file");
  }
  const sections = sectionsOf(file);
  const takesMemory = (section: Buffer): boolean => (section.readBigUInt64LE(SECTION.flags) & TAKES_MEMORY) !== 0n;
  // Section 0 is empty; those that the program maps come before all others.
  const isEnd = (section: Buffer, index: number): boolean => index > 0 && !takesMemory(section);
  const count = sections.findIndex(isEnd);
  if (count === -1) return file;
  if (sections.slice(count).some(takesMemory)) throw new Error("sections stand in an order that is not known");
  const kept = sections.slice(0, count);
  const end = Math.max(...kept.map(endOf));

  const oldNames = sections[file.readUInt16LE(NAMES_INDEX_AT)];
  if (!oldNames) throw new Error("its sections have no names");
  const names = [...kept.map((section) => nameOf(file, oldNames, section)), ".shstrtab"];
  const texts = Buffer.from(names.map((name) => `${name}\0`).join(""), "latin1");
  const ownNames = Buffer.alloc(HEADER_BYTES);
  ownNames.writeUInt32LE(STRING_TABLE, SECTION.type);
  ownNames.writeBigUInt64LE(BigInt(end), SECTION.offset);
  ownNames.writeBigUInt64LE(BigInt(texts.length), SECTION.size);
  ownNames.writeBigUInt64LE(1n, SECTION.align);
  let nameAt = 0;
  const headers = [...kept, ownNames].map((section, index) => {
    const header = Buffer.from(section);
    header.writeUInt32LE(nameAt, SECTION.name);
    nameAt += (names[index]?.length ?? 0) + 1;
    return header;
  });
  const gap = Buffer.alloc((8 - ((end + texts.length) % 8)) % 8);
  const stripped = Buffer.concat([file.subarray(0, end), texts, gap, ...headers]);
  stripped.writeBigUInt64LE(BigInt(end + texts.length + gap.length), SECTIONS_AT);
  stripped.writeUInt16LE(headers.length, SECTION_COUNT_AT);
  stripped.writeUInt16LE(headers.length - 1, NAMES_INDEX_AT);
  return stripped;
}

function sectionsOf(file: Buffer): Buffer[] {
  const first = Number(file.readBigUInt64LE(SECTIONS_AT));
  const count = file.readUInt16LE(SECTION_COUNT_AT);
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * HEADER_BYTES;
    return file.subarray(at, at + HEADER_BYTES);
  });
}

function endOf(section: Buffer): number {
  if (section.readUInt32LE(SECTION.type) === WITHOUT_BYTES) return 0;
  return Number(section.readBigUInt64LE(SECTION.offset) + section.readBigUInt64LE(SECTION.size));
}

function nameOf(file: Buffer, names: Buffer, section: Buffer): string {
  const start = Number(names.readBigUInt64LE(SECTION.offset)) + section.readUInt32LE(SECTION.name);
  return file.toString("latin1", start, file.indexOf(0, start));
}
