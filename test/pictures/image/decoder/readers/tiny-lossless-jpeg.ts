export type TinyJpeg = {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly precision: number;
  readonly predictor: number;
  /** Low bits that are left out. */
  readonly shift?: number;
  /** Lines between restart marks. */
  readonly restartLines?: number;
  /** Pixel by pixel. */
  readonly values: readonly number[];
};

/** A lossless JPEG whose one Huffman table has a code of five bits for each length of a difference. */
export function tinyLosslessJpeg(jpeg: TinyJpeg): Buffer {
  const { width, height, samples, precision, predictor, shift = 0, restartLines = 0 } = jpeg;
  const components = Array.from({ length: samples }, (_, index) => index + 1);
  const short = (value: number) => [value >> 8, value & 255];
  const counts = [0, 0, 0, 0, 17, ...Array(11).fill(0)];
  const segments = [
    [0xffc3, [precision, ...short(height), ...short(width), samples, ...components.flatMap((id) => [id, 0x11, 0])]],
    [0xffc4, [0, ...counts, ...Array(17).keys()]],
    [0xffdd, short(restartLines * width)],
    [0xffda, [samples, ...components.flatMap((id) => [id, 0]), predictor, 0, shift]],
  ] as const;
  const heads = segments.map(([marker, body]) => Buffer.from([...short(marker), ...short(body.length + 2), ...body]));
  return Buffer.concat([Buffer.from("ffd8", "hex"), ...heads, dataOf(jpeg), Buffer.from("ffd9", "hex")]);
}

function dataOf({
  width,
  height,
  samples,
  precision,
  predictor,
  shift = 0,
  restartLines = 0,
  values,
}: TinyJpeg): Buffer {
  const at = (x: number, y: number, sample: number) => (values[(y * width + x) * samples + sample] ?? 0) >> shift;
  const bytes: number[] = [];
  let bits = "";
  const flush = (isEnd: boolean): void => {
    if (isEnd) bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
    for (; bits.length >= 8; bits = bits.slice(8)) {
      const byte = Number.parseInt(bits.slice(0, 8), 2);
      bytes.push(byte, ...(byte === 255 ? [0] : []));
    }
  };
  let top = 0;
  for (let y = 0; y < height; y++) {
    if (restartLines > 0 && y > 0 && y % restartLines === 0) {
      flush(true);
      bytes.push(0xff, 0xd0 + ((y / restartLines - 1) % 8));
      top = y;
    }
    for (let x = 0; x < width; x++) {
      for (let sample = 0; sample < samples; sample++) {
        const [left, above, corner] = [at(x - 1, y, sample), at(x, y - 1, sample), at(x - 1, y - 1, sample)];
        const guesses = [
          left,
          above,
          corner,
          left + above - corner,
          left + ((above - corner) >> 1),
          above + ((left - corner) >> 1),
          (left + above) >> 1,
        ];
        const first = x === 0 ? 2 ** (precision - shift - 1) : left;
        const guess = y === top ? first : x === 0 ? above : (guesses[predictor - 1] ?? 0);
        // Differences count modulo 65,536.
        const difference = ((at(x, y, sample) - guess + 32_768) & 0xffff) - 32_768;
        const size = difference === -32_768 ? 16 : Math.abs(difference).toString(2).length * Number(difference !== 0);
        bits += size.toString(2).padStart(5, "0");
        if (size > 0 && size < 16)
          bits += (difference > 0 ? difference : difference + 2 ** size - 1).toString(2).padStart(size, "0");
      }
      flush(false);
    }
  }
  flush(true);
  return Buffer.from(bytes);
}
