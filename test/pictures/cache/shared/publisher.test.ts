import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Evicted, openPublisher } from "../../../../src/pictures/cache/shared/publisher.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const URL_PREFIX = "/static/app/rx_image_review_app/cache/";

test("a published picture lies where its link says, under a name that its address does not give away", (t) => {
  const [secret, folder] = [tempFolder(t), tempFolder(t)];
  const file = join(secret, "picture.jpg");
  writeFileSync(file, "pixels");
  const publish = openPublisher(secret, folder, URL_PREFIX);
  const link = publish(file, 1);
  assert.match(link, /^\/static\/app\/rx_image_review_app\/cache\/[0-9a-f]{2}\/g[0-9a-f]{40}\.jpg$/);
  assert.equal(readFileSync(join(folder, link.slice(URL_PREFIX.length)), "utf8"), "pixels");
  assert.equal(publish(file, 1), link, "the same content keeps its link");
  assert.notEqual(publish(file, 2), link, "a picture fetched anew gets another");
  assert.equal(openPublisher(secret, folder, URL_PREFIX)(file, 1), link, "other processes find the same");
  const elsewhere = openPublisher(tempFolder(t), folder, URL_PREFIX);
  assert.notEqual(elsewhere(file, 1), link, "another installation has another key");
  assert.equal(statSync(join(secret, "static.key")).mode & 0o777, 0o600);
});

test("a key file that was cut short is reported, for an empty key would make every name guessable", (t) => {
  const [secret, folder] = [tempFolder(t), tempFolder(t)];
  const file = join(secret, "picture.jpg");
  writeFileSync(file, "pixels");
  for (const content of ["", "abc", "x".repeat(64)]) {
    writeFileSync(join(secret, "static.key"), content);
    assert.throws(() => openPublisher(secret, folder, URL_PREFIX)(file, 1), /static.key holds no key/);
  }
});

test("a picture that is shown again keeps its link for another while", (t) => {
  const [secret, folder] = [tempFolder(t), tempFolder(t)];
  const file = join(secret, "picture.jpg");
  writeFileSync(file, "pixels");
  const publish = openPublisher(secret, folder, URL_PREFIX);
  const target = join(folder, publish(file, 1).slice(URL_PREFIX.length));
  utimesSync(target, 1, 1);
  const before = Date.now();
  publish(file, 1);
  assert.ok(Math.ceil(statSync(target).mtimeMs) >= before);
});

test("a link is good for its whole time, however long its picture was in the cache", (t) => {
  const [secret, folder] = [tempFolder(t), tempFolder(t)];
  const file = join(secret, "picture.jpg");
  writeFileSync(file, "pixels");
  utimesSync(file, 1, 1);
  const before = Date.now();
  const target = join(folder, openPublisher(secret, folder, URL_PREFIX)(file, 1).slice(URL_PREFIX.length));
  assert.equal(statSync(target).ino, statSync(file).ino, "it takes no room");
  assert.ok(Math.ceil(statSync(target).mtimeMs) >= before);
});

test("a public copy that was removed is laid out again", (t) => {
  const [secret, folder] = [tempFolder(t), tempFolder(t)];
  const file = join(secret, "picture.png");
  writeFileSync(file, "pixels");
  const publish = openPublisher(secret, folder, URL_PREFIX);
  const target = join(folder, publish(file, 1).slice(URL_PREFIX.length));
  rmSync(target);
  publish(file, 1);
  assert.equal(readFileSync(target, "utf8"), "pixels");
});

test("a picture that another process deleted meanwhile is told apart from a folder that cannot be written", (t) => {
  const folder = tempFolder(t);
  const publish = openPublisher(folder, join(folder, "public"), "/p/");
  assert.throws(() => publish(join(folder, "gone.jpg"), 1), Evicted);
  writeFileSync(join(folder, "here.jpg"), "x");
  const nowhere = openPublisher(folder, join(folder, "here.jpg"), "/p/");
  assert.throws(() => nowhere(join(folder, "here.jpg"), 1), /ENOTDIR|EEXIST/);
});
