import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { samples } from "./samples/catalogue.ts";
import { samplesReadme } from "./samples/readme.ts";
import { patientRecords } from "./samples/records.ts";

/** Writes sample_images/ and sample_logs/: everything the demo and the tests look at. */

const project = fileURLToPath(new URL("..", import.meta.url));

async function put(file: string, content: Buffer | string): Promise<void> {
  const target = join(project, file);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
}

let total = 0;
for (const { file, make } of samples) {
  const picture = await make();
  await put(join("sample_images", file), picture);
  total += picture.length;
  console.log(`${String(picture.length).padStart(8)}  ${file}`);
}
await put("sample_images/README.md", samplesReadme(samples));
await put("sample_logs/patients.records", patientRecords());
console.log(`${String(total).padStart(8)}  in ${samples.length} pictures`);
