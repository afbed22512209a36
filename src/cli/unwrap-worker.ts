import { runUnwrapWorker } from "../image/decoder/unwrap/unwrap-worker.ts";

runUnwrapWorker();
