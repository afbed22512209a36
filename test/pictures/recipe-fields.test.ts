import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { parseLink, pictureLink } from "../../src/pictures/endpoint/picture-link.ts";
import { canonicalRecipe, type Recipe } from "../../src/pictures/image/recipe.ts";
import { planPlaces } from "../../src/pictures/produce/plan.ts";
import type { OPTIONS } from "../../src/pictures/settings/search-options.ts";
import { realDecoder, renderJob } from "../helpers/decoder.ts";
import { contextOf, planOf } from "../helpers/planning.ts";
import { sample } from "../helpers/samples.ts";
import { settingsOf } from "../helpers/settings-of.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/**
 * What a recipe says must be known to the options of a search, to the name in the cache, to the link, and to the decoder.
 * A field, or an option, that has no line in the tables here does not compile.
 */
const RECIPE: Required<Recipe> = {
  width: 300,
  height: 300,
  format: "jpg",
  quality: 80,
  page: 1,
  caption: [{ value: "räksmörgås.tif" }, " ", { fact: "status" }],
  place: "overlay",
  isStale: false,
};

/** Another value for each field, with which the sample below looks different. */
const OTHERS: Required<Recipe> = {
  width: 100,
  height: 120,
  format: "webp",
  quality: 30,
  page: 2,
  caption: [],
  place: "strip",
  isStale: true,
};
const FIELDS = Object.entries(OTHERS).map(([field, value]) => ({ field, recipe: { ...RECIPE, [field]: value } }));

test("no two recipes of these have one name in the cache", () => {
  const names = [RECIPE, ...FIELDS.map(({ recipe }) => recipe)].map(canonicalRecipe);
  assert.equal(new Set(names).size, names.length);
});

/** Whether a picture is stale is found when it is shown. */
const NOT_LINKED = ["isStale"];

const ROOT = "/image/";
const SERVERS = settingsOf("[server:a]\nurl = http://img/rx\n").servers;
const decoder = realDecoder({ after });

function linkOf(recipe: Recipe): string {
  const plan = planPlaces([new URL("http://img/rx/scan.tif")], recipe, SERVERS);
  assert.ok(plan.ok);
  return pictureLink(ROOT, plan.value, "fresh", 0);
}

for (const { field, recipe } of FIELDS) {
  test(`a recipe with another ${field} is another picture, under another name in the cache`, async (t) => {
    assert.notEqual(canonicalRecipe(recipe), canonicalRecipe(RECIPE));
    const folder = tempFolder(t);
    const [one, other] = await Promise.all(
      [RECIPE, recipe].map(async (each, index) => {
        const job = renderJob(sample("rx_okafor_refills.tif"), "tiff", folder, String(index));
        const outcome = await decoder.decode({ ...job, recipe: each });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return readFileSync(job.fresh);
      }),
    );
    assert.ok(one && other && !one.equals(other), "the decoder makes the same of both");
  });

  test(`a link says which ${field} a picture has, unless that is found when it is shown`, () => {
    if (NOT_LINKED.includes(field)) return assert.equal(linkOf(recipe), linkOf(RECIPE));
    assert.notEqual(linkOf(recipe), linkOf(RECIPE));
    const read = parseLink(linkOf(recipe).slice(ROOT.length).replace(/\?.*/, ""));
    assert.ok(read?.kind === "picture");
    const { isStale: _, ...linked } = recipe;
    // Where there is no caption, nobody asks where it stands.
    assert.deepEqual(read.recipe, field === "caption" ? { ...linked, place: "overlay" } : linked);
  });
}

/** A value of each option that is not its default, and whether the picture itself is another one with it. */
const VALUES: Readonly<Record<keyof typeof OPTIONS, readonly [value: string, isAnotherPicture: boolean]>> = {
  timeout: ["9", false],
  retries: ["0", false],
  size: ["640x480", true],
  format: ["png", true],
  quality: ["81", true],
  page: ["2", true],
  annotate: ["false", true],
  annotate_place: ["strip", true],
  cache: ["60", false],
  refresh: ["true", false],
  thumb: ["true", false],
  explain: ["true", false],
  concurrency: ["3", false],
  prefix: ["rx_", false],
};
const recipeWith = (...options: readonly string[]): Recipe =>
  planOf("scan.tif", contextOf(["f", "http://img/rx", ...options], "[server:a]\nurl = http://img/rx\n")).recipe;

for (const [name, [value, isAnother]] of Object.entries(VALUES)) {
  test(`${name}=${value} makes ${isAnother ? "another" : "the same"} picture`, () => {
    const [usual, other] = [recipeWith(), recipeWith(`${name}=${value}`)].map(canonicalRecipe);
    assert.equal(usual !== other, isAnother, "the recipes that recipeFor of produce/plan makes");
  });
}

test("a search can ask for each field of a recipe that a link has", () => {
  const usual = recipeWith();
  const asked = Object.entries(VALUES).map(([name, [value]]) => recipeWith(`${name}=${value}`));
  const fields = Object.keys(RECIPE).filter((field) => !NOT_LINKED.includes(field));
  for (const field of fields) {
    const values = [usual, ...asked].map((recipe) => JSON.stringify(recipe[field as keyof Recipe]));
    assert.ok(new Set(values).size > 1, `no option changes ${field}`);
  }
});

/** Names that lie in caches: with other ones an update would fetch every picture again. A new field starts out unnamed. */
const NAMES: readonly (readonly [recipe: Recipe, name: string])[] = [
  [RECIPE, '[300,300,"jpg",80,1,[{"value":"räksmörgås.tif"}," ",{"fact":"status"}],"overlay"]'],
  [
    { ...RECIPE, isStale: true, place: "strip" },
    '[300,300,"jpg",80,1,[{"value":"räksmörgås.tif"}," ",{"fact":"status"}],"strip","stale"]',
  ],
  [
    { ...RECIPE, width: 100, format: "png", page: "largest", caption: [], isStale: true },
    '[100,300,"png",0,"largest",[],"","stale"]',
  ],
  [{ ...RECIPE, format: "auto", page: "sheet", caption: [] }, '[300,300,"auto",80,"sheet",[],""]'],
];
for (const [recipe, name] of NAMES) {
  test(`the name ${name} in a cache is that of the same picture as ever`, () => {
    assert.equal(canonicalRecipe(recipe), name);
  });
}
