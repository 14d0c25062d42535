/** A run whose ledgers, states and answers are in files, and which goes on from those it finds. */
import { replaceFile, textIfAny } from "../io/outputs/replace-file.js";
import { sha256Digest } from "../lib/crypto/sha256.js";
import { StorageError } from "../lib/protocol/protocol.js";
import { InputError } from "../lib/scenario/problem.js";
import type { ClusterConfig } from "./config.js";
import { FileStorage } from "./file-storage.js";
import { runCluster } from "./run.js";
import type { ClusterResult } from "./run.js";

/**
 * Runs a cluster with its files in a folder, which is there. With files of the same config in it,
 * the replicas restart from them, and clients ask for what was not answered yet; nothing is
 * expected then.
 * Throws {@link InputError} when the files are of another config, or damaged.
 */
export function withFiles(folder: string, config: ClusterConfig): ClusterResult {
  const goesOn = claim(folder, config);
  const storage = new FileStorage(folder);
  try {
    const chosen = goesOn ? { ...config, expectation: undefined } : config;
    const result = runCluster(chosen, { storage });
    return { ...result, repairs: storage.repairs };
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
export const filesOf = ({ replicas }: ClusterConfig): readonly string[] => [
  "run.json",
  "answers.jsonl",
  ...replicas.flatMap((replica) => [`${replica}.ledger.jsonl`, `${replica}.state.json`]),
];

const placeOf = ({ line }: StorageError): { readonly line?: number } =>
  line === null ? {} : { line };

/** Whether the folder holds files of this config; `run.json` says whose they are. */
function claim(folder: string, config: ClusterConfig): boolean {
  const path = `${folder}/run.json`;
  const mine = `${JSON.stringify({ config: digestOf(config), seed: config.seed })}\n`;
  const found = textIfAny(path);
  if (found === null) {
    replaceFile(path, mine);
    return false;
  }
  if (found === mine) return true;
  const wrong = "holds the files of another config or seed";
  throw new InputError([{ path: "--out", wrong, allowed: "another folder" }], folder);
}

/** Of all that a run depends on. */
function digestOf(config: ClusterConfig): string {
  const failures = config.failures.list.map(({ rounds, ...failure }) => ({
    ...failure,
    rounds: rounds.kind === "list" ? [...rounds.rounds] : rounds,
  }));
  const whole = { ...config, failures, description: undefined, expectation: undefined };
  return sha256Digest("cluster-config", [JSON.stringify(whole)]);
}
