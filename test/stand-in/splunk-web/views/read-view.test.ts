import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { readNav } from "../../../../src/stand-in/splunk-web/app-views.ts";
import { readView } from "../../../../src/stand-in/splunk-web/views/read-view.ts";
import type { ElementModel, SimpleView } from "../../../../src/stand-in/splunk-web/views/view-model.ts";
import { PROJECT } from "../../../helpers/samples.ts";

const FOLDER = join(PROJECT, "app/default/data/ui");

function simple(xml: string, name = "own"): SimpleView {
  const view = readView(name, xml);
  assert.ok(view.kind === "simple");
  return view;
}

function shipped(name: string): SimpleView {
  return simple(readFileSync(join(FOLDER, "views", `${name}.xml`), "utf8"), name);
}

function elementsOf(view: SimpleView): readonly ElementModel[] {
  return view.rows.flatMap(({ panels }) => panels.flatMap(({ elements }) => elements));
}

for (const file of globSync("views/*.xml", { cwd: FOLDER })) {
  test(`${file} of the app is read whole`, () => {
    const view = readView(basename(file, ".xml"), readFileSync(join(FOLDER, file), "utf8"));
    assert.notEqual(view.label, "");
    if (view.kind === "undrawn") return assert.match(view.reason, /Splunk/);
    for (const { kind, leftOut } of elementsOf(view)) {
      assert.notEqual(kind, "undrawn");
      assert.deepEqual(leftOut, []);
    }
  });
}

test("the review view keeps its searches, inputs, drilldown and hidden panel", () => {
  const view = shipped("rx_images_review");
  assert.deepEqual(
    view.inputs.map(({ kind, token }) => [kind, token]),
    [
      ["time", "when"],
      ["dropdown", "server"],
      ["radio", "shown"],
      ["dropdown", "size"],
      ["dropdown", "rows"],
    ],
  );
  assert.deepEqual(view.inputs[0]?.initial, ["-7d@h", "now"]);
  assert.equal(view.inputs[1]?.search?.base, "pictures");
  assert.deepEqual(view.init, [{ kind: "set", token: "of_server", value: "*" }]);
  assert.equal(view.searches[0]?.id, "pictures");
  assert.deepEqual(view.scripts, ["review.js"]);
  const [records] = elementsOf(view);
  assert.ok(records?.kind === "table");
  assert.deepEqual(records.drilldown, [{ when: "*", actions: [{ kind: "set", token: "picked", value: "yes" }] }]);
  assert.deepEqual(view.rows[0]?.panels[1]?.depends, ["picked"]);
});

test("the gallery keeps the options of its visualization, tokens and all", () => {
  const [gallery] = elementsOf(shipped("rx_images_gallery"));
  assert.ok(gallery?.kind === "viz");
  assert.equal(gallery.type, "rx_image_review_app.image_gallery");
  assert.equal(gallery.options["rx_image_review_app.image_gallery.tileSize"], "$tile$");
});

test("an html panel keeps nodes and text, and nothing that runs or loads", () => {
  const view = simple(`<dashboard version="1.1"><label>x</label><row><panel><html>
    <p onclick="steal()" style="position:fixed" class="a">1 &lt; 2 &amp; <b>bold</b></p>
    <script>alert(1)</script><SCRIPT>alert(2)</SCRIPT><iframe src="/x"/><object data="x"/><form><input/></form>
    <svg><script>alert(3)</script></svg><img src="/static/x.png" onerror="alert(4)" alt="$who$"/>
    <style>body{}</style><link rel="stylesheet" href="//evil"/><meta http-equiv="refresh"/><![CDATA[<script>as text</script>]]>
  </html></panel></row></dashboard>`);
  const [html] = elementsOf(view);
  assert.ok(html?.kind === "html");
  const nodes = html.content.filter((node) => typeof node !== "string");
  assert.deepEqual(nodes, [
    {
      tag: "p",
      attributes: { class: "a" },
      children: ["1 < 2 & ", { tag: "b", attributes: {}, children: ["bold"] }],
    },
    { tag: "img", attributes: { src: "/static/x.png", alt: "$who$" }, children: [] },
  ]);
  assert.ok(html.content.some((node) => typeof node === "string" && node.includes("<script>as text</script>")));
});

test("conditions, links and what is left out are told apart", () => {
  const view =
    simple(`<dashboard version="1.1"><row><panel><table><search><query>x</query><done><set token="a">1</set></done></search>
    <drilldown><condition field="link"><link target="_blank">$row.link|n$</link></condition>
      <condition match="a=1"><set token="b">1</set></condition><condition field="*"><unset token="c"/></condition></drilldown>
    </table><chart/></panel></row></dashboard>`);
  const [table, chart] = elementsOf(view);
  assert.ok(table?.kind === "table");
  assert.deepEqual(table.drilldown[0], {
    when: "link",
    actions: [{ kind: "link", href: "$row.link|n$", target: "_blank" }],
  });
  assert.deepEqual(table.leftOut, ["<condition match>", "<done>"]);
  assert.deepEqual([chart?.kind, chart?.kind === "undrawn" && chart.tag], ["undrawn", "chart"]);
});

test("a view of Dashboard Studio is reported as what it is", () => {
  const view = readView(
    "health",
    '<dashboard version="2"><label>Health</label><definition><![CDATA[{}]]></definition></dashboard>',
  );
  assert.equal(view.kind, "undrawn");
  assert.equal(view.label, "Health");
  assert.match(view.kind === "undrawn" ? view.reason : "", /Dashboard Studio/);
});

for (const xml of ["", "no xml", "<dashboard><row></dashboard>", "<dashboard>&unknown;</dashboard>"]) {
  test(`a file that is not well-formed is refused: ${JSON.stringify(xml)}`, () => {
    assert.throws(() => readView("x", xml));
  });
}

test("an entity that names a file stays out", () => {
  const xml = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><dashboard><label>&e;</label></dashboard>';
  let label = "";
  try {
    label = readView("x", xml).label;
  } catch {
    // A refusal is as good.
  }
  assert.doesNotMatch(label, /root/);
});

test("the menu has the views of the nav file in its order, those in folders too", () => {
  const entries = readNav(
    '<nav><view name="a"/><collection label="More"><view name="b" default="true"/></collection></nav>',
  );
  assert.deepEqual(entries, [
    { view: "a", isDefault: false },
    { view: "b", isDefault: true },
  ]);
  const nav = readNav(readFileSync(join(FOLDER, "nav/default.xml"), "utf8"));
  assert.equal(nav.find(({ isDefault }) => isDefault)?.view, "rx_images_review");
});
