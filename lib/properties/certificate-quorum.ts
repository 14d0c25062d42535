import { unreachable } from "../protocol/assert.js";
import type { CertificateDescription } from "../protocol/description.js";
import type { BlockId, ReplicaId, Round } from "../protocol/ids.js";
import type { ValidatorSet } from "../protocol/validators.js";
import type { BlockTree } from "./block-tree.js";
import { ascending, count, distinct, firstFew, listing } from "./english.js";
import { blockName } from "./names.js";
import { HELD, vacuous, violated, type Property } from "./property.js";

interface Small {
  readonly round: Round;
  /** Null for a timeout certificate. */
  readonly block: BlockId | null;
  readonly signers: readonly ReplicaId[];
}

interface State {
  seen: number;
  readonly small: Small[];
}

/** Every certificate that is formed or appears has a quorum of distinct signers. */
export const certificateQuorum: Property<State> = {
  name: "certificate-quorum",
  init: () => ({ seen: 0, small: [] }),
  on: {
    certificate(state, certificate, { setting }) {
      state.seen++;
      const signers = distinctValidators(certificate.signers, setting.validators);
      if (signers.length >= setting.validators.quorum) return;
      state.small.push({ round: certificate.round, block: certifiedBlock(certificate), signers });
    },
  },
  comparable: {
    monotone: true,
    key: () => "",
  },
  verdict({ seen, small }, { setting, facts }) {
    if (small.length === 0) return seen > 0 ? HELD : vacuous("no certificate was formed");
    const { quorum } = setting.validators;
    const signed = new Set(small.flatMap(({ signers }) => signers));
    return violated({
      rounds: ascending(small.map(({ round }) => round)),
      blocks: distinct(small.flatMap(({ block }) => block ?? [])),
      nodes: setting.nodes.filter(({ replica }) => signed.has(replica)).map(({ id }) => id),
      explanation: firstFew(small.map((certificate) => sentence(certificate, quorum, facts.tree))),
    });
  },
};

function distinctValidators(
  signers: readonly ReplicaId[],
  validators: ValidatorSet,
): readonly ReplicaId[] {
  return distinct(signers).filter((signer) => validators.indexOf(signer) !== undefined);
}

function certifiedBlock(certificate: CertificateDescription): BlockId | null {
  switch (certificate.kind) {
    case "qc":
      return certificate.block;
    case "tc":
      return null;
    default:
      return unreachable(certificate);
  }
}

function sentence({ round, block, signers }: Small, quorum: number, tree: BlockTree): string {
  const what =
    block === null
      ? `a TC of round ${round}`
      : `a QC of ${blockName(tree, block)} (round ${round})`;
  const who = signers.length === 0 ? "" : `, ${listing(signers)}`;
  return `${what} has ${count(signers.length, "signer")}${who}, where a quorum is ${quorum}`;
}
