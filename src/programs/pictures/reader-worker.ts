import { runUnwrapWorker } from "../../pictures/image/decoder/readers/reader-worker.ts";

runUnwrapWorker();
