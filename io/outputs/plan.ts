/**
 * Plans the outputs of a command: checks all of them and reports every problem before anything is
 * written.
 */
import { accessSync, constants, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";
import { STANDARD_STREAM } from "../files/read.js";
import { isSame, placeOf, WORDS } from "./place.js";
import type { Place, PlaceKind } from "./place.js";

/** A requested output. */
export interface OutputRequest {
  /** The option (`--out`) or config key that names it. */
  readonly option: string;
  readonly path: string;
  /**
   * - `whole`: a file that is replaced when it is complete;
   * - `growing`: a file of lines that grows, and that a later run can resume;
   * - `shared`: a file of lines that several runs add to, and that none of them locks for long;
   * - `snapshot`: a file that is replaced repeatedly, and removed at the end;
   * - `folder`: a folder of `files`.
   */
  readonly kind: "whole" | "growing" | "shared" | "snapshot" | "folder";
  /** The names of the files in a folder. */
  readonly files?: readonly string[];
}

type Kind = OutputRequest["kind"];

/** An output and its resolved place. */
export interface PlannedOutput {
  readonly request: OutputRequest;
  readonly place: Place;
}

/** The outputs to write, and all problems. Nothing has been changed yet. */
export interface OutputPlan {
  readonly outputs: readonly PlannedOutput[];
  readonly problems: readonly Problem[];
}

/** Checks all outputs of a command; `inputs` are the files that it reads. */
export function planOutputs(
  requests: readonly OutputRequest[],
  inputs: readonly string[],
): OutputPlan {
  const problems: Problem[] = [];
  const outputs: PlannedOutput[] = [];
  const targets: Target[] = [];
  const sources = inputs.flatMap((input) => placeIfAny(input));
  for (const request of requests) {
    const { place, problem } = lookAt(request);
    if (problem !== undefined) problems.push(problem);
    if (place === undefined) continue;
    if (problem === undefined) outputs.push({ request, place });
    for (const target of targetsOf(request, place)) {
      problems.push(...conflicts(target, sources, targets), ...target.problems);
      targets.push(target);
    }
  }
  return { outputs, problems };
}

/** A file that is to be written. */
interface Target {
  readonly option: string;
  readonly name: string;
  readonly place: Place;
  readonly problems: readonly Problem[];
}

function targetsOf(request: OutputRequest, place: Place): readonly Target[] {
  const { option, path: name, files = [] } = request;
  if (request.kind !== "folder") return [{ option, name, place, problems: [] }];
  if (place.kind !== "folder") return [];
  return files.map((file) => {
    const inside = join(name, file);
    const found = placeOf(inside);
    const isUsable = found.kind === "missing" || found.kind === "file";
    const wrong = `holds ${file}, ${WORDS[found.kind]}`;
    const problems = isUsable ? [] : [{ path: option, wrong, allowed: "another folder" }];
    return { option, name: inside, place: found, problems };
  });
}

function conflicts(
  { option, name, place }: Target,
  sources: readonly Place[],
  targets: readonly Target[],
): readonly Problem[] {
  if (place.kind === "device" || place.kind === "descriptor") return [];
  const wrong = `is ${JSON.stringify(name)}`;
  const source = sources.find((other) => isSame(place, other));
  const target = targets.find((other) => isSame(place, other.place));
  return [
    ...(source === undefined
      ? []
      : [{ path: option, wrong: `${wrong}, which this command reads`, allowed: "another file" }]),
    ...(target === undefined
      ? []
      : [{ path: option, wrong: `${wrong}, as is ${target.option}`, allowed: "another file" }]),
  ];
}

/** The kinds of existing paths that an output of this kind may replace or use. */
const USABLE: Readonly<Record<Kind, readonly PlaceKind[]>> = {
  whole: ["missing", "file", "pipe", "device", "descriptor"],
  growing: ["missing", "file", "device"],
  shared: ["missing", "file"],
  snapshot: ["missing", "file"],
  folder: ["missing", "folder"],
};

const ALLOWED: Readonly<Record<Kind, string>> = {
  whole: "a file",
  growing: "a file, which a later run can read and go on with",
  shared: "a file, which a later run can read and add to",
  snapshot: "a file, which a later run can read and go on with",
  folder: "a folder",
};

function lookAt({ option, path, kind }: OutputRequest): {
  readonly place?: Place;
  readonly problem?: Problem;
} {
  const refused = (wrong: string): Problem => ({ path: option, wrong, allowed: ALLOWED[kind] });
  const named = JSON.stringify(path);
  if (path === STANDARD_STREAM) return { problem: refused(`is ${named}, standard output`) };
  try {
    const place = placeOf(path);
    if (!USABLE[kind].includes(place.kind)) {
      return { place, problem: refused(`is ${named}, ${WORDS[place.kind]}`) };
    }
    if (kind !== "folder" && /[/\\]$/.test(path) && path.endsWith(sep)) {
      return { place, problem: refused(`is ${named}, a folder`) };
    }
    if (kind === "snapshot" && place.stats?.size === 0n) {
      const wrong = `is ${named}, which is empty, and so no checkpoint`;
      return { place, problem: { ...refused(wrong), allowed: "a checkpoint, or a new name" } };
    }
    requireAccess(place);
    return { place };
  } catch (error) {
    return { problem: asProblem(error, option, path) };
  }
}

/** An existing file must be writable; for a new file, the lowest existing folder. */
function requireAccess({ path, kind }: Place): void {
  if (kind === "missing") accessSync(lowestFolder(dirname(path)), constants.W_OK | constants.X_OK);
  else if (kind !== "descriptor") accessSync(path, constants.W_OK);
}

const BELOW_A_FILE = new InputError([{ path: "", wrong: "is below a file" }]);

/** The lowest existing folder of the path of a file. */
function lowestFolder(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined || dirname(path) === path) {
    if (found?.isDirectory() === false) throw BELOW_A_FILE;
    return path;
  }
  return lowestFolder(dirname(path));
}

/** The resolved path of an input; undefined if it cannot be resolved, which reading it reports. */
function placeIfAny(input: string): readonly Place[] {
  try {
    return [placeOf(input)];
  } catch {
    return [];
  }
}

/** An error of the user in an output, as a problem of its option. */
export function asProblem(error: unknown, option: string, name: string): Problem {
  const found = fileError(error, name, "written");
  if (!(found instanceof InputError)) throw found;
  const wrong = found.problems.map((problem) => problem.wrong).join(", ");
  const allowed = found.problems[0]?.allowed;
  return {
    path: option,
    wrong: name === "" ? wrong : `is ${JSON.stringify(name)}, which ${wrong}`,
    ...(allowed === undefined ? {} : { allowed }),
  };
}
