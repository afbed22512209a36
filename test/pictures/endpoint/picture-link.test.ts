import assert from "node:assert/strict";
import { test } from "node:test";
import { IMAGE_ERROR_CODES } from "../../../src/pictures/contract.ts";
import { errorLink, parseLink, pictureLink } from "../../../src/pictures/endpoint/picture-link.ts";
import { type Plan, planPlaces } from "../../../src/pictures/produce/plan.ts";
import { contextOf, planOf } from "../../helpers/planning.ts";

const ROOT = "/en-US/splunkd/__raw/services/rx_image_review_app/image/";
const CONF =
  "[server:a]\nurl = http://img1/rx\n[server:b]\nurl = http://img2\n[server:c]\nurl = https://img3:8443/x, http://img4/y\n";

/** Links that this version wrote stand in browsers and mails: later ones must write and read the same. */
const SEARCHES: readonly (readonly [value: string, args: string, link: string])[] = [
  [
    "a.tif",
    "f http://img1/rx",
    "500x500.jpg.80.1.overlay.W3sidmFsdWUiOiJhLmpwZyJ9LCIgIix7ImZhY3QiOiJjYWNoZWQifV0/cached.WyJodHRwOi8vaW1nMS9yeC9hLnRpZiJd",
  ],
  [
    "folder/Grüße 100 %.tif",
    "f http://img1/rx/ http://img2/other",
    "500x500.jpg.80.1.overlay.W3sidmFsdWUiOiJHcsO8w59lIDEwMCAlLmpwZyJ9LCIgIix7ImZhY3QiOiJjYWNoZWQifV0/cached.WyJodHRwOi8vaW1nMS9yeC9mb2xkZXIvR3IlQzMlQkMlQzMlOUZlJTIwMTAwJTIwJTI1LnRpZiIsImh0dHA6Ly9pbWcyL290aGVyL2ZvbGRlci9HciVDMyVCQyVDMyU5RmUlMjAxMDAlMjAlMjUudGlmIl0",
  ],
  [
    "a.tif",
    "f https://img3:8443/x",
    "500x500.jpg.80.1.overlay.W3sidmFsdWUiOiJhLmpwZyJ9LCIgIix7ImZhY3QiOiJjYWNoZWQifV0/cached.WyJodHRwczovL2ltZzM6ODQ0My94L2EudGlmIiwiaHR0cDovL2ltZzQveS9hLnRpZiJd",
  ],
  [
    "a.tif",
    "f http://img2/show?name=",
    "500x500.jpg.80.1.overlay.W3sidmFsdWUiOiJhLmpwZyJ9LCIgIix7ImZhY3QiOiJjYWNoZWQifV0/cached.WyJodHRwOi8vaW1nMi9zaG93P25hbWU9YS50aWYiXQ",
  ],
  [
    "a.tif",
    "f http://img1/rx size=4096x16 format=png quality=3 page=largest annotate=false",
    "4096x16.png.0.largest.plain/cached.WyJodHRwOi8vaW1nMS9yeC9hLnRpZiJd",
  ],
  [
    "a.tif",
    "f http://img1/rx format=auto page=sheet annotate_place=strip annotate={name}·{Ω}·{page}/{pages}·{cached}",
    "500x500.auto.80.sheet.strip.W3sidmFsdWUiOiJhIn0sIiAiLHsidmFsdWUiOiLDpHJ6dGluIHt4fSBcInFcIiJ9LCIgIix7ImZhY3QiOiJwYWdlIn0sIi8iLHsiZmFjdCI6InBhZ2VzIn0sIiAiLHsiZmFjdCI6ImNhY2hlZCJ9XQ/cached.WyJodHRwOi8vaW1nMS9yeC9hLnRpZiJd",
  ],
  [
    "a.tif",
    "f http://img1/rx format=webp quality=100 page=10000",
    "500x500.webp.100.10000.overlay.W3sidmFsdWUiOiJhLndlYnAifSwiICIseyJmYWN0IjoiY2FjaGVkIn1d/cached.WyJodHRwOi8vaW1nMS9yeC9hLnRpZiJd",
  ],
];
for (const [value, text, written] of SEARCHES) {
  test(`the link of ${value} in "${text}" holds all that its picture needs`, () => {
    const context = contextOf(
      text.split(" ").map((arg) => arg.replaceAll("·", " ")),
      CONF,
    );
    const plan = planOf(value, context, { Ω: 'ärztin {x} "q"' });
    const link = pictureLink(ROOT, plan, "cached", 1_700_000_000_000);
    assert.equal(link, `${ROOT}${written}?v=loyw3v28`);
    assert.match(link, /^[\w/-]+\/image\/[\w.-]+\/cached\.[\w-]+\?v=loyw3v28$/, "it needs no escaping anywhere");
    const wanted = parseLink(link.slice(ROOT.length).replace(/\?.*/, ""));
    assert.ok(wanted?.kind === "picture");
    assert.equal(wanted.variant, "cached");
    const again = planPlaces(wanted.places, wanted.recipe, context.servers);
    assert.ok(again.ok);
    const keysOf = ({ candidates }: Plan) => candidates.map(({ base: _, ...names }) => names);
    assert.deepEqual(keysOf(again.value), keysOf(plan), "the same names in the cache");
    assert.equal(again.value.key, plan.key);
  });
}

test("a picture that was fetched anew has another link, and its two variants have two", () => {
  const plan = planOf("a.tif", contextOf(["f", "http://img1/rx"], CONF));
  const links = [
    pictureLink(ROOT, plan, "fresh", 1),
    pictureLink(ROOT, plan, "fresh", 2),
    pictureLink(ROOT, plan, "cached", 1),
  ];
  assert.equal(new Set(links).size, 3);
});

