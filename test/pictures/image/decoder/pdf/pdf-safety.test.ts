import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import { deflateSync } from "node:zlib";
import type { ImageErrorCode } from "../../../../../src/pictures/contract.ts";
import type { DecodeLimits } from "../../../../../src/pictures/image/decoder/limits.ts";
import type { WorkerReply, WorkerRequest } from "../../../../../src/pictures/image/decoder/workers/worker-protocol.ts";
import {
  imageObject,
  makePdf,
  type PdfPage,
  type PdfStream,
  pdfOf,
  scannedPage,
  textContent,
} from "../../../../helpers/make-pdf.ts";
import { onLoopback } from "../../../../helpers/on-loopback.ts";
import { inkIn, openingPdf, PDF_LIMITS, PDF_WORKER } from "../../../../helpers/opening-pdf.ts";
import { type Ending, tempFolder } from "../../../../helpers/temp-folder.ts";

const { draw, faultOf } = openingPdf({ after });
const HELLO: PdfPage = { width: 300, height: 200, content: textContent(["hello"], 200, 40) };
const CATALOG = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>";

test("scripts, links, programs, attachments and files elsewhere in a PDF: its page is drawn, and nothing comes of them", async (t) => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests++;
    response.end();
  });
  const url = `http://127.0.0.1:${await onLoopback(t, server)}`;
  const proof = join(tempFolder(t), "proof");
  const script = `<< /S /JavaScript /JS (app.launchURL\\("${url}/js"\\); this.submitForm\\("${url}/form"\\);) >>`;
  const launch = `<< /S /Launch /F (/usr/bin/touch) /Unix << /F (/usr/bin/touch) /P (${proof}) >> >>`;
  const elsewhere = `<< /Type /Filespec /FS /URL /F (${url}/elsewhere.pdf) >>`;
  const link = (action: string): string => `<< /Type /Annot /Subtype /Link /Rect [0 0 300 200] /A ${action} >>`;
  const annotations = [
    link(`<< /S /URI /URI (${url}/uri) >>`),
    link(launch),
    link(`<< /S /GoToR /F ${elsewhere} /D [0 /Fit] >>`),
    link(`<< /S /SubmitForm /F ${elsewhere} >>`),
    `<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /Type /Filespec /F (${proof}) /EF << /F 4 0 R >> >> >>`,
  ];
  const objects: (string | PdfStream)[] = [
    { dict: "/Type /EmbeddedFile", bytes: "#!/bin/sh\n" },
    { dict: `/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Ref << /F ${elsewhere} /Page 0 >>`, bytes: "" },
    {
      dict: `/Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 /F ${elsewhere}`,
      bytes: "",
    },
    {
      dict: "/Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 /F (/etc/passwd)",
      bytes: "",
    },
  ];
  const page: PdfPage = {
    ...HELLO,
    content: `${HELLO.content} /Fm Do q 50 0 0 50 0 0 cm /Im1 Do /Im2 Do Q`,
    resources: "/XObject << /Fm 5 0 R /Im1 6 0 R /Im2 7 0 R >>",
    entries: `/AA << /O ${script} >> /Annots [${annotations.join(" ")}]`,
  };
  const names = `/Names << /JavaScript << /Names [(a) ${script}] >> /EmbeddedFiles << /Names [(a) << /F (a) /EF << /F 4 0 R >> >>] >> >>`;
  for (const action of [script, launch, `<< /S /URI /URI (${url}/open) >>`]) {
    const pdf = makePdf({ pages: [page], objects, catalog: `/OpenAction ${action} /AA << /WC ${script} >> ${names}` });
    assert.ok(inkIn(await draw(pdf), [0, 0, 1, 1]) > 0.01, "the text is shown");
  }
  assert.equal(requests, 0);
  assert.equal(existsSync(proof), false);
});

const withContent = (content: string, resources = "", objects: readonly (string | PdfStream)[] = []): Buffer =>
  makePdf({ pages: [{ width: 300, height: 200, content, resources }], objects });
const packed = (bytes: Buffer): Buffer => deflateSync(bytes);
const contentOf = (bytes: Buffer, filter = "/FlateDecode"): Buffer =>
  makePdf({
    pages: [{ ...HELLO, content: "", entries: "/Contents 4 0 R" }],
    objects: [{ dict: `/Filter ${filter}`, bytes }],
  });
