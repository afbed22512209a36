import { type ControlOptions, type InputControl, makeDropdown } from "./input-control.ts";

const PRESETS: readonly (readonly [label: string, earliest: string, latest: string])[] = [
  ["Last 15 minutes", "-15m", "now"],
  ["Last 24 hours", "-24h@h", "now"],
  ["Last 7 days", "-7d@h", "now"],
  ["All time", "0", ""],
];
// No time modifier has one.
const BETWEEN = " to ";

/** A few stretches of time, and whichever the view or the address asks for. Its values are earliest and latest. */
export function makeTime({ id, label, changed }: ControlOptions): InputControl {
  const list = makeDropdown({
    id,
    label,
    choices: PRESETS.map(([text, ...range]) => ({ label: text, value: range.join(BETWEEN) })),
    changed: ([chosen = ""]) => changed(chosen.split(BETWEEN)),
  });
  return { ...list, show: ([earliest = "", latest = ""]) => list.show([`${earliest}${BETWEEN}${latest}`]) };
}
