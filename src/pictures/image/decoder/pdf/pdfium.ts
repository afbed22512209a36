import { readFile } from "node:fs/promises";
import { init, type WrappedPdfiumModule } from "@embedpdf/pdfium";
import { DecodeFault } from "../faults.ts";

/** PDFium in its own WebAssembly memory: no JavaScript engine, no files of this machine, no network. */
export type Pdfium = {
  readonly calls: WrappedPdfiumModule;
  readonly memory: WebAssembly.Memory;
  readonly allowance: MemoryAllowance;
};

/** How far the memory may grow, and whether more was asked for since `bytes` was set. */
export type MemoryAllowance = { bytes: number; wasExceeded: boolean };

const PAGE_BYTES = 65_536;
const NO_SUCH_FILE = -2;
const silent = (): void => {};

/** Loads PDFium from its .wasm file. */
export async function loadPdfium(wasmFile: URL): Promise<Pdfium> {
  const module = await WebAssembly.compile(await readFile(wasmFile));
  const allowance: MemoryAllowance = { bytes: Number.POSITIVE_INFINITY, wasExceeded: false };
  let memory: WebAssembly.Memory | undefined;
  const instantiateWasm = (imports: WebAssembly.Imports, onReady: (instance: WebAssembly.Instance) => void): object => {
    const instance = new WebAssembly.Instance(
      module,
      bounded(imports, allowance, () => memory?.buffer.byteLength ?? 0),
    );
    memory = instance.exports["memory"] as WebAssembly.Memory;
    onReady(instance);
    return instance.exports;
  };
  const overrides = { instantiateWasm, print: silent, printErr: silent };
  const calls = await init(overrides as Parameters<typeof init>[0]);
  if (!memory) throw new Error("expected PDFium to export its memory, received none");
  calls.PDFiumExt_Init();
  return { calls, memory, allowance };
}

// The file system that comes with the program is empty and lies in memory; it stays shut all the same.
function bounded(
  imports: WebAssembly.Imports,
  allowance: MemoryAllowance,
  bytesHeld: () => number,
): WebAssembly.Imports {
  const env = imports["env"] ?? {};
  const grow = env["emscripten_resize_heap"] as (bytes: number) => boolean;
  const growWithinAllowance = (bytes: number): boolean => {
    // It takes a fifth of what it holds where less was asked for.
    const size = Math.max(bytes >>> 0, bytesHeld() * 1.2) + PAGE_BYTES;
    if (size <= allowance.bytes) return grow(bytes);
    allowance.wasExceeded = true;
    return false;
  };
  const openNothing = (): number => NO_SUCH_FILE;
  return { ...imports, env: { ...env, emscripten_resize_heap: growWithinAllowance, __syscall_openat: openNothing } };
}

/** Frees what was made, except after a trap, which leaves the memory in no state to be touched. */
export function held<Value>(handle: number, release: (handle: number) => void, use: (handle: number) => Value): Value {
  const close = (): void => {
    if (handle !== 0) release(handle);
  };
  try {
    const value = use(handle);
    close();
    return value;
  } catch (thrown) {
    if (thrown instanceof DecodeFault) close();
    throw thrown;
  }
}
