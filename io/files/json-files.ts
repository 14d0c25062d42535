/** Lists the JSON files of a folder. */
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileError } from "../failure.js";

/** A file and what people call it: its name without folder and ending. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** Whether this is a folder; false if there is nothing, which is reported when it is opened. */
export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The JSON files of a folder, in the order of their names; a file is itself. */
export function jsonFilesOf(path: string): readonly NamedFile[] {
  try {
    const files = statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((file) => file.endsWith(".json"))
          .sort()
          .map((file) => join(path, file))
      : [path];
    return files.map((file) => ({ path: file, name: basename(file, ".json") }));
  } catch (error) {
    throw fileError(error, path, "read");
  }
}
