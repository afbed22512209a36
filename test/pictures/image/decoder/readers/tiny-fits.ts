export type TinyFits = {
  readonly bits: number;
  readonly axes: readonly number[];
  /** Stored values, the first axis fastest, the lowest row first. */
  readonly values: readonly number[];
  readonly cards?: Readonly<Record<string, string | number>>;
  readonly extension?: string;
};

/** One or more parts of a FITS file. */
export function tinyFits(...parts: readonly TinyFits[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => [headerOf(part), dataOf(part)]));
}

function headerOf({ bits, axes, cards = {}, extension }: TinyFits): Buffer {
  const all: readonly (readonly [string, string | number])[] = [
    extension === undefined ? ["SIMPLE", "T"] : ["XTENSION", `'${extension.padEnd(8)}'`],
    ["BITPIX", bits],
    ["NAXIS", axes.length],
    ...axes.map((length, index) => [`NAXIS${index + 1}`, length] as const),
    ...Object.entries(cards),
  ];
  const lines = all.map(([key, value]) => `${key.padEnd(8)}= ${String(value).padStart(20)} / of a test`.padEnd(80));
  const text = [...lines, "COMMENT = 7".padEnd(80), "END".padEnd(80)].join("");
  return Buffer.from(text.padEnd(Math.ceil(text.length / 2880) * 2880), "latin1");
}

function dataOf({ bits, values }: TinyFits): Buffer {
  const bytes = Math.abs(bits) / 8;
  const data = Buffer.alloc(Math.ceil((values.length * bytes) / 2880) * 2880);
  for (const [index, value] of values.entries()) {
    const at = index * bytes;
    if (bits === 8) data.writeUInt8(value, at);
    else if (bits === 16) data.writeInt16BE(value, at);
    else if (bits === 32) data.writeInt32BE(value, at);
    else if (bits === 64) data.writeBigInt64BE(BigInt(value), at);
    else if (bits === -32) data.writeFloatBE(value, at);
    else data.writeDoubleBE(value, at);
  }
  return data;
}
