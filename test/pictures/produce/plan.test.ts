import assert from "node:assert/strict";
import { test } from "node:test";
import { planPicture } from "../../../src/pictures/produce/plan.ts";
import { contextOf, planOf } from "../../helpers/planning.ts";

const BASE = "http://img1/rx";
const CONF = "[server:one]\nurl = http://img1/rx\n[server:two]\nurl = http://img2/rx\n";
const planWith = (value: string, ...options: string[]) => planOf(value, contextOf(["f", BASE, ...options], CONF));

for (const [value, options, name, newName] of [
  ["rx_garcia_0412.tif", [], "rx_garcia_0412.tif", "rx_garcia_0412.jpg"],
  ["rx_garcia_0412.tif", ["format=png"], "rx_garcia_0412.tif", "rx_garcia_0412.png"],
  ["rx_scan_0042", [], "rx_scan_0042", "rx_scan_0042.jpg"],
  ["2024/01/chest.x.tiff", [], "chest.x.tiff", "chest.x.jpg"],
  [" padded.gif\t", [], "padded.gif", "padded.jpg"],
  ["100% #1 a+b?.png", [], "100% #1 a+b?.png", "100% #1 a+b?.jpg"],
  [".hidden", [], ".hidden", ".hidden.jpg"],
  ["Dr. Weiss", [], "Dr. Weiss", "Dr. Weiss.jpg"],
  ["é🩻.JPG", [], "é🩻.JPG", "é🩻.jpg"],
  ["Dr. Weiss, chest film of May", [], "Dr. Weiss, chest film of May", "Dr. Weiss, chest film of May.jpg"],
] as const) {
  test(`${JSON.stringify(value)} ${options.join(" ")} is shown as ${newName}`, () => {
    const plan = planWith(value, ...options);
    assert.deepEqual([plan.name, plan.newName(plan.recipe.format)], [name, newName]);
    assert.deepEqual(plan.recipe.caption, [{ value: newName }, " ", { fact: "cached" }]);
  });
}

test("the same picture has the same keys, however its record writes it", () => {
  const plain = planWith("a/chest.tif");
  for (const same of [planWith(" a/chest.tif "), planWith("/a/chest.tif"), planWith("a/chest.tif", "timeout=9")]) {
    assert.deepEqual(same.candidates, plain.candidates);
    assert.equal(same.key, plain.key);
  }
});

for (const other of ["a/chest.png", "b/chest.tif", "chest.tif", "a/Chest.tif", "a/chest"]) {
  test(`a/chest.tif and ${other} are different pictures`, () => {
    const [[one], [two]] = [planWith("a/chest.tif").candidates, planWith(other).candidates];
    assert.notEqual(one.sourceKey, two.sourceKey);
    assert.notEqual(one.resultKey, two.resultKey);
  });
}

for (const option of ["size=640x480", "format=png", "quality=81", "page=2", "annotate=false"]) {
  test(`${option} makes another result of the same source`, () => {
    const [[one], [two]] = [planWith("chest.tif").candidates, planWith("chest.tif", option).candidates];
    assert.equal(one.sourceKey, two.sourceKey);
    assert.notEqual(one.resultKey, two.resultKey);
  });
}

test("quality does not matter where the format knows none", () => {
  const [one, two] = [planWith("a.tif", "format=png", "quality=1"), planWith("a.tif", "format=png", "quality=99")];
  assert.equal(one.key, two.key);
});

test("mirrors are asked in the order of the search, and each one's picture has names of its own in the cache", () => {
  const plan = planOf("a.tif", contextOf(["f", "http://img2/rx", BASE], CONF));
  assert.deepEqual(
    plan.candidates.map(({ url, base }) => [url.href, base]),
    [
      ["http://img2/rx/a.tif", "http://img2/rx"],
      ["http://img1/rx/a.tif", "http://img1/rx"],
    ],
  );
  const alone = planOf("a.tif", contextOf(["f", "http://img2/rx"], CONF));
  assert.deepEqual(plan.candidates[0], alone.candidates[0]);
  assert.notEqual(plan.candidates[1]?.sourceKey, alone.candidates[0].sourceKey);
  assert.notEqual(plan.key, alone.key, "with a mirror it is another question");
});

test("a mirror that no stanza allows is left out", () => {
  const plan = planOf("a.tif", contextOf(["f", "http://evil/rx", BASE], CONF));
  assert.deepEqual(
    plan.candidates.map(({ url }) => url.href),
    ["http://img1/rx/a.tif"],
  );
});

test("where no server is allowed the first refusal is reported, with the picture's name", () => {
  const plan = planPicture("sub/a.tif", () => "", contextOf(["f", "http://evil/rx", "http://bad/rx"], CONF));
  assert.ok(!plan.ok);
  assert.equal(plan.error.name, "a.tif");
  assert.equal(plan.error.error.code, "host-refused");
  assert.match(plan.error.error.text, /http:\/\/evil\/rx\/sub\/.*\n\[server:evil\]\nurl = http:\/\/evil$/);
});

for (const value of ["../secret.tif", "a/../../b.tif", "%2e%2e/b.tif", "a\\b.tif", "folder/", "a\nb.tif"]) {
  test(`${JSON.stringify(value)} is a bad name`, () => {
    const plan = planPicture(value, () => "", contextOf(["f", BASE], CONF));
    assert.ok(!plan.ok && plan.error.error.code === "bad-name");
  });
}

test("placeholders are filled from the record, in the address and in the base that is shown", () => {
  const context = contextOf(["f", "http://img{shard}/rx/{store}"], CONF);
  const [candidate] = planOf("a.tif", context, { shard: "2", store: "São Paulo" }).candidates;
  assert.equal(candidate.url.href, "http://img2/rx/S%C3%A3o%20Paulo/a.tif");
  assert.equal(candidate.base, "http://img2/rx/S%C3%A3o%20Paulo");
  const refused = planPicture("a.tif", () => "9", context);
  assert.ok(!refused.ok && refused.error.error.code === "host-refused");
});

const WHOLE = `${CONF}[fetch]\nwhole_urls = true\n`;

test("a whole address is a bad name unless the admin allows whole addresses", () => {
  const off = planPicture("http://img2/rx/a.tif", () => "", contextOf(["f", BASE], CONF));
  assert.ok(!off.ok && off.error.error.code === "bad-name");
});

test("a whole address of an allowed server is asked as it stands, without its query in the name", () => {
  const plan = planOf(" http://img2/rx/a%20b.tif?v=1 ", contextOf(["f", BASE], WHOLE));
  assert.deepEqual(
    plan.candidates.map(({ url, base }) => [url.href, base]),
    [["http://img2/rx/a%20b.tif?v=1", "http://img2"]],
  );
  assert.equal(plan.newName("jpg"), "a%20b.jpg");
});

for (const [value, code] of [
  ["http://evil/rx/a.tif", "host-refused"],
  ["http://img2/other/a.tif", "host-refused"],
  ["http://img2/rx/../other/a.tif", "host-refused"],
  ["http://user:pass@img2/rx/a.tif", "host-refused"],
  ["ftp://img2/rx/a.tif", "bad-name"],
  ["http://[broken/a.tif", "bad-name"],
] as const) {
  test(`the whole address ${value} is refused as ${code} all the same`, () => {
    const plan = planPicture(value, () => "", contextOf(["f", BASE], WHOLE));
    assert.ok(!plan.ok);
    assert.equal(plan.error.error.code, code);
  });
}
