import { runReaderWorker } from "../../pictures/image/decoder/readers/reader-worker.ts";

runReaderWorker();