const declared = (width: number, filter: string, entries = ""): Buffer => {
  const objects = [imageObject(packed(Buffer.alloc(1_000)), { width, height: width, filter, entries })];
  return makePdf({ pages: [scannedPage(300, 200)], objects });
};
const tiled = (step: number): Buffer => {
  const dict = `/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1e6 1e6] /XStep ${step} /YStep ${step} /Resources << >>`;
  const objects = [{ dict, bytes: "0 0 1 1 re f" }];
  return withContent("/Pattern cs /P scn 0 0 300 200 re f", "/Pattern << /P 4 0 R >>", objects);
};
const formOf = (next: number, bytes: string): PdfStream => ({
  dict: `/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources << /XObject << /Fm ${next} 0 R >> >>`,
  bytes,
});
const deepTree = (depth: number): Buffer =>
  pdfOf([
    CATALOG,
    ...Array.from({ length: depth }, (_, at) => `<< /Type /Pages /Count 1 /Kids [${at + 3} 0 R] >>`),
    PAGE,
  ]);
const ZEROS = packed(Buffer.alloc(400_000_000));

/** Seconds in which a slow one comes to its end on a machine with much else to do, too. */
const PATIENCE = 60;
/** Seconds for those that need many times as much. */
const TOO_FEW = 0.5;

/** Small files that ask for much, and how each ends: as a picture of a size, or as an error. */
const HOSTILE: readonly (readonly [
  what: string,
  pdf: () => Buffer,
  end: `${number}x${number}` | ImageErrorCode,
  seconds?: number,
])[] = [
  ["a page of 10^9 points", () => makePdf({ pages: [{ ...HELLO, width: 1e9, height: 1e9 }] }), "1000x1000"],
  ["a page of a hundredth of a point", () => makePdf({ pages: [{ ...HELLO, height: 0.01 }] }), "1000x1"],
  ["10^9 pages", () => pdfOf([CATALOG, "<< /Type /Pages /Count 1000000000 /Kids [3 0 R] >>", PAGE]), "1000x667"],
  ["a page tree in a circle", () => pdfOf([CATALOG, "<< /Type /Pages /Count 5 /Kids [2 0 R 2 0 R] >>"]), "corrupt"],
  ["a page tree of 20,000 levels", () => deepTree(20_000), "corrupt"],
  [
    "a million nested lists",
    () => pdfOf([`<< /Type /Catalog /Pages 2 0 R /X ${"[".repeat(1e6)} >>`, "<< /Count 1 /Kids [3 0 R] >>", PAGE]),
    "1000x667",
  ],
  ["a million nested dictionaries", () => withContent(`/A ${"<</A ".repeat(1e6)} BDC`), "1000x667"],
  ["a saved state saved 3 million times", () => withContent("q ".repeat(3e6)), "decode-memory"],
  [
    "a form that draws itself",
    () => withContent("/Fm Do", "/XObject << /Fm 4 0 R >>", [formOf(4, "/Fm Do /Fm Do")]),
    "decode-memory",
  ],
  [
    "2^30 forms",
    () =>
      withContent(
        "/Fm Do",
        "/XObject << /Fm 4 0 R >>",
        Array.from({ length: 30 }, (_, at) => formOf(at + 5, "/Fm Do /Fm Do")),
      ),
    "decode-memory",
  ],
  ["400 MB of zeros for content", () => contentOf(ZEROS), "decode-memory"],
  ["400 MB of zeros, packed twice", () => contentOf(packed(ZEROS), "[/FlateDecode /FlateDecode]"), "decode-memory"],
  ["a picture said to be of 10^10 pixels", () => declared(100_000, "/FlateDecode"), "corrupt"],
  ["a JPEG 2000 said to be of 10^10 pixels", () => declared(100_000, "/JPXDecode"), "corrupt"],
  [
    "a fax said to be of 3.6 * 10^9 pixels",
    () => declared(60_000, "/CCITTFaxDecode", "/DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>"),
    "decode-timeout",
    TOO_FEW,
  ],
  ["10^9 tiles", () => tiled(0.01), "decode-timeout", TOO_FEW],
  [
    "3 million paths",
    () => contentOf(packed(Buffer.from("0 0 m 300 200 l 10 0 0 10 5 5 c S\n".repeat(3e6)))),
    "decode-memory",
  ],
];
for (const [what, pdf, end, seconds = PATIENCE] of HOSTILE) {
  test(`${what}: ${end}, and the next PDF is drawn`, { timeout: 3_000 * PATIENCE }, async () => {
    // Opening and drawing have their time each.
    const found = await draw(pdf(), 0, { timeoutSeconds: seconds }).then(
      ({ width, height }) => `${width}x${height}`,
      (thrown) => thrown.error?.code ?? thrown,
    );
    assert.equal(found, end);
    assert.ok(inkIn(await draw(makePdf({ pages: [HELLO] })), [0, 0, 1, 1]) > 0.01);
  });
}

