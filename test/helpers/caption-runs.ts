import type { CaptionRun } from "../../src/pictures/image/caption-template.ts";

/** A caption of one field and perhaps a mark behind it. */
export function caption(name: string, mark = ""): readonly CaptionRun[] {
  const value = { text: name, kind: "value" } as const;
  if (mark === "") return [value];
  return [value, { text: " ", kind: "words" }, { text: mark, kind: "mark" }];
}

export function textOf(runs: readonly CaptionRun[]): string {
  return runs.map(({ text }) => text).join("");
}
