/** Names a file from the folder of another, or from the current folder. */
import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";

/** Whether there is a file, or anything else, of this name. */
export const exists = (file: string): boolean => existsSync(file);

/** The path of a file from the folder of another file: one that begins with `./` or `../`. */
export const pathFrom = (file: string, path: string): string =>
  dotted(relative(dirname(file), path));

/** The path of a file from the current folder: one that begins with `./` or `../`. */
export const pathFromHere = (path: string): string => dotted(relative(".", path));

function dotted(path: string): string {
  const posix = path.split(sep).join("/");
  return posix.startsWith(".") ? posix : `./${posix}`;
}

/** Whether a file stands in that folder. */
export const isBeside = (file: string, folder: string): boolean =>
  resolve(dirname(file)) === resolve(folder);
