import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, posix } from "node:path";
import { test } from "node:test";
import { PROGRAMS, VIEW_SCRIPTS } from "../scripts/package/programs.ts";
import { PROJECT } from "./helpers/samples.ts";

/** Room of src -> rooms that it may import from. The two wings never meet. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  disk: ["base"],
  net: ["base"],
  splunk: ["base", "net"],
  web: ["base"],
  pictures: ["base", "disk", "net", "splunk", "web"],
  shipping: ["base", "disk", "net", "splunk", "web"],
  "stand-in": ["base", "splunk", "web", "pictures/contract"],
  "programs/pictures": ["pictures", "base", "disk", "net", "splunk"],
};
/** Rooms that are planned and hold no code. */
const NO_CODE_YET = ["shipping"];
/** Programs for developers, which are not shipped, and what they may import beside what the others may. */
const FOR_DEVELOPERS = ["preview", "start", "try"].map((name) => `src/programs/pictures/${name}.ts`);
const DEVELOPERS_MAY_IMPORT = ["stand-in"];

/** Room of the wing pictures -> rooms of it that it may import from. */
const PICTURES_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  errors: ["contract"],
  fetch: ["contract"],
  image: ["contract"],
  cache: ["contract"],
  settings: ["contract", "fetch", "image"],
  produce: ["contract", "errors", "fetch", "image", "cache", "settings"],
  command: ["contract", "errors", "fetch", "image", "cache", "settings", "produce"],
  endpoint: ["contract", "errors", "fetch", "image", "cache", "produce"],
  log: ["contract", "fetch", "cache", "settings", "produce", "command"],
  wiring: ["contract", "fetch", "image", "cache", "settings", "produce", "endpoint", "log"],
  dashboards: ["contract"],
};
/** Rooms that only pages import; pages import nothing else of the ground floor but base. */
const FOR_PAGES = ["web"];
/** What pages in a browser share with the program, so that both say the same about a value. */
const SHARED_WITH_DASHBOARDS = [
  "src/pictures/errors/advice.ts",
  "src/pictures/fetch/secret-fault.ts",
  "src/pictures/image/recipe-text.ts",
  "src/pictures/image/recipe.ts",
  "src/pictures/settings/server-settings.ts",
  "src/pictures/settings/server-stanza.ts",
  "src/pictures/settings/settings.ts",
];
/** Types that pages name, of files that they do not load. */
const TYPES_FOR_DASHBOARDS = ["src/splunk/settings-table.ts"];

/** The only files that touch disk, network, other processes, sharp or this process. */
const EDGE_FILES = [
  "src/disk/lease.ts",
  "src/disk/workspace.ts",
  "src/net/checked-lookup.ts",
  "src/net/trust.ts",
  "src/pictures/cache/quota/room.ts",
  "src/pictures/cache/quota/tally.ts",
  "src/pictures/cache/shared/host-records.ts",
  "src/pictures/cache/shared/publisher.ts",
  "src/pictures/cache/store/digest.ts",
  "src/pictures/cache/store/shard.ts",
  "src/pictures/cache/store/store.ts",
  "src/pictures/cache/sweep/inspect.ts",
  "src/pictures/cache/sweep/slice.ts",
  "src/pictures/cache/sweep/sweep.ts",
  "src/pictures/endpoint/picture-bytes.ts",
  "src/pictures/fetch/attempt.ts",
  "src/pictures/fetch/body-file.ts",
  "src/pictures/fetch/connections.ts",
  "src/pictures/fetch/open-sockets.ts",
  "src/pictures/image/decoder/caption/glyphs.ts",
  "src/pictures/image/decoder/magick/worker.ts",
  "src/pictures/image/decoder/main.ts",
  "src/pictures/image/decoder/open/file-bytes.ts",
  "src/pictures/image/decoder/open/open-gif.ts",
  "src/pictures/image/decoder/open/open-jpeg.ts",
  "src/pictures/image/decoder/open/open-sharp.ts",
  "src/pictures/image/decoder/open/open-svg.ts",
  "src/pictures/image/decoder/open/open-tiff.ts",
  "src/pictures/image/decoder/pdf/pdfium.ts",
  "src/pictures/image/decoder/pdf/worker.ts",
  "src/pictures/image/decoder/readers/worker.ts",
  "src/pictures/image/decoder/render.ts",
  "src/pictures/image/decoder/show/encode.ts",
  "src/pictures/image/decoder/show/shrink.ts",
  "src/pictures/image/decoder/show/thumbnail.ts",
  "src/pictures/image/process/decoder-child.ts",
  "src/pictures/image/process/decoder-sandbox.ts",
  "src/pictures/image/process/memory-watch.ts",
  "src/pictures/produce/pinned-original.ts",
  "src/pictures/wiring/current-world.ts",
  "src/pictures/wiring/spare-folder.ts",
  "src/programs/pictures/cache-admin.ts",
  "src/programs/pictures/flags.ts",
  "src/programs/pictures/getimage.ts",
  "src/programs/pictures/image-endpoint.ts",
  "src/programs/pictures/installation.ts",
  "src/programs/pictures/preview.ts",
  "src/programs/pictures/start.ts",
  "src/programs/pictures/try.ts",
  "src/splunk/app-conf.ts",
  "src/splunk/log.ts",
  "src/splunk/rest-transport.ts",
  "src/splunk/service.ts",
  "src/stand-in/home/splunk-home.ts",
  "src/stand-in/home/trial-app.ts",
  "src/stand-in/image-server.ts",
  "src/stand-in/loopback.ts",
  "src/stand-in/splunk-web/app-views.ts",
  "src/stand-in/splunk-web/routes.ts",
  "src/stand-in/splunk-web/search-stream.ts",
  "src/stand-in/splunk-web/web-server.ts",
  "src/stand-in/splunkd/app-process.ts",
  "src/stand-in/splunkd/rest-server.ts",
  "src/stand-in/terminal/shown-pictures.ts",
];
const EDGE = /^(node:(fs|fs\/promises|net|tls|http|https|dns|child_process)|axios|sharp)$/;

