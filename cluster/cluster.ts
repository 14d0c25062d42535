/** Runs the named cluster configs and prints their reports. */
import type { ExitCode } from "../io/exit.js";
import { EXIT } from "../io/exit.js";
import { jsonFilesOf } from "../io/files/json-files.js";
import type { NamedFile } from "../io/files/json-files.js";
import { claimOutputs } from "../io/outputs/claim.js";
import type { OutputRequest } from "../io/outputs/plan.js";
import { protocolIn, protocolNamed } from "../io/protocols/choose.js";
import type { Screen } from "../io/terminal/screen.js";
import { readJson } from "../io/files/read.js";
import { counted } from "../io/terminal/text.js";
import type { CryptoName } from "../lib/crypto/names.js";
import { InputError } from "../lib/scenario/input/problem.js";
import type { Problem } from "../lib/scenario/input/problem.js";
import { Problems } from "../lib/scenario/input/problems.js";
import type { ClusterConfig } from "./config/config.js";
import { runDocument } from "./reports/document.js";
import type { RunDocument } from "./reports/document.js";
import { folderRequest, hasFilesOf, runInFolder } from "./storage/files.js";
import { readConfig } from "./config/read-config.js";
import { problemLines, fullReport, summaryLine } from "./reports/report.js";
import { runCluster } from "./run.js";
import type { ClusterResult } from "./run.js";

/** The options of twins-cluster. */
export interface ClusterCommandOptions {
  readonly json?: boolean | undefined;
  readonly out?: string | undefined;
  readonly seed?: string | undefined;
  /** The protocol to run instead of the config's: a name, or the path of a module. */
  readonly protocol?: string | undefined;
  readonly crypto?: CryptoName | undefined;
}

/** One use of the command. */
export interface ClusterSession extends Pick<Screen, "json" | "paint" | "print"> {
  /** A config, or a folder of them. */
  readonly path: string;
  readonly options: ClusterCommandOptions;
  /** A seed for a config that names none. */
  readonly freshSeed: () => string;
}

/** Runs the named configs, prints the reports, and returns the exit code. */
export async function cluster(session: ClusterSession): Promise<ExitCode> {
  const files = jsonFilesOf(session.path);
  if (files.length === 0) {
    throw new InputError([{ path: "", wrong: "has no config in it" }], session.path);
  }
  const configs = await loadAll(files, session);
  const release = await claimOutputs(
    foldersOf(configs, session.options),
    files.map(({ path }) => path),
  );
  try {
    return runAll(configs, session);
  } finally {
    release();
  }
}

/** All folders are looked at before the first run. */
function runAll(configs: readonly NamedConfig[], session: ClusterSession): ExitCode {
  const planned = configs.map((each) => ({
    ...each,
    folder: folderOf(each, configs, session.options),
  }));
  for (const { folder, config } of planned) if (folder !== undefined) hasFilesOf(folder, config);
  const documents: RunDocument[] = [];
  for (const { name, config, folder } of planned) {
    const result = folder === undefined ? runCluster(config) : runInFolder(folder, config);
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
  { options, freshSeed }: ClusterSession,
): Promise<readonly NamedConfig[]> {
  const configs: NamedConfig[] = [];
  const problems = new Problems();
  const named = options.protocol === undefined ? undefined : await protocolNamed(options.protocol);
  for (const { path, name } of files) {
    const document = await readJson(path);
    const read = readConfig(document, freshSeed, named ?? (await protocolIn(document, path)));
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

/** Expectations apply only to the seed of the config. */
function withOptions(
  config: ClusterConfig,
  { seed, crypto }: ClusterCommandOptions,
): ClusterConfig {
  const chosen = { ...config, crypto: crypto ?? config.crypto };
  if (seed === undefined) return chosen;
  const failures = { ...config.failures, seed };
  return { ...chosen, seed, failures, expectation: undefined };
}

/** Where the files of a run are kept, if the user named a folder: of many, each in one below it. */
function folderOf(
  { name }: NamedConfig,
  { length }: readonly NamedConfig[],
  { out }: ClusterCommandOptions,
): string | undefined {
  return out === undefined || length === 1 ? out : `${out}/${name}`;
}

const foldersOf = (
  configs: readonly NamedConfig[],
  options: ClusterCommandOptions,
): readonly OutputRequest[] =>
  configs.flatMap((each) => {
    const path = folderOf(each, configs, options);
    return path === undefined ? [] : [folderRequest(path, each.config)];
  });

function report(
  name: string,
  result: ClusterResult,
  runs: number,
  { paint: style }: ClusterSession,
) {
  if (runs === 1) return fullReport(name, result, style);
  return [summaryLine(name, result, style), ...problemLines(result, style)];
}

function conclude(runs: readonly RunDocument[], failed: number, session: ClusterSession): void {
  if (session.options.json === true) {
    session.json(JSON.stringify({ passed: failed === 0, runs }, null, 2));
  } else if (runs.length > 1) {
    const passed = runs.length - failed;
    session.print(["", `${counted(runs.length, "run")}: ${passed} passed, ${failed} failed`]);
  }
}
