/** How results say which protocol they are of. */
import type { ChosenProtocol } from "../../io/protocols/choose.js";

/** The protocol's name and, unless it is built in, the hash of its module. */
interface ProtocolFields {
  readonly protocol: string;
  readonly protocolSha256?: string;
}

export const MODULE_HASH =
  "SHA-256 of the module that defines the protocol, with the files that it imports by relative " +
  "paths; none if built in.";

export const protocolFields = ({ protocol, loaded }: ChosenProtocol): ProtocolFields =>
  loaded === undefined ? { protocol } : { protocol, protocolSha256: loaded.sha256 };
