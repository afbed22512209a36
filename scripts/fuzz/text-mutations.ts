import type { Mutation } from "./byte-mutations.ts";
import type { Dice } from "./dice.ts";

const NUMBER = /-?\d+(\.\d+)?(e[+-]?\d+)?/gi;
const WORD = /[A-Za-z][\w:-]{2,}/g;
const NUMBERS = [
  "0",
  "1",
  "-1",
  "65536",
  "2147483647",
  "4294967296",
  "99999999999999999999",
  "1e308",
  "-1e-308",
  "NaN",
  "0.0000001",
  "10 0 R",
] as const;
const MOST_MATCHES = 2_000;
const MOST_COPIES = 2_000;

function places(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push(match);
    if (found.length >= MOST_MATCHES) break;
  }
  return found;
}

function replaceSome(pattern: RegExp, by: (dice: Dice, text: string) => string): Mutation {
  return (bytes, dice) => {
    let text = bytes.toString("latin1");
    for (let times = 1 + dice.below(4); times > 0; times--) {
      const match = dice.oneOf(places(text, pattern));
      if (match) text = text.slice(0, match.index) + by(dice, text) + text.slice(match.index + match[0].length);
    }
    return Buffer.from(text, "latin1");
  };
}

/** Something that stands between these marks is there many times, or one in the other. */
function multiply(pattern: RegExp): Mutation {
  return (bytes, dice) => {
    const text = bytes.toString("latin1");
    const match = dice.oneOf(places(text, pattern));
    if (!match || match[0].length > 1_000) return bytes;
    const end = match.index + match[0].length;
    return Buffer.from(
      text.slice(0, end) + match[0].repeat(1 + dice.nearStart(MOST_COPIES)) + text.slice(end),
      "latin1",
    );
  };
}

const changeNumbers = replaceSome(NUMBER, (dice) => dice.among(NUMBERS));
const changeWords = replaceSome(WORD, (dice, text) => dice.oneOf(places(text, WORD))?.[0] ?? "");
const removeWords = replaceSome(WORD, () => "");

export const TEXT_MUTATIONS = [
  changeNumbers,
  changeNumbers,
  changeNumbers,
  changeWords,
  removeWords,
  multiply(/<[^<>]{1,200}>/g),
  multiply(/<<[^<>]{1,200}>>|\[[^[\]]{1,200}\]/g),
  multiply(/^.{1,80}$/gm),
] as const satisfies readonly Mutation[];
