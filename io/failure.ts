/** Classifies errors of the file system: errors of the user or of the tool. */
import { getSystemErrorMap } from "node:util";
import { InputError } from "../lib/scenario/input/problem.js";

/** Something outside the tool failed, such as a full disk. A command ends with exit code 4. */
export class ToolFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ToolFailure";
  }
}

/**
 * Error codes of the system for which the user is responsible; all others are failures of the tool.
 */
const USERS_FAULT: ReadonlySet<unknown> = new Set([
  "EACCES",
  "EEXIST",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
  "EPERM",
  "EROFS",
  "ERR_INVALID_ARG_VALUE",
  "Z_BUF_ERROR",
  "Z_DATA_ERROR",
]);

/** The error to end with when a file cannot be used: one that names it and says why. */
export function fileError(
  error: unknown,
  file: string,
  action: "read" | "written" | "removed",
): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const wrong = `cannot be ${action}: ${reasonOf(error)}`;
  return USERS_FAULT.has(error.code)
    ? new InputError([{ path: "", wrong }], file)
    : new ToolFailure(`${file} ${wrong}`);
}

/** In the system's words, such as "no such file or directory". */
function reasonOf(error: Error & { readonly code: unknown }): string {
  // The numbers of zlib's errors mean something else to the system.
  if (String(error.code).startsWith("Z_")) return `not gzip, or damaged: ${error.message}`;
  const number = "errno" in error && typeof error.errno === "number" ? error.errno : 0;
  return getSystemErrorMap().get(number)?.[1] ?? error.message;
}
