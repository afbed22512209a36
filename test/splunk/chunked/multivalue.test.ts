import assert from "node:assert/strict";
import { test } from "node:test";
import { integerBelow, seededRandom } from "../../../src/base/random.ts";
import { decodeValues, encodeValues } from "../../../src/splunk/chunked/multivalue.ts";
import { randomText } from "../../helpers/random-table.ts";

const CODED: readonly (readonly [values: readonly string[], plain: string, encoded: string])[] = [
  [["a.tif", "b.tif"], "a.tif\nb.tif", "$a.tif$;$b.tif$"],
  [["1$", "$2"], "1$\n$2", "$1$$$;$$$2$"],
  [["a;b", ";"], "a;b\n;", "$a;b$;$;$"],
  [["a$;$b", "c"], "a$;$b\nc", "$a$$;$$b$;$c$"],
  [["two\nlines", "x"], "two\nlines\nx", "$two\nlines$;$x$"],
  [["", "", ""], "\n\n", "$$;$$;$$"],
  [["", "a", ""], "\na\n", "$$;$a$;$$"],
  [["$", "$$"], "$\n$$", "$$$$;$$$$$$"],
  [['é,"', "🩻"], 'é,"\n🩻', '$é,"$;$🩻$'],
];

for (const [values, plain, encoded] of CODED) {
  test(`the values ${JSON.stringify(values)} are coded as ${JSON.stringify(encoded)}`, () => {
    assert.deepEqual(encodeValues(values), { plain, encoded });
    assert.deepEqual(decodeValues(plain, encoded), values);
  });
}

for (const [values, plain] of [
  [["a$b;\nc"], "a$b;\nc"],
  [[""], ""],
  [[], ""],
] as const) {
  test(`${JSON.stringify(values)} is no multivalue and leaves the __mv_ cell empty`, () => {
    assert.deepEqual(encodeValues(values), { plain, encoded: "" });
  });
}

for (const [name, plain, encoded, values] of [
  ["an empty __mv_ cell leaves the plain one whole, line breaks and all", "a\nb", "", ["a\nb"]],
  ["a filled __mv_ cell wins over the plain one", "other", "$a$;$b$", ["a", "b"]],
  ["a single coded value counts", "a", "$a$", ["a"]],
  ["what is no coding leaves the plain cell", "a", "a;b", ["a"]],
] as const) {
  test(name, () => {
    assert.deepEqual(decodeValues(plain, encoded), values);
  });
}

for (const piece of ["$", "$a", "$$a", "$$;"]) {
  test(`what is ${piece} over and over and never closes is reported at once`, () => {
    assert.ok(decodeValues("plain", `${piece.repeat(2 ** 19)}x`).length > 0);
  });
}

test("values of 10 MB are decoded", () => {
  const big = "0123456789abcde$".repeat(10 * 2 ** 16);
  const { plain, encoded } = encodeValues([big, "b"]);
  const [first, second] = decodeValues(plain, encoded);
  assert.ok(first === big);
  assert.equal(second, "b");
});

test("300 random lists come back as they were", () => {
  const random = seededRandom(7);
  for (let count = 0; count < 300; count++) {
    const values = Array.from({ length: 2 + integerBelow(random, 4) }, () => randomText(random));
    const { plain, encoded } = encodeValues(values);
    assert.deepEqual(decodeValues(plain, encoded), values);
  }
});
