/**
 * Standard output. Writing may fail at any time, and its reader may close the pipe (`| head`). The
 * command and its other outputs continue; `settled` reports the failure at the end.
 */
import { fstatSync, readFileSync, statSync } from "node:fs";
import { fileError } from "../failure.js";
import { codeOf } from "./folder.js";

/**
 * The reader of standard output has closed the pipe. A command without other outputs ends with 0.
 */
export class ReaderGone extends Error {
  constructor() {
    super("nobody reads standard output any more");
    this.name = "ReaderGone";
  }
}

const DESCRIPTOR = 1;

/**
 * Writes bytes; resolves when they are on their way. Throws {@link ReaderGone} or
 * {@link ToolFailure}.
 */
export function writeOut(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => {
      if (!error) resolve();
      else reject(isClosedPipe(error) ? new ReaderGone() : failureOf(error));
    });
  });
}

/**
 * Resolves when all that was printed is on its way: `true`, or `false` if the reader closed the
 * pipe before. Throws {@link ToolFailure} if some of it could not be written.
 */
export async function settled(): Promise<boolean> {
  try {
    await writeOut(new Uint8Array());
  } catch (error) {
    if (error instanceof ReaderGone) return false;
    throw error;
  }
  if (first === undefined) return true;
  if (!isClosedPipe(first)) throw failureOf(first);
  return false;
}

/** The first error of standard output. */
let first: Error | undefined;

/** Prevents errors of standard output and standard error from ending the command. */
export function watchStandardOutput(): void {
  process.stdout.on("error", (error) => {
    first ??= error;
  });
  process.stderr.on("error", () => undefined);
}

const isClosedPipe = (error: Error): boolean =>
  codeOf(error) === "EPIPE" || codeOf(error) === "EOF";

/** The failure of standard output, shared by all callers. */
let failure: Error | undefined;

function failureOf(error: Error): Error {
  const found = fileError(error, "standard output", "written");
  failure ??= found instanceof Error ? found : error;
  return failure;
}

/**
 * Whether the command was started without standard output (`>&-`). Node opens the null device in
 * its place, for reading and writing, as no shell does; only Linux tells how a file was opened.
 */
export function isStandardOutputClosed(): boolean {
  try {
    const isNull = fstatSync(DESCRIPTOR).rdev === statSync("/dev/null").rdev;
    const [, flags = "0"] = FLAGS.exec(readFileSync("/proc/self/fdinfo/1", "utf8")) ?? [];
    return isNull && (Number.parseInt(flags, 8) & ACCESS_MODE) === READ_AND_WRITE;
  } catch {
    return false;
  }
}

const FLAGS = /^flags:\s*([0-7]+)$/m;
const ACCESS_MODE = 0o3;
const READ_AND_WRITE = 0o2;
