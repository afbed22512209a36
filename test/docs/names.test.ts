import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageJson, textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";

/** Commands and files of the project that pages and comments name are there. */
const BUILT = ["**/node_modules/**", "dist/**", "var/**"];
const PAGES = globSync("**/*.md", { cwd: PROJECT, exclude: BUILT }).sort();
const SCRIPTS = Object.keys(Object(packageJson().get("scripts")));
/** What stands between backticks and can be a path from the project's root. */
const PATH = /`((?:src|test|scripts|bench|docs|app|sample_images|sample_logs|\.ci)\/[\w.*{},/-]+)`/g;

for (const page of PAGES) {
  test(`${page} names only commands and files that there are`, () => {
    const text = textOf(page);
    const commands = [...text.matchAll(/\bnpm run ([\w-]+(?::[\w-]+)*)/g)].map(([, name = ""]) => name);
    assert.deepEqual(
      commands.filter((name) => !SCRIPTS.includes(name)),
      [],
    );
    const paths = [...text.matchAll(PATH)].map(([, path = ""]) => path);
    assert.deepEqual(
      paths.filter((path) => globSync(path, { cwd: PROJECT }).length === 0),
      [],
    );
  });
}

test("pages that code, tests and conf files name are there", () => {
  const files = globSync("{src,scripts,bench,test,app}/**/*.{ts,mjs,sh,conf,spec,xml}", {
    cwd: PROJECT,
    exclude: BUILT,
  });
  const named = files.flatMap((file) =>
    [...textOf(file).matchAll(/(?<![\w/])docs\/[\w/-]+\.(?:md|png|jpg|txt)\b/g)].map(([path]) => [path, file] as const),
  );
  assert.ok(named.length > 10);
  assert.deepEqual(
    named.filter(([path]) => !existsSync(join(PROJECT, path))),
    [],
  );
});
