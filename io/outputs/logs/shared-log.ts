/** A file of lines that several runs add to: each locks it only while it adds. */
import { closeSync, fsyncSync, openSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileError } from "../../failure.js";
import { makeFolder } from "../folder.js";
import { lock, Locked } from "../lock.js";
import { placeOf } from "../place.js";
import { textIfAny } from "../replace-file.js";

/** Adding takes milliseconds; others are waited for as long. */
const ATTEMPTS = 50;
const PAUSE_MS = 100;

/** The lines of such a file; none if it is missing. Throws {@link InputError}. */
export function sharedLines(name: string): readonly string[] {
  const text = textIfAny(placeOf(name).path) ?? "";
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/**
 * Adds the lines that `missing` says, given those that are there: at once, flushed to the disk.
 * What is there stays as it is, an incomplete last line included. Creates the file and its folder.
 * Throws {@link InputError} or {@link ToolFailure} if it cannot be written, and {@link Locked} if
 * another run holds it for seconds.
 */
export async function addToShared(
  name: string,
  missing: (lines: readonly string[]) => readonly string[],
): Promise<void> {
  try {
    const { path } = placeOf(name);
    makeFolder(dirname(path));
    const unlock = await lockedSoon(path);
    try {
      const added = missing(sharedLines(name)).map((line) => `${line}\n`);
      if (added.length > 0) append(path, added.join(""));
    } finally {
      unlock();
    }
  } catch (error) {
    throw fileError(error, name, "written");
  }
}

async function lockedSoon(path: string): Promise<() => void> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await lock(path);
    } catch (error) {
      if (!(error instanceof Locked) || left === 0) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}

function append(path: string, text: string): void {
  const before = textIfAny(path) ?? "";
  const descriptor = openSync(path, "a");
  try {
    writeFileSync(descriptor, before === "" || before.endsWith("\n") ? text : `\n${text}`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
