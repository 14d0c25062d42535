/** Reads files that belong to the package itself. */
import { readFileSync } from "node:fs";
import { ToolFailure } from "../failure.js";

/** The text of a file of the package. Throws {@link ToolFailure} if it is not there. */
export function packageFile(file: URL): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new ToolFailure(`${file.pathname} cannot be read; npm run build makes it`);
  }
}
