/** Resolves file names that are given in other files. */
import { dirname, isAbsolute, join } from "node:path";

/** The path of a file that another one names, looked up from the folder of that one. */
export const beside = (file: string, name: string): string =>
  isAbsolute(name) ? name : join(dirname(file), name);
