import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { parseJson } from "../lib/scenario/json-text.js";
import { InputError, valueOf } from "../lib/scenario/problem.js";

/** The text of a file; throws {@link InputError} when it cannot be read. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The value in a JSON file; throws {@link InputError} with line and column of a syntax error. */
export async function readJson(path: string): Promise<unknown> {
  return valueOf(parseJson(await readText(path)), path);
}

/**
 * The lines of a file, without their line breaks, in constant memory; of a compressed one by its
 * name (`.gz`). Throws {@link InputError} when it cannot be read.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const failure = new Promise<never>((_, reject) => {
    file.on("error", reject);
  });
  failure.catch(() => undefined);
  const input = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  const lines = createInterface({ input, crlfDelay: Infinity });
  try {
    await Promise.race([failure, new Promise((resolve) => file.once("open", resolve))]);
    yield* lines;
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    lines.close();
    file.destroy();
  }
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "this is a folder, not a file"],
  ["EACCES", "this file may not be read"],
  ["Z_DATA_ERROR", "this file is not gzip, or is damaged"],
  ["Z_BUF_ERROR", "this compressed file breaks off"],
]);

/** What the system says of a file, as a problem of the user's input; other errors pass through. */
function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const wrong = REASONS.get(error.code) ?? error.message;
  return new InputError([{ path: "", wrong }], path);
}
