import { OutputFile } from "./output-file.js";
import { Pieces } from "./pieces.js";
import { STANDARD_STREAM } from "../read.js";

/** Where a text is written to, piece by piece. */
export interface Output {
  /** Resolves when more may come. */
  write(text: string): Promise<void>;
  /** All is written. */
  commit(): Promise<void>;
  /** What is written is not wanted. */
  discard(): void;
}

/** The name of an output that keeps nothing. */
export const NOWHERE = "null";

/** A file that appears whole or not at all, or standard output (`-`), or nowhere (`null`). */
export const openOutput = async (path: string): Promise<Output> =>
  path === STANDARD_STREAM
    ? standardOutput()
    : path === NOWHERE
      ? NO_OUTPUT
      : OutputFile.open(path);

const NO_OUTPUT: Output = {
  write: () => Promise.resolve(),
  commit: () => Promise.resolve(),
  discard: () => undefined,
};

/** If nobody reads any more, `runCommand` ends the command. */
function standardOutput(): Output {
  const pieces = new Pieces(
    (bytes) =>
      new Promise((resolve) => {
        process.stdout.write(bytes, () => {
          resolve();
        });
      }),
  );
  return {
    write: (text) => pieces.write(text),
    commit: () => pieces.flush(),
    discard: () => undefined,
  };
}
