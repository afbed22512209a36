import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { execute, GETINFO, startServing } from "../../helpers/serving.ts";

/** Work during which all that was written is read. */
async function work(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
}

test("input that ends without any request is a search that never began", async () => {
  const { input, ended } = startServing();
  input.end();
  assert.deepEqual(await ended(), { value: true, thrown: undefined, replies: [], cancelled: 0 });
});

test("input that ends right behind its last frame is answered, however long that takes", async () => {
  const { input, ended } = startServing({
    execute: async (body) => {
      await work();
      return { body, messages: [] };
    },
  });
  for (const frame of [GETINFO, execute("a"), execute("b"), execute("c", true)]) input.write(frame);
  input.end();
  const { replies, cancelled } = await ended();
  assert.deepEqual([replies.length, cancelled], [4, 0]);
});

test("input whose end stands unread behind frames that wait is answered too", async () => {
  const { input, ended } = startServing({
    execute: async (body) => {
      if (!input.writableEnded) await work();
      input.end();
      await nextTurn();
      return { body, messages: [] };
    },
  });
  for (const frame of [GETINFO, execute("a"), execute("b"), execute("c", true)]) input.write(frame);
  const { replies, cancelled } = await ended();
  assert.deepEqual([replies.length, cancelled], [4, 0]);
});

test("input is read while a request is worked on, but not far ahead", async () => {
  const waiting: number[] = [];
  const { input, ended } = startServing({
    execute: async (body) => {
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      waiting.push(input.readableLength);
      return { body, messages: [] };
    },
  });
  input.write(GETINFO);
  const frame = execute("x".repeat(1_000));
  for (let count = 0; count < 10; count++) input.write(frame);
  input.end();
  const { replies } = await ended();
  assert.equal(replies.length, 11);
  assert.ok((waiting[0] ?? 0) > 5 * frame.byteLength, `${waiting[0]} bytes left unread`);
  assert.ok((waiting[0] ?? 0) < 10 * frame.byteLength, "at least one frame is read ahead");
});

test("input that ends a moment after rows that are not the last cancels the search, however soon", async () => {
  const { input, ended } = startServing({
    execute: async (body) => {
      input.end();
      if (!input.closed) await new Promise((resolve) => input.once("close", resolve));
      return { body, messages: [] };
    },
  });
  input.write(Buffer.concat([GETINFO, execute("a"), execute("b")]));
  assert.equal((await ended()).cancelled, 1);
});

test("input that ends while the last request is worked on cancels it too", async () => {
  const { input, ended } = startServing({
    execute: async (body) => {
      input.end();
      if (!input.closed) await new Promise((resolve) => input.once("close", resolve));
      return { body, messages: [] };
    },
  });
  input.write(Buffer.concat([GETINFO, execute("a", true)]));
  assert.equal((await ended()).cancelled, 1);
});

test("input that ends while a request is worked on cancels the search, once", async () => {
  const { input, ended } = startServing({
    execute: async (body) => {
      await work();
      input.end();
      await new Promise((resolve) => input.once("close", resolve));
      return { body, messages: [] };
    },
  });
  input.write(Buffer.concat([GETINFO, execute("a")]));
  const { value, cancelled } = await ended();
  assert.deepEqual([value, cancelled], [true, 1]);
});

test("output that nobody reads cancels the search, once, and closes the input", async () => {
  const { input, output, counts, settled } = startServing({
    execute: async (body) => {
      await work();
      output.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      await new Promise((resolve) => input.once("close", resolve));
      return { body, messages: [] };
    },
  });
  input.write(Buffer.concat([GETINFO, execute("a")]));
  assert.deepEqual(await settled, { value: true, thrown: undefined });
  assert.equal(counts.cancelled, 1);
});