/** One thread, asked directly. */
function asking(ending: Ending): (source: Uint8Array, limits?: Partial<DecodeLimits>) => Promise<WorkerReply> {
  const worker = new Worker(PDF_WORKER);
  ending.after(async () => {
    await worker.terminate();
  });
  let id = 0;
  return async (source, limits) => {
    const ask = { kind: "page", page: 0, box: { width: 1_000, height: 1_000 } } as const;
    const request: WorkerRequest = { id: ++id, source, format: "PDF", limits: { ...PDF_LIMITS, ...limits }, ask };
    worker.postMessage(request);
    const [reply] = (await once(worker, "message")) as [WorkerReply];
    assert.equal(reply.id, id);
    return reply;
  };
}

test("a thread frees what it used: a hundred drawings and refusals need no more memory than the first", async (t) => {
  const ask = asking(t);
  const sources = [makePdf({ pages: [HELLO] }), makePdf({ pages: [] }), declared(1_000, "/DCTDecode"), Buffer.alloc(9)];
  const round = async (): Promise<number> => {
    let memory = 0;
    for (const source of sources) memory = (await ask(source)).memory;
    return memory;
  };
  for (let warm = 0; warm < 3; warm++) await round();
  const before = await round();
  assert.ok(before > 2 ** 20 && before < 64 * 2 ** 20, `${before} bytes`);
  for (let more = 0; more < 25; more++) await round();
  assert.equal(await round(), before);
});

test("a thread that meets its memory limit says so, never passes it, and is broken", async (t) => {
  const ask = asking(t);
  const maxMemory = 64 * 2 ** 20;
  const { outcome, memory, isBroken } = await ask(contentOf(ZEROS), { maxMemory });
  assert.equal(!outcome.ok && outcome.error.code, "decode-memory");
  assert.ok(memory <= maxMemory, `${memory} bytes`);
  assert.equal(isBroken, true);
});

test("a refusal leaves a thread whole", async (t) => {
  const { outcome, isBroken } = await asking(t)(makePdf({ pages: [] }));
  assert.equal(outcome.ok, false);
  assert.equal(isBroken, false);
});

test("a file that is larger than the memory is refused", async () => {
  const large = Buffer.concat([makePdf({ pages: [HELLO] }), Buffer.alloc(40 * 2 ** 20)]);
  assert.equal((await faultOf(large, 0, { maxMemory: 32 * 2 ** 20 })).code, "decode-memory");
});

test("a decoder that cannot run is a crash, and breaks its thread", async (t) => {
  const noWasm = JSON.stringify(import.meta.url);
  const runner = JSON.stringify(
    new URL("../../../../../src/pictures/image/decoder/pdf/worker.ts", import.meta.url).href,
  );
  const program = `const { runPdfWorker } = await import(${runner}); runPdfWorker(new URL(${noWasm}));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
  t.after(() => worker.terminate());
  const ask = { kind: "open" } as const;
  worker.postMessage({ id: 1, source: makePdf({ pages: [HELLO] }), format: "PDF", limits: PDF_LIMITS, ask });
  const [{ outcome, isBroken }] = (await once(worker, "message")) as [WorkerReply];
  assert.equal(!outcome.ok && outcome.error.code, "decoder-crashed");
  assert.equal(isBroken, true);
});
