/** `--new-protocol`: writes a protocol to begin with, and says what to do next. */
import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { writeNewFile } from "../io/files/new-file.js";
import type { Screen } from "../io/terminal/screen.js";
import { InputError, isValue } from "../lib/scenario/input/problem.js";
import { conflictsWith } from "./option-conflicts.js";
import type { Options } from "./session.js";
import { starterText } from "./starter.js";

const FILE_NAME = /(?:^|[\\/])(\w[\w-]*)\.(?:m?js|m?ts)$/;

/** Writes the file, or throws {@link InputError} if its name will not do or it is there already. */
export function newProtocol(
  path: string,
  options: Options,
  { print }: Pick<Screen, "print">,
): ExitCode {
  const conflicts = conflictsWith("newProtocol", options);
  if (conflicts.length > 0) throw new InputError(conflicts);
  const name = FILE_NAME.exec(path)?.[1];
  if (name === undefined) {
    const allowed = "a new file of letters, digits, _ and - that ends in .js, .mjs, .ts or .mts";
    throw new InputError([{ path: "--new-protocol", wrong: isValue(path), allowed }]);
  }
  writeNewFile(path, starterText(name, path.endsWith("ts")), "--new-protocol");
  print(nextSteps(path));
  return EXIT.ok;
}

/** What a file of this name needs besides Node 20 to be loaded. */
function needs(path: string): readonly string[] {
  if (path.endsWith("ts")) {
    return ['(it needs Node 22.18 or later, or NODE_OPTIONS="--import tsx" with tsx installed)'];
  }
  if (path.endsWith(".mjs")) return [];
  return ['(if package.json says "type": "commonjs", the name must end in .mjs)'];
}

const SPACE = '{ "replicas": 4, "twins": 1, "rounds": 3, "partitions": { "groups": 2 } }';

/** What can be done with the file at once. */
function nextSteps(path: string): readonly string[] {
  const module = /^[./]/.test(path) ? path : `./${path}`;
  return [
    `wrote ${path}: a small protocol that runs as it is, and one bug of it`,
    ...needs(path),
    "",
    "scenarios to run it in:",
    `  echo '${SPACE}' > space.json`,
    "  twins-gen space.json --limit 500 --out scenarios.json",
    `  twins-exec scenarios.json --protocol ${module}`,
    "the same with the bug:",
    `  twins-exec scenarios.json --protocol ${module} --bug votes_twice`,
    "one scenario, with all that happens in it:",
    `  twins-exec space.json --protocol ${module} --scenario "a: all; b: a b | c d a'" --trace`,
    "",
    "then change it; docs/your-protocol.md goes on from here",
  ];
}