test("a link is never longer than what is read, and names as many servers as that allows", () => {
  const urls = Array.from({ length: 9 }, (_, index) => `http://img${index}/rx`).join(" ");
  const context = contextOf(["f", "http://img0/rx"], `[server:a]\nurl = ${urls.replaceAll(" ", ", ")}\n`);
  for (const [length, places] of [
    [10, 8],
    [600, 6],
    [1_000, 3],
  ] as const) {
    const link = pictureLink(ROOT, planOf("ä".repeat(length / 2), context), "fresh", 1);
    const wanted = parseLink(link.slice(ROOT.length).replace(/\?.*/, ""));
    assert.ok(wanted?.kind === "picture");
    assert.equal(wanted.places.length, places, `${link.length} characters`);
  }
});

test("every error has a link", () => {
  for (const code of IMAGE_ERROR_CODES) {
    const link = errorLink(ROOT, { code, text: "" });
    assert.deepEqual(parseLink(link.slice(ROOT.length)), { kind: "error", code });
  }
});

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const PLACE = base64(["http://img1/rx/a.tif"]);
const RECIPE = "500x500.jpg.80.1.plain";
const caption = (value: unknown): string => `500x500.jpg.80.1.overlay.${base64(value)}`;
/** Each is one character or one number away from a good link. */
const BAD: readonly (readonly [what: string, path: string])[] = [
  ["nothing", ""],
  ["a recipe alone", RECIPE],
  ["three segments", `${RECIPE}/fresh.${PLACE}/x`],
  ["a way up", `../${RECIPE}/fresh.${PLACE}`],
  ["an unknown variant", `${RECIPE}/stale.${PLACE}`],
  ["no variant", `${RECIPE}/${PLACE}`],
  ["an unknown error", "error/no-such-code"],
  ["a leading zero", `0500x500.jpg.80.1.plain/fresh.${PLACE}`],
  ["a box that is too large", `4097x500.jpg.80.1.plain/fresh.${PLACE}`],
  ["a box that is too small", `15x500.jpg.80.1.plain/fresh.${PLACE}`],
  ["ImageMagick's mark behind the box", `500x500>.jpg.80.1.plain/fresh.${PLACE}`],
  ["a format in capitals", `500x500.JPG.80.1.plain/fresh.${PLACE}`],
  ["a format that is not written", `500x500.tiff.80.1.plain/fresh.${PLACE}`],
  ["a PNG with a quality", `500x500.png.80.1.plain/fresh.${PLACE}`],
  ["a quality above 100", `500x500.jpg.101.1.plain/fresh.${PLACE}`],
  ["a JPEG without quality", `500x500.jpg.0.1.plain/fresh.${PLACE}`],
  ["page 0", `500x500.jpg.80.0.plain/fresh.${PLACE}`],
  ["all pages", `500x500.jpg.80.all.plain/fresh.${PLACE}`],
  ["a caption that is no JSON", `500x500.jpg.80.1.overlay.AAAA/fresh.${PLACE}`],
  ["an empty caption", `${caption([])}/fresh.${PLACE}`],
  ["a caption of a number", `${caption([1])}/fresh.${PLACE}`],
  ["an unknown fact", `${caption([{ fact: "secret" }])}/fresh.${PLACE}`],
  ["a fact and something more", `${caption([{ fact: "page", x: 1 }])}/fresh.${PLACE}`],
  ["a caption of 1,101 characters", `${caption(["x".repeat(1_101)])}/fresh.${PLACE}`],
  ["a caption with a line break", `${caption(["a\nb"])}/fresh.${PLACE}`],
  ["a caption in two pieces", `${caption(["a", "b"])}/fresh.${PLACE}`],
  ["padding behind base64", `${RECIPE}/fresh.${PLACE}=`],
  ["another spelling of the same base64", `${RECIPE}/fresh.${PLACE.slice(0, -1)}${PLACE.endsWith("A") ? "B" : "R"}`],
  ["blanks in its JSON", `${RECIPE}/fresh.${Buffer.from('[ "http://img1/rx/a.tif"]').toString("base64url")}`],
  ["no places", `${RECIPE}/fresh.${base64([])}`],
  ["nine places", `${RECIPE}/fresh.${base64(Array(9).fill("http://img1/a.tif"))}`],
  ["a place that is no address", `${RECIPE}/fresh.${base64(["a.tif"])}`],
  ["an address in another spelling", `${RECIPE}/fresh.${base64(["http://IMG1/a.tif"])}`],
  ["a list for a place", `${RECIPE}/fresh.${base64([["http://img1/a.tif"]])}`],
  ["a fragment", `${RECIPE}/fresh.${base64(["http://img1/a.tif#1"])}`],
  ["an empty fragment", `${RECIPE}/fresh.${base64(["http://img1/a.tif#"])}`],
  ["an object for a place", `${RECIPE}/fresh.${base64([{ href: "http://img1/a.tif" }])}`],
  ["the prototype", `${RECIPE}/__proto__.${PLACE}`],
  ["20,000 characters", `${RECIPE}/fresh.${"A".repeat(20_000)}`],
];
test("the pattern of the bad links is a good link", () => {
  assert.ok(parseLink(`${RECIPE}/fresh.${PLACE}`));
  assert.ok(parseLink(`${caption(["a ", { fact: "page" }])}/fresh.${PLACE}`));
});
for (const [what, path] of BAD) {
  test(`a link with ${what} asks for nothing`, () => assert.equal(parseLink(path), undefined));
}
