/** A maker of our own: writes what no program of Debian writes. Its words are as on a command line. */
export type Maker = (words: readonly string[], folder: string) => Promise<void>;
export const MAKERS: Readonly<Record<string, Maker>> = {};
