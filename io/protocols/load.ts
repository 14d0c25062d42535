/** Loads a protocol from the module that defines it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import { about, InputError, valueOf } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";
import { refuseAllButFiles } from "../files/input-file.js";
import { programDigest, programText } from "../processes/command-line.js";
import type { ProgramCommand } from "../processes/command-line.js";
import { programModule } from "../processes/program-module.js";
import { moduleDigest } from "./module-digest.js";
import { readProtocolModule } from "./shape.js";

/** Which file a protocol is from: plain data. */
export interface ProtocolFile {
  /** Absolute, or from the working directory. */
  readonly path: string;
  /** The digest of the file and of the files that it imports: {@link moduleDigest}. */
  readonly sha256: string;
}

/** Which program a protocol is run in: plain data. */
export interface ProtocolProgram extends ProgramCommand {
  /** The digest of the command and of the files that it names. */
  readonly sha256: string;
  /** So many seconds of real time an answer may take. */
  readonly seconds: number;
}

/** Where a protocol that is not built in is from: plain data. */
export type ProtocolSource = ProtocolFile | ProtocolProgram;

/** A protocol that is not built in. */
export type LoadedProtocol = ProtocolSource & {
  readonly module: ProtocolModule;
};

/** Where a protocol is from, without its code. */
export const sourceOf = (loaded: LoadedProtocol): ProtocolSource =>
  "exec" in loaded
    ? {
        ...{ exec: loaded.exec, folder: loaded.folder },
        ...{ sha256: loaded.sha256, seconds: loaded.seconds },
      }
    : { path: loaded.path, sha256: loaded.sha256 };

/** How a user names the source. */
export const sourceName = (source: ProtocolSource): string =>
  "exec" in source ? programText(source.exec) : source.path;

/**
 * Loads the module at a path and checks its default export. Throws {@link InputError} with every
 * problem: of the file, of loading it, or of what it exports.
 */
export async function loadProtocol(path: string): Promise<LoadedProtocol> {
  const sha256 = hashOf(path);
  const exported = await importedFrom(path);
  return { path, sha256, module: valueOf(readProtocolModule(exported), path) };
}

/**
 * Starts a program and asks what protocol it is. Throws {@link InputError} if it cannot be started,
 * or does not answer as it must.
 */
export function loadProgram(command: ProgramCommand, seconds: number): LoadedProtocol {
  const sha256 = programDigest(command);
  return { ...command, sha256, seconds, module: programModule(command, seconds) };
}

const UNCHANGED = "as it was at the start; the command can be given again";

/**
 * The same in another thread. Throws {@link InputError} if the file is another one by now, whose
 * code is not run.
 */
export async function reloadProtocol(source: ProtocolSource): Promise<LoadedProtocol> {
  const isProgram = "exec" in source;
  const now = isProgram ? programDigest(source) : hashOf(source.path);
  if (now === source.sha256) {
    return isProgram ? loadProgram(source, source.seconds) : loadProtocol(source.path);
  }
  throw new InputError(
    [
      {
        path: "",
        wrong: "was changed while it was run",
        allowed: `the ${isProgram ? "program" : "module"} ${UNCHANGED}`,
      },
    ],
    sourceName(source),
  );
}

const hashOf = (path: string): string => moduleDigest(path, contentOf(path));

function contentOf(path: string): Uint8Array {
  refuseAllButFiles(path);
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileError(error, path, "read");
  }
}

async function importedFrom(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { href } = pathToFileURL(resolve(path));
    const exported: unknown = await import(href);
    return exported as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw about(path, () => new InputError([failureOf(error, path)], path));
  }
}

const TYPESCRIPT = /\.[cm]?ts$/;
const WITH_TYPESCRIPT =
  'Node 22.18 or later, NODE_OPTIONS="--import tsx" with the package tsx installed, ' +
  "or the JavaScript that it compiles to";

/** What older versions of Node say of `import` and `export` in a file that is no module to them. */
const OUTSIDE_A_MODULE = /import statement outside a module|Unexpected token 'export'/;
const AS_A_MODULE =
  'a file that ends in .mjs, or "type": "module" in the package.json of its folder';

/** Why a module could not be loaded. */
function failureOf(error: unknown, path: string): Problem {
  const { code } = error as { readonly code?: unknown };
  if (code === "ERR_UNKNOWN_FILE_EXTENSION" && path.endsWith(extensionIn(error))) {
    return TYPESCRIPT.test(path)
      ? {
          path: "",
          wrong: `is TypeScript, which this Node (${process.version}) does not load`,
          allowed: WITH_TYPESCRIPT,
        }
      : { path: "", wrong: "is no module", allowed: "a file that ends in .js, .mjs or .ts" };
  }
  if (error instanceof SyntaxError && OUTSIDE_A_MODULE.test(error.message)) {
    return { path: "", wrong: `cannot be loaded: ${String(error)}`, allowed: AS_A_MODULE };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { path: "", wrong: `cannot be loaded: ${text}`, ...placeIn(error, path) };
}

/** The ending that Node does not know; it may be that of a file which the module imports. */
const extensionIn = (error: unknown): string =>
  /file extension "([^"]*)"/.exec(String(error))?.[1] ?? "";

/** Where in the module it went wrong, as far as the error tells. */
function placeIn(error: unknown, path: string): { readonly line?: number } {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const { href } = pathToFileURL(resolve(path));
  const at = stack.indexOf(`${href}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + href.length + 1))?.[0];
  return line === undefined ? {} : { line: Number(line) };
}
