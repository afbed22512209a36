import assert from "node:assert/strict";
import { test } from "node:test";
import { isListed, listedWarnings } from "../../scripts/appinspect/listed.ts";

test("a warning stays only where docs/pictures/appinspect.md has its check and its words, and a failure never does", () => {
  const [first] = listedWarnings();
  assert.ok(first, "the page has a table");
  const finding = { result: "warning", check: first.check, message: `PRIVATE ${first.says} somewhere` };
  assert.equal(isListed(finding, [first]), true);
  assert.equal(isListed({ ...finding, message: "other words" }, [first]), false);
  assert.equal(isListed({ ...finding, check: "check_other" }, [first]), false);
  for (const result of ["failure", "error", "future_failure", "manual_check"]) {
    assert.equal(isListed({ ...finding, result }, [first]), false, result);
  }
});
