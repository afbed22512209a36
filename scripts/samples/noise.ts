/** Smooth noise: the cloudiness of paper, wood and lungs. */

export type Noise = (x: number, y: number) => number;

function latticeValue(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(seed, 1442695041);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1274126177);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2147483648 - 1;
}

function smooth(part: number): number {
  return part * part * (3 - 2 * part);
}

function valueNoise(x: number, y: number, seed: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [smooth(x - column), smooth(y - row)];
  const top = latticeValue(column, row, seed) * (1 - across) + latticeValue(column + 1, row, seed) * across;
  const bottom = latticeValue(column, row + 1, seed) * (1 - across) + latticeValue(column + 1, row + 1, seed) * across;
  return top * (1 - down) + bottom * down;
}

/** Octaves of value noise, each half as strong and twice as fine as the one before; about -1 to 1. */
export function layeredNoise(seed: number, octaves: number): Noise {
  return (x, y) => {
    let [sum, strength, total, scale] = [0, 1, 0, 1];
    for (let octave = 0; octave < octaves; octave += 1) {
      sum += strength * valueNoise(x * scale, y * scale, seed + octave);
      total += strength;
      strength /= 2;
      scale *= 2;
    }
    return sum / total;
  };
}
