/** Claims the outputs of a command, so that no other run writes them. */
import { closeSync, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { makeFolder, removeFolders } from "./folder.js";
import { ResumableOutput } from "./logs/resumable-output.js";
import { lock, Locked } from "./lock.js";
import { asProblem, planOutputs } from "./plan.js";
import type { OutputRequest, PlannedOutput } from "./plan.js";
import { removeLeftoversIn, runFile, runFilesBeside } from "./run-files.js";

/** Releases the outputs, after pending writes. */
type Release = () => void;

/**
 * Claims the outputs of a command before it does anything else: creates their folders, removes
 * temporary files of dead runs, tests that they can be written, and locks those that a later run
 * can resume. `inputs` are the files that the command reads; `problems` are its other problems.
 * Throws {@link InputError} with all problems; then nothing has changed.
 */
export async function claimOutputs(
  requests: readonly OutputRequest[],
  inputs: readonly string[],
  others: readonly Problem[] = [],
): Promise<Release> {
  const plan = planOutputs(requests, inputs);
  const problems = [...others, ...plan.problems];
  if (problems.length > 0) throw new InputError(problems);
  const releases: Release[] = [];
  const release = (): void => {
    try {
      ResumableOutput.closeAll();
    } finally {
      for (const each of releases.splice(0).reverse()) each();
    }
  };
  const folders: string[] = [];
  try {
    for (const output of plan.outputs) {
      const problem = await take(output, releases, folders);
      if (problem !== undefined) problems.push(problem);
    }
    if (problems.length > 0) throw new InputError(problems);
    return release;
  } catch (error) {
    release();
    removeFolders(folders);
    throw error;
  }
}

async function take(
  { request, place }: PlannedOutput,
  releases: Release[],
  folders: string[],
): Promise<Problem | undefined> {
  const { option, path: name, kind } = request;
  const { path } = place;
  if (place.kind === "device" || place.kind === "pipe" || place.kind === "descriptor") return;
  try {
    folders.push(...makeFolder(kind === "folder" ? path : dirname(path)));
    if (kind === "folder") {
      removeLeftoversIn(path);
      releases.push(await lock(join(path, FOLDER_LOCK)));
    } else if (kind === "whole" || kind === "shared") {
      runFilesBeside(path);
      probe(path);
    } else {
      releases.push(await lock(path));
    }
    return undefined;
  } catch (error) {
    if (error instanceof Locked) return inUse(option, name, error);
    return asProblem(error, option, name);
  }
}

/** The lock of a folder is inside it, under a name that no file has. */
const FOLDER_LOCK = "folder";

function inUse(option: string, name: string, { holder }: Locked): Problem {
  const wrong = `is ${JSON.stringify(name)}, which process ${holder} is writing`;
  return { path: option, wrong, allowed: "another name, or this one when that run has ended" };
}

/** Tests whether a file can be created there, by creating one. */
function probe(path: string): void {
  const trial = runFile(path, "claim");
  closeSync(openSync(trial, "wx"));
  rmSync(trial);
}
