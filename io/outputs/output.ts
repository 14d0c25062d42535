/** The destinations of a text: a file, standard output, or nowhere. */
import { STANDARD_STREAM } from "../files/read.js";
import { OutputFile } from "./output-file.js";
import { ChunkBuffer } from "./logs/chunk-buffer.js";
import { placeOf } from "./place.js";
import { ReaderGone, writeOut } from "./standard-output.js";

/** Where a text is written to, piece by piece. */
export interface Output {
  /** Resolves when more may come. */
  write(text: string): Promise<void>;
  /** All is written. */
  commit(): Promise<void>;
  /** The output is discarded. */
  discard(): void;
}

/** The name of an output that keeps nothing. */
export const NOWHERE = "null";

/** A file that appears whole or not at all, or standard output (`-`), or nowhere (`null`). */
export async function openStream(path: string): Promise<Output> {
  if (path === STANDARD_STREAM) return standardOutput(writeOut);
  return path === NOWHERE ? NO_OUTPUT : openOutput(path);
}

/**
 * A file that appears whole or not at all; /dev/stdout is standard output itself, whose reader may
 * go, as with anything that is printed.
 */
export const openOutput = async (path: string): Promise<Output> =>
  isStandardOutput(path) ? standardOutput(writeIfRead) : OutputFile.open(path);

const writeIfRead = (bytes: Uint8Array): Promise<void> =>
  writeOut(bytes).catch((error: unknown) => {
    if (!(error instanceof ReaderGone)) throw error;
  });

/** Writes a file, whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const output = await openOutput(path);
  try {
    await output.write(text);
    await output.commit();
  } catch (error) {
    output.discard();
    throw error;
  }
}

const NO_OUTPUT: Output = {
  write: () => Promise.resolve(),
  commit: () => Promise.resolve(),
  discard: () => undefined,
};

/** Opened anew it would have a position of its own, and overwrite what is printed. */
function isStandardOutput(name: string): boolean {
  const { kind, path } = placeOf(name);
  return kind === "descriptor" && path.endsWith("/1");
}

function standardOutput(write: typeof writeOut): Output {
  const chunks = new ChunkBuffer(write);
  return {
    write: (text) => chunks.write(text),
    commit: () => chunks.flush(),
    discard: () => undefined,
  };
}
