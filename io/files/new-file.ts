/** Writes files that must not be there yet. */
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { InputError, show } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";
import { codeOf } from "../outputs/folder.js";

/**
 * Writes a new file, whole or not at all. `option` is what named it. Throws {@link InputError} if
 * it is there already or cannot be made.
 */
export function writeNewFile(path: string, text: string, option: string): void {
  const file = openNew(path, option);
  try {
    writeFileSync(file, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw fileError(error, path, "written");
  } finally {
    closeSync(file);
  }
}

function openNew(path: string, option: string): number {
  try {
    return openSync(path, "wx");
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw fileError(error, path, "written");
    const wrong = `is ${show(path)}, which is there already`;
    throw new InputError([{ path: option, wrong, allowed: "the name of a new file" }]);
  }
}
