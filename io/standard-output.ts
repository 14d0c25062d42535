import { once } from "node:events";
import { OutputFile } from "./output-file.js";
import { STANDARD_STREAM } from "./read.js";

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
  path === STANDARD_STREAM ? STANDARD_OUTPUT : path === NOWHERE ? NO_OUTPUT : OutputFile.open(path);

const NO_OUTPUT: Output = {
  write: () => Promise.resolve(),
  commit: () => Promise.resolve(),
  discard: () => undefined,
};

/** If nobody reads any more, `runCommand` ends the command. */
const STANDARD_OUTPUT: Output = {
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  },
  commit: () => Promise.resolve(),
  discard: () => undefined,
};
