import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it if need be. Step by step: Node's `recursive` never returns
 * where a folder cannot be made at all, as under /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await made(path)) || dirname(path) === path) return;
  await makeFolder(dirname(path));
  if (!(await made(path))) await mkdir(path);
}

/** Whether the folder is there now; false if the one above it is missing. */
async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return true;
    if (code === "ENOENT") return false;
    throw error;
  }
}
