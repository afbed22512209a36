import assert from "node:assert/strict";
import { test } from "node:test";
import { ENDPOINT_URL, MAX_SIDE, MIN_SIDE, STATIC_CACHE_URL } from "../../../src/pictures/contract.ts";
import { pictureAddress } from "../../../src/pictures/dashboards/shared/address.ts";
import {
  inOriginalSize,
  plainCopy,
  sideOf,
  withPage,
  withSize,
} from "../../../src/pictures/dashboards/shared/link-variants.ts";
import { parseLink, pictureLink, type Wanted } from "../../../src/pictures/endpoint/picture-link.ts";
import type { Recipe } from "../../../src/pictures/image/recipe.ts";
import { planPlaces } from "../../../src/pictures/produce/plan.ts";
import { settingsOf } from "../../helpers/settings-of.ts";

/** What pages make of links, against the functions of the program that write and read them. */
const SERVERS = settingsOf("[server:a]\nurl = http://img/rx\n").servers;
const CAPTION = [{ value: "räksmörgås.1x1.jpg" }, " ", { fact: "cached" }] as const;
const RECIPES: readonly [Recipe, ...Recipe[]] = [
  { width: 500, height: 400, format: "jpg", quality: 80, page: 1, caption: CAPTION, place: "overlay" },
  { width: 64, height: 64, format: "png", quality: 0, page: "largest", caption: [], place: "overlay" },
  { width: 300, height: 300, format: "auto", quality: 1, page: "sheet", caption: CAPTION, place: "strip" },
];

function linkOf(recipe: Recipe, root: string): NonNullable<ReturnType<typeof pictureAddress>> {
  const plan = planPlaces([new URL("http://img/rx/a%20b/scan.tif")], recipe, SERVERS);
  assert.ok(plan.ok);
  const link = pictureAddress(pictureLink(root, plan.value, "cached", 1.7e12));
  assert.ok(link);
  return link;
}

function wanted(link: string | undefined, root: string): Extract<Wanted, { kind: "picture" }> {
  assert.ok(link?.startsWith(root) === true);
  assert.match(link, /\?v=[a-z0-9]+$/);
  const read = parseLink(link.slice(root.length).replace(/\?.*$/, ""));
  assert.ok(read?.kind === "picture");
  return read;
}

for (const root of [ENDPOINT_URL, `/splunk${ENDPOINT_URL}`]) {
  for (const recipe of RECIPES) {
    test(`${recipe.format} at ${root}: the same picture in another size, in its own, and another page`, () => {
      const link = linkOf(recipe, root);
      const before = wanted(link, root);
      const [small, large, page] = [withSize(link, 160), inOriginalSize(link), withPage(link, 7)];
      const plain = { caption: [], place: "overlay", width: 160, height: 160 };
      assert.deepEqual(wanted(plainCopy(link, 160), root), { ...before, recipe: { ...before.recipe, ...plain } });
      assert.deepEqual(wanted(small, root), { ...before, recipe: { ...before.recipe, width: 160, height: 160 } });
      assert.deepEqual(wanted(large, root), {
        ...before,
        recipe: { ...before.recipe, ...plain, width: MAX_SIDE, height: MAX_SIDE },
      });
      assert.deepEqual(wanted(page, root), { ...before, recipe: { ...before.recipe, page: 7 } });
    });
  }
}

for (const [side, box] of [
  [800.1, 801],
  [5_000, MAX_SIDE],
  [3, MIN_SIDE],
] as const) {
  test(`a page that wants ${side} pixels asks for a box of ${box}`, () => {
    const link = linkOf({ ...RECIPES[0], width: 500, height: 500 }, ENDPOINT_URL);
    for (const other of [withSize(link, side), plainCopy(link, side)]) {
      const { width, height } = wanted(other, ENDPOINT_URL).recipe;
      assert.deepEqual([width, height], [box, box]);
    }
  });
}

test("a link that the endpoint would not take is left as it is", () => {
  const link = linkOf(RECIPES[0], ENDPOINT_URL);
  for (const bad of [link.replace("500x400", "500x99999"), link.replace(".jpg.80.", ".png.80.")]) {
    const address = pictureAddress(bad);
    assert.ok(address && address !== link);
    assert.equal(withSize(address, 100), undefined);
    assert.equal(sideOf(address), undefined);
  }
});

test("a picture that is a file has no other size and no other page", () => {
  for (const text of [`${STATIC_CACHE_URL}0af3.jpg`, `${ENDPOINT_URL}error/not-found`]) {
    const link = pictureAddress(text);
    assert.ok(link);
    assert.equal(withSize(link, 100), undefined);
    assert.equal(withPage(link, 2), undefined);
  }
});