const DASHBOARDS = "src/pictures/dashboards/";
/** Where the browser side of the preview lies. */
const PREVIEW_PAGES = "src/stand-in/splunk-web/browser/";

/** What the command may not load before the first row: splunkd starts it several times only to ask getinfo. */
const LATE = /^(axios|sharp|node:https?|lru-cache|ipaddr\.js|splunk-sdk\/.*|src\/pictures\/cache\/.*)$/;

type Import = { readonly target: string; readonly isType: boolean; readonly isDynamic: boolean };
const files = globSync("src/**/*.ts", { cwd: PROJECT }).sort();

function sourceOf(file: string): string {
  return readFileSync(posix.join(PROJECT, file), "utf8");
}

/** What a file imports; files of the project by their path from its root. */
function importsOf(file: string): Import[] {
  const source = sourceOf(file);
  const place = (target: string) => (target.startsWith(".") ? posix.join(posix.dirname(file), target) : target);
  const fixed = source.matchAll(/^(?:import|export)\s+(type\s)?(?:[^;"]*?\sfrom\s+)?"([^"]+)";$/gm);
  const dynamic = source.matchAll(/\bimport\("([^"]+)"\)/g);
  return [
    ...[...fixed].map(([, type, target = ""]) => ({ target: place(target), isType: !!type, isDynamic: false })),
    ...[...dynamic].map(([, target = ""]) => ({ target: place(target), isType: false, isDynamic: true })),
  ];
}

/** The room of a file: a folder of src, of programs the wing, of the wings' contracts the file. */
function roomOf(file: string): string {
  const [, folder = "", part = ""] = file.split("/");
  if (folder === "programs" || part === "contract.ts") return `${folder}/${part.replace(/\.ts$/, "")}`;
  return folder;
}

/** The room of a file within its wing. */
function innerRoomOf(file: string): string {
  return file.split("/")[2]?.replace(/\.ts$/, "") ?? "";
}

test("the import tables have a line for every room", () => {
  const rooms = new Set(files.map(roomOf).map((room) => room.replace(/\/contract$/, "")));
  assert.deepEqual([...rooms, ...NO_CODE_YET].sort(), Object.keys(MAY_IMPORT).sort());
  const inner = new Set(files.filter((file) => roomOf(file).startsWith("pictures")).map(innerRoomOf));
  assert.deepEqual([...inner].sort(), Object.keys(PICTURES_MAY_IMPORT).sort());
});

test("every import in src is seen by this test", () => {
  for (const file of files) {
    const words = sourceOf(file).match(/^(import|export)\b.* from "|^\} from "|^import "|\bimport\(/gm) ?? [];
    assert.equal(importsOf(file).length, words.length, file);
  }
});

for (const file of files) {
  test(`${file} imports only what its room may`, () => {
    for (const { target, isType } of importsOf(file)) {
      if (!target.startsWith("src/")) continue;
      assert.ok(files.includes(target), `${target} is no file of src`);
      assert.ok(mayImport(file, target, isType), `${roomOf(file)} may not import ${roomOf(target)} (${target})`);
    }
  });
}

function mayImport(file: string, target: string, isType: boolean): boolean {
  const [from, to] = [roomOf(file).replace(/\/contract$/, ""), roomOf(target)];
  const wing = to.replace(/\/contract$/, "");
  if (file.startsWith(DASHBOARDS)) {
    if (target.startsWith(DASHBOARDS) || [...FOR_PAGES, "base", "pictures/contract"].includes(to)) return true;
    return SHARED_WITH_DASHBOARDS.includes(target) || (isType && TYPES_FOR_DASHBOARDS.includes(target));
  }
  if (FOR_PAGES.includes(to)) return from === to || file.startsWith(PREVIEW_PAGES);
  if (from === wing && from === "pictures") {
    const [inner, other] = [innerRoomOf(file), innerRoomOf(target)];
    return inner === other || (PICTURES_MAY_IMPORT[inner]?.includes(other) ?? false);
  }
  if (from === wing) return true;
  const may = [...(MAY_IMPORT[from] ?? []), ...(FOR_DEVELOPERS.includes(file) ? DEVELOPERS_MAY_IMPORT : [])];
  return may.includes(to) || may.includes(wing);
}

for (const file of globSync("{scripts,bench,test}/**/*.ts", { cwd: PROJECT, exclude: ["**/node_modules/**"] }).sort()) {
  test(`${file} looks into one wing at the most`, () => {
    const targets = importsOf(file).map(
      ({ target }) => /^src\/(pictures|shipping)\/(?!contract\.ts)/.exec(target)?.[1],
    );
    const wings = new Set(targets.filter((wing) => wing !== undefined));
    const own = /^test\/(pictures|shipping)\//.exec(file)?.[1];
    if (own !== undefined) wings.add(own);
    assert.ok(wings.size <= 1, [...wings].join(" and "));
  });
}
/** Each way by which a file comes back to itself, from import to import; those of types alone count. */
function circlesAmong(sources: readonly string[]): string[] {
  const known = new Set(sources);
  const finished = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" > "));
    else if (!finished.has(file)) {
      const targets = importsOf(file).map(({ target }) => target);
      for (const target of targets) if (known.has(target)) walk(target, [...path, file]);
      finished.add(file);
    }
  };
  for (const file of sources) walk(file, []);
  return circles;
}

test("no imports go in a circle, those of types alone included", () => {
  const all = globSync("{src,scripts,bench,test}/**/*.ts", { cwd: PROJECT, exclude: ["**/node_modules/**"] });
  assert.ok(all.length > files.length);
  assert.deepEqual(circlesAmong(all.sort()), []);
});

test("rooms that both wings share speak of neither", () => {
  for (const file of files.filter((each) => /^src\/(base|disk|net|splunk|web)\//.test(each))) {
    assert.doesNotMatch(sourceOf(file), /picture|getimage|hec-ship/i, file);
  }
});

test("only the edge files touch the world outside", () => {
  const touching = files.filter(
    (file) =>
      importsOf(file).some(({ target }) => EDGE.test(target)) || /(?<![.\w-])process(?:\.\w|\[)/.test(sourceOf(file)),
  );
  assert.deepEqual(touching, EDGE_FILES);
});

/**
 * Every file and package that is loaded with a file.
 * @param isLate whether those count that are loaded later
 */
function loadedWith(file: string, loaded = new Set<string>(), isLate = false): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const imports = file.startsWith("src/") ? importsOf(file) : [];
  for (const { target, isType, isDynamic } of imports) {
    if (!isType && (isLate || !isDynamic)) loadedWith(target, loaded, isLate);
  }
  return loaded;
}

test("what a browser loads is ours alone, and knows nothing of Node", () => {
  const scripts = VIEW_SCRIPTS.map((name) => `${DASHBOARDS}${name}`);
  const loaded = new Set(scripts.flatMap((script) => [...loadedWith(script)]));
  for (const file of SHARED_WITH_DASHBOARDS) assert.ok(loaded.has(file), `${file} is shared`);
  for (const file of loaded) {
    assert.ok(file.startsWith("src/"), file);
    assert.doesNotMatch(sourceOf(file), /(?<![.\w-])(process|Buffer|setImmediate)\b[.(]/, file);
  }
});

test("a visualization loads only what is ours, too", () => {
  for (const file of loadedWith(`${DASHBOARDS}gallery/visualization.ts`)) {
    assert.match(
      file,
      /^src\/(web\/|base\/|splunk\/value-kinds|pictures\/(dashboards\/|contract\.ts|errors\/|image\/recipe))/,
    );
  }
});

test("no page reads text as HTML or as a program", () => {
  const word =
    /\b(innerHTML|outerHTML|insertAdjacentHTML|write(ln)?\(|DOMParser|createContextualFragment|srcdoc|eval\(|Function\()/;
  for (const file of files.filter((each) =>
    [DASHBOARDS, "src/web/", PREVIEW_PAGES].some((place) => each.startsWith(place)),
  )) {
    assert.doesNotMatch(sourceOf(file), word, file);
  }
});

test("the preview's pages load their own files, the order of values, and what makes elements", () => {
  const loaded = [...loadedWith(`${PREVIEW_PAGES}page.ts`)].filter((file) => !file.startsWith(PREVIEW_PAGES));
  assert.deepEqual(loaded.sort(), ["src/stand-in/spl/values.ts", "src/web/make.ts"]);
  for (const file of files.filter((each) => each.startsWith(PREVIEW_PAGES))) {
    assert.doesNotMatch(sourceOf(file), /(?<![.\w-])(process|Buffer|setImmediate)\b[.(]|"node:/, file);
  }
});

test("what reads SPL knows nothing of what runs it", () => {
  const read = files.filter((file) => file.startsWith("src/stand-in/spl/syntax/"));
  const needed = new Set(read.flatMap((file) => [...loadedWith(file)]));
  assert.ok(needed.has("src/stand-in/spl/syntax/tree.ts"));
  for (const file of needed) assert.match(file, /^src\/stand-in\/spl\/(syntax\/|spl-error\.ts|time-range\.ts)/);
});

test("nothing of the preview is shipped, and only it is given what scripts build", () => {
  for (const program of PROGRAMS) {
    const loaded = [...loadedWith(`src/programs/pictures/${program}.ts`, new Set(), true)];
    assert.deepEqual(
      loaded.filter((file) => file.startsWith("src/stand-in/") || file.startsWith("scripts/")),
      [],
      program,
    );
  }
  const building = files.filter((file) => importsOf(file).some(({ target }) => target.startsWith("scripts/")));
  assert.deepEqual(building, ["src/programs/pictures/preview.ts"]);
});

test("getinfo is answered without loading network, disk cache or pictures", () => {
  const seen = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    assert.doesNotMatch(file, LATE, `reached by ${path.join(" > ")}`);
    if (!file.startsWith("src/")) return;
    for (const { target, isType, isDynamic } of importsOf(file)) {
      if (!isType && !isDynamic) walk(target, [...path, file]);
    }
  };
  walk("src/programs/pictures/getimage.ts", []);
  assert.ok(seen.has("src/pictures/command/session.ts"), "the walk goes through the project");
});

test("files are short, named after one idea, and export by name", () => {
  for (const file of files) {
    const lines = sourceOf(file).split("\n").length - 1;
    assert.ok(lines <= 250, `${file} has ${lines} lines`);
    assert.doesNotMatch(basename(file), /^(index|utils?|helpers?|misc|common|types)\.ts$/, file);
    assert.doesNotMatch(sourceOf(file), /^export default\b|\bas default\b/m, file);
  }
});

test("ARCHITECTURE.md has these tables of who may import whom", () => {
  const lines = readFileSync(posix.join(PROJECT, "ARCHITECTURE.md"), "utf8").split("\n");
  const tableBelow = (head: string): Record<string, string[]> => {
    const start = lines.findIndex((line) => line.startsWith(`| room of \`${head}\` |`)) + 2;
    const rows = lines.slice(start, start + lines.slice(start).findIndex((line) => !line.startsWith("|")));
    return Object.fromEntries(
      rows.map((row) => {
        const [, room = "", , may = ""] = row.split("|").map((cell) => cell.trim().replaceAll("`", ""));
        return [room, may === "nothing" ? [] : may.split(", ")];
      }),
    );
  };
  assert.deepEqual(tableBelow("src"), MAY_IMPORT);
  assert.deepEqual(tableBelow("src/pictures"), PICTURES_MAY_IMPORT);
});
