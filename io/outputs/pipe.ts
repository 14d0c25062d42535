/** Opens named pipes as outputs without waiting for a reader. */
import { closeSync, constants, openSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { InputError } from "../../lib/scenario/input/problem.js";
import { codeOf } from "./folder.js";

/** How long to wait for a reader that starts together with the command. */
const PATIENCE_MS = 2000;
const POLL_MS = 20;

/**
 * Opens a pipe as soon as it has a reader, so that it can be opened again without waiting. Returns
 * a function that closes it; closing it earlier would end the reader. Throws {@link InputError} if
 * it has no reader.
 */
export async function holdPipe(name: string): Promise<() => void> {
  for (let left = PATIENCE_MS / POLL_MS; left > 0; left--) {
    const descriptor = openIfRead(name);
    if (descriptor !== undefined) {
      return () => {
        closeSync(descriptor);
      };
    }
    await setTimeout(POLL_MS);
  }
  const allowed = "a file, or a pipe with a reader";
  throw new InputError([{ path: "", wrong: "is a pipe that nobody reads", allowed }], name);
}

/** The error of a non-blocking open of a pipe without a reader. */
function openIfRead(name: string): number | undefined {
  try {
    return openSync(name, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === "ENXIO") return undefined;
    throw error;
  }
}
