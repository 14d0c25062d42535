/** Gathers the identities that a run proves guilty, whatever else is judged of it. */
import type { AnyProperty } from "../../../lib/properties/all.js";
import { addTestimony, guiltIn } from "../../../lib/properties/evidence/guilt.js";
import type { Guilt, Testimony } from "../../../lib/properties/evidence/guilt.js";
import { HELD } from "../../../lib/protocol/judging/property.js";
import type { Property } from "../../../lib/protocol/judging/property.js";
import type { ReplicaId } from "../../../lib/protocol/ids.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";

/** A property that always holds, and what it found in the run that was judged last. */
export interface EvidenceProperty {
  readonly property: AnyProperty;
  /** The proofs, one for each guilty identity. */
  readonly proofs: () => readonly Guilt[];
  readonly guilty: () => readonly ReplicaId[];
}

/** What a run proves by signed messages, under the protocol's own rules of evidence. */
export function evidenceProperty({ accountability }: AnyProtocol): EvidenceProperty {
  const rules = accountability ?? { rules: [] };
  let proofs: readonly Guilt[] = [];
  const property: Property<Testimony> = {
    name: "evidence",
    init: () => new Map(),
    on: {
      sent(testimony, message, node) {
        addTestimony(testimony, message, node);
      },
    },
    verdict(testimony, { facts }) {
      proofs = guiltIn(testimony, rules, facts);
      return HELD;
    },
  };
  return {
    property,
    proofs: () => proofs,
    guilty: () => proofs.map(({ replica }) => replica),
  };
}
