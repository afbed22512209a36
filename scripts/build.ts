import { join } from "node:path";
import { APP_ID } from "../src/pictures/contract.ts";
import { assemble } from "./package/assemble.ts";
import { LINUX_X86_64 } from "./package/platforms.ts";
import { PROJECT } from "./package/project.ts";

/** Assembles the app folder as it is installed: dist/rx_image_review_app, whose bin/getimage runs in place. */
const app = join(PROJECT, "dist", APP_ID);
await assemble(app, LINUX_X86_64);
console.log(`Built ${app}`);
