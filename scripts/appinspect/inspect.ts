import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** One thing that AppInspect found, beyond what passed or does not apply. */
export type Finding = { readonly result: string; readonly check: string; readonly message: string };
export type Report = { readonly counts: Readonly<Record<string, number>>; readonly findings: readonly Finding[] };

type Message = { readonly result: string; readonly message: string };
type Check = { readonly name: string; readonly result: string; readonly messages: readonly Message[] };

const NEEDS_NO_WORD = new Set(["success", "not_applicable", "skipped"]);

/** Runs AppInspect over a package. @param tags its options that choose checks @param output file for its report */
export async function inspect(
  program: string,
  archive: string,
  tags: readonly string[],
  output: string,
): Promise<Report> {
  const args = ["inspect", archive, "--mode", "test", "--data-format", "json", "--output-file", output, ...tags];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => said.push(bytes));
  await new Promise<void>((resolve, reject) => child.once("close", () => resolve()).once("error", reject));
  try {
    return reportOf(JSON.parse(readFileSync(output, "utf8")));
  } catch {
    throw new Error(`AppInspect made no report:\n${Buffer.concat(said).toString("utf8").slice(-3_000)}`);
  }
}

function reportOf({ reports, summary }: { reports: { groups: { checks: Check[] }[] }[]; summary: object }): Report {
  const checks = reports.flatMap(({ groups }) => groups.flatMap((group) => group.checks));
  const findings = checks.filter(({ result }) => !NEEDS_NO_WORD.has(result)).flatMap(findingsOf);
  return { counts: { ...summary }, findings };
}

// The result of a check is the worst of its messages.
function findingsOf({ name, result, messages }: Check): Finding[] {
  if (messages.length === 0) return [{ result, check: name, message: "" }];
  return messages.map((each) => ({ result: each.result, check: name, message: each.message }));
}
