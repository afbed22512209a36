import assert from "node:assert/strict";
import { test } from "node:test";
import { errorPictureSentence } from "../../../src/pictures/produce/error-picture.ts";

const REASON = "expected 200 from img.example, received 404 Not Found; no picture of this name is there";

test("an error picture says the address and what happened", () => {
  assert.equal(errorPictureSentence("http://img/a.tif", REASON), `http://img/a.tif: ${REASON}`);
  assert.equal(errorPictureSentence(undefined, REASON), REASON);
});

test("a long address loses its middle, and what happened is reported to its end", () => {
  const said = errorPictureSentence(`http://img.example/rx/${"a-very-long-name".repeat(60)}.tif`, REASON);
  assert.match(said, /^http:\/\/img\.example\/rx\/a-very.*….*name\.tif: /);
  assert.ok(said.endsWith(`: ${REASON}`) && said.length <= 125 + REASON.length, said);
});

test("a sentence that quotes something long loses its middle too, and nothing in it can turn the line", () => {
  const said = errorPictureSentence(
    "http://img/a\u202egpj.tif",
    `expected a picture,\nreceived ${"x".repeat(1_000)} end`,
  );
  assert.match(said, /^http:\/\/img\/a\ufffdgpj\.tif: expected a picture, received x+…x+ end$/);
  assert.ok(said.length < 320);
});
