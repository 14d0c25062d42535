/* Runs the configs that the user named, and reports. */
import type { ExitCode } from "../io/exit.js";
import { EXIT } from "../io/exit.js";
import { jsonFilesOf } from "../io/json-files.js";
import type { NamedFile } from "../io/json-files.js";
import type { Screen } from "../io/screen.js";
import { readJson } from "../io/read.js";
import { counted } from "../io/text.js";
import type { CryptoName } from "../lib/crypto/names.js";
import { InputError } from "../lib/scenario/problem.js";
import type { Problem } from "../lib/scenario/problem.js";
import { Problems } from "../lib/scenario/problems.js";
import type { ClusterConfig } from "./config.js";
import { runDocument } from "./document.js";
import type { RunDocument } from "./document.js";
import { withFiles } from "./files.js";
import { readConfig } from "./read-config.js";
import { complaints, fullReport, summaryLine } from "./report.js";
import { runCluster } from "./run.js";
import type { ClusterResult } from "./run.js";

/** What a user may ask for. */
export interface Options {
  readonly json?: boolean | undefined;
  readonly out?: string | undefined;
  readonly seed?: string | undefined;
  readonly crypto?: CryptoName | undefined;
}

/** One use of the command. */
export interface Session extends Pick<Screen, "json" | "paint" | "print"> {
  /** A config, or a folder of them. */
  readonly path: string;
  readonly options: Options;
  /** A seed for a config that names none. */
  readonly freshSeed: () => string;
}

/** Runs the named configs, reports, and tells how to end. */
export async function cluster(session: Session): Promise<ExitCode> {
  const files = jsonFilesOf(session.path);
  if (files.length === 0) {
    throw new InputError([{ path: "", wrong: "has no config in it" }], session.path);
  }
  const configs = await loadAll(files, session);
  const documents: RunDocument[] = [];
  for (const { name, config } of configs) {
    const result = await run(name, config, configs.length > 1, session);
    documents.push(runDocument(name, result));
    if (session.options.json !== true) session.print(report(name, result, configs.length, session));
  }
  const failed = documents.filter(({ passed }) => !passed).length;
  conclude(documents, failed, session);
  return failed === 0 ? EXIT.ok : EXIT.violated;
}

interface NamedConfig {
  readonly name: string;
  readonly config: ClusterConfig;
}

/** All configs, or every problem of all of them. */
async function loadAll(
  files: readonly NamedFile[],
  { options, freshSeed }: Session,
): Promise<readonly NamedConfig[]> {
  const configs: NamedConfig[] = [];
  const problems = new Problems();
  for (const { path, name } of files) {
    const read = readConfig(await readJson(path), freshSeed);
    if (read.ok) configs.push({ name, config: withOptions(read.value, options) });
    else problems.addAll(read.problems.map((problem) => placed(problem, path, files.length)));
  }
  const source = files.length === 1 ? files[0]?.path : undefined;
  if (problems.list.length > 0) throw new InputError(problems.list, source);
  return configs;
}

/** With several files a problem says in which it is. */
const placed = (problem: Problem, file: string, files: number): Problem =>
  files === 1 ? problem : { ...problem, path: `${file}: ${problem.path}` };

/** What is expected of a config is expected with its own seed. */
function withOptions(config: ClusterConfig, { seed, crypto }: Options): ClusterConfig {
  const chosen = { ...config, crypto: crypto ?? config.crypto };
  if (seed === undefined) return chosen;
  const failures = { ...config.failures, seed };
  return { ...chosen, seed, failures, expectation: undefined };
}

async function run(name: string, config: ClusterConfig, many: boolean, { options }: Session) {
  const { out } = options;
  return out === undefined ? runCluster(config) : withFiles(many ? `${out}/${name}` : out, config);
}

function report(name: string, result: ClusterResult, runs: number, { paint }: Session) {
  if (runs === 1) return fullReport(name, result, paint);
  return [summaryLine(name, result, paint), ...complaints(result, paint)];
}

function conclude(runs: readonly RunDocument[], failed: number, session: Session): void {
  if (session.options.json === true) {
    session.json(JSON.stringify({ passed: failed === 0, runs }, null, 2));
  } else if (runs.length > 1) {
    const passed = runs.length - failed;
    session.print(["", `${counted(runs.length, "run")}: ${passed} passed, ${failed} failed`]);
  }
}
