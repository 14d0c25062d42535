/** Runs a cluster that keeps its ledgers, states and answers in files, and resumes from them. */
import { claimOutputs } from "../../io/outputs/claim.js";
import type { OutputRequest } from "../../io/outputs/plan.js";
import { replaceFile, textIfAny } from "../../io/outputs/replace-file.js";
import { sha256Digest } from "../../lib/crypto/sha256.js";
import { StorageError } from "../../lib/protocol/protocol.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { ClusterConfig } from "../config/config.js";
import { FileStorage } from "./file-storage.js";
import { runCluster } from "../run.js";
import type { ClusterResult } from "../run.js";

/**
 * Runs a cluster with its files in a folder, which is made if need be, and which no other run may
 * use meanwhile. With files of the same config in it, the replicas restart from them, and clients
 * ask for what was not answered yet; nothing is expected then. Throws {@link InputError} when the
 * folder cannot be used, or its files are of another config, or damaged.
 */
export async function runWithFiles(folder: string, config: ClusterConfig): Promise<ClusterResult> {
  const release = await claimOutputs([folderRequest(folder, config)], []);
  try {
    return runInFolder(folder, config);
  } finally {
    release();
  }
}

/** The folder of a run as an output. */
export const folderRequest = (path: string, config: ClusterConfig): OutputRequest => ({
  option: "--out",
  path,
  kind: "folder",
  files: filesOf(config),
});

/** The same in a folder that is there, and claimed. */
export function runInFolder(folder: string, config: ClusterConfig): ClusterResult {
  const resumes = hasFilesOf(folder, config);
  if (!resumes) replaceFile(identityFile(folder), identityOf(config));
  const storage = new FileStorage(folder);
  try {
    const chosen = resumes ? { ...config, expectation: undefined } : config;
    const result = runCluster(chosen, { storage });
    return { ...result, repairs: storage.repair() };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new InputError(
      [{ path: "", wrong: `is damaged: ${error.message}`, ...placeOf(error) }],
      `${folder}/${error.node ?? ""}.${error.line === null ? "state.json" : "ledger.jsonl"}`,
    );
  } finally {
    storage.close();
  }
}

/** The names of the files that a run has in its folder. */
const filesOf = ({ replicas }: ClusterConfig): readonly string[] => [
  "run.json",
  "answers.jsonl",
  ...replicas.flatMap((replica) => [`${replica}.ledger.jsonl`, `${replica}.state.json`]),
];

const placeOf = ({ line }: StorageError): { readonly line?: number } =>
  line === null ? {} : { line };

/**
 * Whether a folder holds files of this config: `run.json` says whose they are. Throws
 * {@link InputError} when they are of another.
 */
export function hasFilesOf(folder: string, config: ClusterConfig): boolean {
  const found = textIfAny(identityFile(folder));
  if (found === null) return false;
  if (found === identityOf(config)) return true;
  const wrong = "holds the files of another config or seed";
  throw new InputError([{ path: "--out", wrong, allowed: "another folder" }], folder);
}

const identityFile = (folder: string): string => `${folder}/run.json`;

const identityOf = (config: ClusterConfig): string =>
  `${JSON.stringify({ config: digestOf(config), seed: config.seed })}\n`;

/** Of all that a run depends on. */
function digestOf(config: ClusterConfig): string {
  const failures = config.failures.list.map(({ rounds, ...failure }) => ({
    ...failure,
    rounds: rounds.kind === "list" ? [...rounds.rounds] : rounds,
  }));
  const loaded = config.loaded?.sha256;
  const whole = { ...config, failures, loaded, description: undefined, expectation: undefined };
  return sha256Digest("cluster-config", [JSON.stringify(whole)]);
}
