import { readJson, readLines } from "../io/read.js";
import { valueOf } from "../lib/scenario/problem.js";
import { DEFAULT_RUN } from "./config.js";
import type { ExecutorConfig } from "./config.js";
import { isFields } from "./read-case.js";
import { readConfig } from "./read-config.js";

/** Reads what the user named: a config, or a file of scenarios in any of its formats. */
export async function loadWork(file: string): Promise<ExecutorConfig> {
  const scenarios: ExecutorConfig = { run: DEFAULT_RUN, work: { kind: "scenarios", file } };
  if (await beginsLikeScenarios(file)) return scenarios;
  const document = await readJson(file);
  return holdsScenarios(document) ? scenarios : valueOf(readConfig(document), file);
}

/** Whether it shows by the name or the first line; such files may be too large to be held. */
async function beginsLikeScenarios(file: string): Promise<boolean> {
  if (/\.(jsonl|gz)$/.test(file)) return true;
  for await (const line of readLines(file)) {
    if (line.trim() !== "") return /^\s*(\[|\{\s*"format"\s*:)/.test(line);
  }
  return false;
}

/** Whether a document laid out otherwise is a scenario file. */
const holdsScenarios = (document: unknown): boolean =>
  isFields(document) && ("format" in document || Array.isArray(document["scenarios"]));
