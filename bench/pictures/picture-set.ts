import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import sharp from "sharp";
import { PROJECT } from "../../scripts/package/project.ts";
import { KINDS, type Kind } from "./kinds.ts";

/** Scans on the disk, which all contenders are given. */
export type PictureSet = { readonly folder: string; readonly names: readonly string[]; readonly bytes: number };

/** Raise it when a kind is made in another way. */
const VERSION = 1;
const FOLDER = join(PROJECT, "dist/bench", `pictures-${VERSION}`);

/**
 * Scans of all kinds, made when they are first needed; the same bytes on each machine with the same libvips.
 * @param part of the 200, by kind; of each kind there is one at least
 * @param report called after each picture that had to be made
 */
export async function pictureSet(part: number, report: (text: string) => void): Promise<PictureSet> {
  mkdirSync(FOLDER, { recursive: true });
  const wanted = chosen(part);
  const absent = wanted.filter(({ name }) => !existsSync(join(FOLDER, name)));
  const limit = pLimit(availableParallelism());
  let made = 0;
  const makeOne = async ({ kind, name, seed }: Chosen): Promise<void> => {
    const bytes = await kind.make(seed);
    // What does not open would be measured as an error.
    const { width } = await sharp(bytes)
      .resize(64)
      .toBuffer({ resolveWithObject: true })
      .then(({ info }) => info);
    if (!width) throw new Error(`${name} does not open`);
    writeFileSync(join(FOLDER, `.${name}`), bytes);
    renameSync(join(FOLDER, `.${name}`), join(FOLDER, name));
    report(`made picture ${++made} of ${absent.length}: ${name}, ${Math.round(bytes.byteLength / 1_024)} KB`);
  };
  await Promise.all(absent.map((picture) => limit(() => makeOne(picture))));
  const names = wanted.map(({ name }) => name);
  const bytes = names.reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  return { folder: FOLDER, names, bytes };
}

type Chosen = { readonly kind: Kind; readonly name: string; readonly seed: number };

/** The kinds one after another would bring all large ones at the end; so they are dealt out like cards. */
export function chosen(part: number): Chosen[] {
  const dealt = KINDS.flatMap((kind, index) => {
    const count = Math.max(1, Math.round(kind.count * part));
    return Array.from({ length: count }, (_, number) => {
      const name = `${kind.name}-${String(number).padStart(2, "0")}.${kind.extension}`;
      return { kind, name, seed: 1_000 * (index + 1) + 10 * number, place: (number + 0.5) / count };
    });
  });
  return dealt.toSorted((one, other) => one.place - other.place);
}
