import { runReaderWorker } from "../../pictures/image/decoder/readers/worker.ts";

runReaderWorker();
