/** Finds the protocol that a user names: built in, a module of theirs, or a program. */
import { dirname, resolve } from "node:path";
import { MODULE_PATH } from "../../lib/protocol/module.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import { protocols } from "../../lib/registry.js";
import { InputError, isValue, valueOf } from "../../lib/scenario/input/problem.js";
import { protocolsIn } from "../../lib/scenario/protocol-fields.js";
import { beside } from "../files/beside.js";
import { isProgram, wordsOf } from "../processes/command-line.js";
import { loadProgram, loadProtocol } from "./load.js";
import type { LoadedProtocol } from "./load.js";

/** A protocol by its own name, and where it is from unless it is built in. */
export interface ChosenProtocol {
  readonly protocol: string;
  readonly loaded?: LoadedProtocol | undefined;
}

/** How a protocol that is not built in is loaded. */
export interface LoadOptions {
  /** The option that names it; default: `--protocol`. */
  readonly option?: string;
  /** So many seconds of real time a program may take for an answer; default: 10. */
  readonly seconds?: number | undefined;
}

/** How long a program may take for an answer, in seconds of real time. */
const SECONDS = 10;

/** Of what was chosen, the module; undefined for a name that nobody knows. */
export const moduleOf = ({ protocol, loaded }: ChosenProtocol): ProtocolModule | undefined =>
  loaded?.module ?? protocols.get(protocol);

/** Whether the protocol runs in a program of its own. */
export const runsInProgram = ({ loaded }: ChosenProtocol): boolean =>
  loaded !== undefined && "exec" in loaded;

/** The protocol that an option names: by name, path, or `exec:`. Throws {@link InputError}. */
export async function protocolNamed(
  name: string,
  { option = "--protocol", seconds }: LoadOptions = {},
): Promise<ChosenProtocol> {
  if (isProgram(name)) return protocolOfProgram(valueOf(wordsOf(name, option)), ".", seconds);
  if (MODULE_PATH.test(name)) return protocolAt(name);
  if (protocols.has(name)) return { protocol: name };
  const allowed = protocolsIn([...protocols.keys()]);
  throw new InputError([{ path: option, wrong: isValue(name), allowed }]);
}

/**
 * The protocol that a config loads from a module or runs in a program, from the config's folder;
 * undefined if it names none or one that is built in. Throws {@link InputError}.
 */
export async function protocolIn(
  document: unknown,
  file: string,
  { seconds }: Pick<LoadOptions, "seconds"> = {},
): Promise<ChosenProtocol | undefined> {
  const { protocol } = (document ?? {}) as { readonly protocol?: unknown };
  const words = wordsIn(protocol);
  if (words !== undefined) return protocolOfProgram(words, dirname(file), seconds);
  return typeof protocol === "string" && MODULE_PATH.test(protocol)
    ? protocolAt(beside(file, protocol))
    : undefined;
}

/** The words of `{ "exec": [...] }`; of any other value the config is complained of as a whole. */
function wordsIn(protocol: unknown): readonly string[] | undefined {
  const { exec } = (protocol ?? {}) as { readonly exec?: unknown };
  const isList = Array.isArray(exec) && exec.length > 0;
  return isList && exec.every((word) => typeof word === "string") ? exec : undefined;
}

async function protocolAt(path: string): Promise<ChosenProtocol> {
  const loaded = await loadProtocol(path);
  return { protocol: loaded.module.name, loaded };
}

function protocolOfProgram(
  exec: readonly string[],
  folder: string,
  seconds = SECONDS,
): ChosenProtocol {
  const loaded = loadProgram({ exec, folder: resolve(folder) }, seconds);
  return { protocol: loaded.module.name, loaded };
}
