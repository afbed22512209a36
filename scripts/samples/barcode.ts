import { type Random, seededRandom } from "../../src/base/random.ts";
import { type Frame, text } from "./svg.ts";

/** Bars that look like a code and encode nothing. */
export function barcode(frame: Frame, digits: string, colour: string): string {
  const random: Random = seededRandom(Number(digits.replace(/\D/g, "")));
  const unit = frame.width / 95;
  const bars: string[] = [];
  for (let at = 0; at < 94; ) {
    const wide = 1 + Math.floor(random() * 3);
    const guard = at < 3 || at > 90;
    const drop = guard ? 8 : 0;
    bars.push(
      `M${(frame.x + at * unit).toFixed(2)} ${frame.y}h${(wide * unit).toFixed(2)}v${frame.height + drop}h${(-wide * unit).toFixed(2)}Z`,
    );
    at += wide + 1 + Math.floor(random() * 2);
  }
  const below = { x: frame.x + frame.width / 2, y: frame.y + frame.height + 20, size: 15, anchor: "middle" as const };
  return `<path d="${bars.join("")}" fill="${colour}"/>${text("sans", digits, below, colour)}`;
}
