import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import sharp from "sharp";
import { noise } from "./noise.ts";
import { onLoopback } from "./on-loopback.ts";
import type { Ending } from "./temp-folder.ts";

/** An image server with a picture under every name, no two alike, but under those that begin with "no-". */
export type Album = {
  readonly base: string;
  /** The stanza that allows it. */
  readonly allow: string;
  /** Names that were asked for, in order. */
  readonly asked: () => readonly string[];
};

export type AlbumOptions = {
  /** Pixels of a side. The pictures are noise, so a PNG has three bytes for each pixel. */
  readonly side: number;
  /** Answers take this many milliseconds at the most; a picture has a time of its own. */
  readonly slowest: number;
};

export async function startAlbum(ending: Ending, { side, slowest }: AlbumOptions): Promise<Album> {
  const asked: string[] = [];
  const server = createServer(async ({ url = "" }, response) => {
    const name = decodeURIComponent(url.slice(url.lastIndexOf("/") + 1));
    asked.push(name);
    const pixels = noise(side * side * 3, name);
    const half = ((pixels[0] ?? 0) / 255) * (slowest / 2);
    await pause(half);
    if (name.startsWith("no-")) return response.writeHead(404).end();
    const picture = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const middle = picture.byteLength / 2;
    response.writeHead(200, { "Content-Length": picture.byteLength, ETag: `"${name}"` });
    response.write(picture.subarray(0, middle));
    // A search may die while a picture is half there.
    await pause(half);
    return response.end(picture.subarray(middle));
  });
  const port = await onLoopback(ending, server);
  const base = `http://127.0.0.1:${port}/rx`;
  return { base, allow: `[server:album]\nurl = ${base}\n`, asked: () => asked };
}
