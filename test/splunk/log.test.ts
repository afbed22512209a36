import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { LOG_LEVELS, type LogFields, type LogSettings, logLine, openLog } from "../../src/splunk/log.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const NOON = new Date("2026-01-01T12:00:00.007Z");
const FILE = "getimage.log";

function settingsFor(folder: string, more: Partial<LogSettings> = {}): LogSettings {
  return { folder, file: FILE, level: "INFO", maxBytes: 1e6, keep: 3, ...more };
}

const LINES: readonly (readonly [name: string, fields: LogFields, pairs: string])[] = [
  [
    "words, numbers and addresses stand bare",
    { a: "http://img:8080/x.tif", n: 12, b: true },
    "a=http://img:8080/x.tif n=12 b=true",
  ],
  ["undefined leaves its key out", { a: "x", b: undefined, c: "y" }, "a=x c=y"],
  ["blanks ask for quotes", { a: "two words" }, 'a="two words"'],
  ["an empty value shows as such", { a: "" }, 'a=""'],
  ["an equals sign cannot forge a key", { a: "x=y" }, 'a="x=y"'],
  ["quotes and backslashes are escaped", { a: 'say "x"\\' }, 'a="say \\"x\\"\\\\"'],
  ["line breaks of all kinds become blanks", { a: "1\n2\r3\u20284\u20295\u00856\v7" }, 'a="1 2 3 4 5 6 7"'],
  ["control characters become blanks", { a: "\u001b[31m\0\u007f" }, 'a=" [31m  "'],
  ["characters outside ASCII stay", { a: "é 🩻" }, 'a="é 🩻"'],
  ["a long value is cut", { a: "x".repeat(3_000) }, `a=${"x".repeat(2_000)}`],
  ["a long text is cut", { a: "x ".repeat(3_000) }, `a="${"x ".repeat(1_000)}"`],
];

for (const [name, fields, pairs] of LINES) {
  test(`a log line: ${name}`, () => {
    assert.equal(logLine(NOON, fields), `2026-01-01 12:00:00.007 +0000 ${pairs}\n`);
  });
}

test("a log writes its level and above, with process and event, into a file for its owner only", (t) => {
  for (const level of LOG_LEVELS) {
    const folder = join(tempFolder(t), "not", "there", "yet");
    const log = openLog(settingsFor(folder, { level }), () => NOON);
    for (const written of LOG_LEVELS) log(written, "search", { sid: "1.2" });
    const expected = LOG_LEVELS.slice(LOG_LEVELS.indexOf(level)).map(
      (written) => `2026-01-01 12:00:00.007 +0000 level=${written} pid=${process.pid} event=search sid=1.2\n`,
    );
    assert.equal(readFileSync(join(folder, FILE), "utf8"), expected.join(""));
    assert.equal(statSync(join(folder, FILE)).mode & 0o777, 0o600);
  }
});

test("a full log is rotated and the oldest files go", (t) => {
  const folder = tempFolder(t);
  const log = openLog(settingsFor(folder, { maxBytes: 1, keep: 3 }), () => NOON);
  for (let number = 1; number <= 6; number++) log("INFO", "line", { number });
  assert.deepEqual(readdirSync(folder).sort(), [FILE, `${FILE}.1`, `${FILE}.2`, `${FILE}.3`]);
  for (const [file, number] of [
    [FILE, 6],
    [`${FILE}.1`, 5],
    [`${FILE}.2`, 4],
    [`${FILE}.3`, 3],
  ] as const) {
    assert.match(readFileSync(join(folder, file), "utf8"), new RegExp(`^.* number=${number}\n$`));
  }
});

test("a log is rotated at its size and not before", (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, FILE), "x".repeat(99));
  const log = openLog(settingsFor(folder, { maxBytes: 100 }));
  log("INFO", "first");
  assert.ok(!existsSync(join(folder, `${FILE}.1`)));
  log("INFO", "second");
  assert.match(readFileSync(join(folder, `${FILE}.1`), "utf8"), /^x{99}.* event=first\n$/);
});

test("four processes that write and rotate one log at once tear and lose no line", async (t) => {
  const folder = tempFolder(t);
  const program = fileURLToPath(new URL("../helpers/log-writer.ts", import.meta.url));
  const writers = ["a", "b", "c", "d"].map((name) =>
    once(spawn(process.execPath, [program, folder, name, "2000", "20000"], { stdio: "inherit" }), "close"),
  );
  for (const [code] of await Promise.all(writers)) assert.equal(code, 0);

  const files = readdirSync(folder);
  assert.ok(files.length > 10, `rotated into ${files.length} files`);
  assert.deepEqual(
    files.filter((file) => !/^getimage\.log(\.\d+)?$/.test(file)),
    [],
    "no lock is left",
  );
  const shape =
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \+0000 level=INFO pid=\d+ event=line writer=([a-d]) number=(\d+) text="(\1*) end"$/;
  const seen = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    assert.ok(text.endsWith("\n"));
    for (const line of text.trimEnd().split("\n")) {
      const [, writer, number, filling] = shape.exec(line) ?? assert.fail(`torn line: ${line}`);
      assert.equal(filling?.length, Number(number) % 90);
      seen.add(`${writer}${number}`);
    }
  }
  assert.equal(seen.size, 4 * 2_000);
});

test("a lock that is in use puts the rotation off and takes no line away", (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, `${FILE}.lock`));
  const log = openLog(settingsFor(folder, { maxBytes: 1 }));
  log("INFO", "first");
  log("INFO", "second");
  assert.deepEqual(readdirSync(folder).sort(), [FILE, `${FILE}.lock`]);
  assert.match(readFileSync(join(folder, FILE), "utf8"), /event=first\n.*event=second\n$/);
});

test("a lock that a dead process left is removed after ten seconds", (t) => {
  const folder = tempFolder(t);
  const lock = join(folder, `${FILE}.lock`);
  mkdirSync(lock);
  const past = new Date(Date.now() - 11_000);
  utimesSync(lock, past, past);
  const log = openLog(settingsFor(folder, { maxBytes: 1 }));
  for (const event of ["first", "second", "third"]) log("INFO", event);
  assert.deepEqual(readdirSync(folder).sort(), [FILE, `${FILE}.1`]);
  assert.match(readFileSync(join(folder, `${FILE}.1`), "utf8"), /event=first\n.*event=second\n$/);
});

test("a full log that cannot be rotated still takes lines", (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, `${FILE}.1`, "in the way"), { recursive: true });
  const log = openLog(settingsFor(folder, { maxBytes: 1, keep: 1 }));
  log("INFO", "first");
  log("INFO", "second");
  assert.match(readFileSync(join(folder, FILE), "utf8"), /event=first\n.*event=second\n$/);
  assert.ok(!existsSync(join(folder, `${FILE}.lock`)));
});

test("a log that cannot be written disturbs nobody", (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, FILE));
  for (const place of [join(folder, "file", "log"), folder]) {
    const log = openLog(settingsFor(place));
    assert.doesNotThrow(() => log("ERROR", "lost"));
  }
});
