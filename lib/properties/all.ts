/** The properties of a protocol: its own, or the universal ones and its promises. */
import type { Promises, AnyProtocol } from "../protocol/protocol.js";
import type { Property } from "../protocol/judging/property.js";
import { agreement } from "./safety/agreement.js";
import { blame } from "./evidence/blame.js";
import { boundedCommit } from "./liveness/bounded-commit.js";
import { certificateQuorum } from "./safety/certificate-quorum.js";
import { certifiedUniqueness } from "./safety/certified-uniqueness.js";
import { commitIntegrity } from "./safety/commit-integrity.js";
import { quorumlessProgress } from "./liveness/quorumless-progress.js";
import { recovery } from "./liveness/recovery.js";
import { signOnce } from "./safety/sign-once.js";
import { validity } from "./safety/validity.js";

/** A property whose state is opaque: it is only ever handed the state that its own `init` made. */
export type AnyProperty = Property<unknown>;

/** The safety of every protocol, in the order of reports. */
export const UNIVERSAL: readonly AnyProperty[] = [
  agreement,
  validity,
  certifiedUniqueness,
  certificateQuorum,
  signOnce,
  commitIntegrity,
];

/** What a protocol promises besides, as properties. */
export function promised({ recoversIn, commitsWithin, leavesByQuorum }: Promises): AnyProperty[] {
  const properties: AnyProperty[] = [];
  if (leavesByQuorum === true) properties.push(quorumlessProgress);
  if (recoversIn !== undefined) properties.push(recovery(recoversIn));
  if (commitsWithin !== undefined) properties.push(boundedCommit(commitsWithin));
  return properties;
}

/** What is judged of a protocol, in the order of reports. */
export const propertiesOf = ({ properties, promises }: AnyProtocol): readonly AnyProperty[] =>
  properties ?? [...UNIVERSAL, ...promised(promises ?? {})];

/**
 * What can be judged of a protocol: what is, and what is judged only where it is asked for by name.
 */
export const selectableOf = (protocol: AnyProtocol): readonly AnyProperty[] => [
  ...propertiesOf(protocol),
  blame(protocol.accountability),
  ...(protocol.furtherProperties ?? []),
];

/** Whether a violation of the property, once seen, is one whatever follows. */
export const isSafety = ({ safety, comparison }: AnyProperty): boolean =>
  safety ?? comparison?.monotone ?? false;
