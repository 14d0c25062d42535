/** Checks that an input can be read, so that a command never blocks on a pipe or a device. */
import { statSync } from "node:fs";
import { InputError } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";
import { placeOf } from "../outputs/place.js";

/**
 * Refuses a pipe, a device and standard input (under any name) as an input that is read more than
 * once. Missing files and folders are reported when they are opened. Throws {@link InputError}.
 */
export function refuseAllButFiles(path: string): void {
  const found = specialAt(path);
  if (found === undefined) return;
  const wrong = `is ${found}, and is read more than once`;
  throw new InputError([{ path: "", wrong, allowed: "the name of a file" }], path);
}

/** The same for an input that is read once, which may be an open file: /dev/stdin, `<(command)`. */
export function refuseEndless(path: string): void {
  const found = specialAt(path);
  if (found === undefined || placeOf(path).kind === "descriptor") return;
  const allowed = "a file, - or /dev/stdin";
  throw new InputError([{ path: "", wrong: `is ${found}`, allowed }], path);
}

/** The kind of a path that is neither a file nor a folder. */
function specialAt(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || found.isFile() || found.isDirectory()) return undefined;
    if (found.isFIFO()) return "a pipe";
    return found.isSocket() ? "a socket" : "a device";
  } catch (error) {
    throw fileError(error, path, "read");
  }
}
