/** Finds the protocol that a user names: one that is built in, or a module of theirs. */
import { MODULE_PATH } from "../../lib/protocol/module.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import { protocols } from "../../lib/registry.js";
import { InputError, isValue } from "../../lib/scenario/input/problem.js";
import { protocolsIn } from "../../lib/scenario/protocol-fields.js";
import { beside } from "../beside.js";
import { loadProtocol } from "./load.js";
import type { LoadedProtocol } from "./load.js";

/** A protocol by its own name, and where it is from unless it is built in. */
export interface ChosenProtocol {
  readonly protocol: string;
  readonly loaded?: LoadedProtocol | undefined;
}

/** Of what was chosen, the module; undefined for a name that nobody knows. */
export const moduleOf = ({ protocol, loaded }: ChosenProtocol): ProtocolModule | undefined =>
  loaded?.module ?? protocols.get(protocol);

/** The protocol that an option names: by its name, or by a path. Throws {@link InputError}. */
export async function protocolNamed(name: string, option = "--protocol"): Promise<ChosenProtocol> {
  if (MODULE_PATH.test(name)) return protocolAt(name);
  if (protocols.has(name)) return { protocol: name };
  const allowed = protocolsIn([...protocols.keys()]);
  throw new InputError([{ path: option, wrong: isValue(name), allowed }]);
}

/**
 * The protocol that a config loads from a module, looked up from the config's folder; undefined if
 * it names none or one that is built in. Throws {@link InputError}.
 */
export async function protocolIn(
  document: unknown,
  file: string,
): Promise<ChosenProtocol | undefined> {
  const { protocol } = (document ?? {}) as { readonly protocol?: unknown };
  return typeof protocol === "string" && MODULE_PATH.test(protocol)
    ? protocolAt(beside(file, protocol))
    : undefined;
}

async function protocolAt(path: string): Promise<ChosenProtocol> {
  const loaded = await loadProtocol(path);
  return { protocol: loaded.module.name, loaded };
}
