/** The property "certificate-quorum": every certificate is signed by a quorum. */
import type { BlockTree } from "../../protocol/judging/facts.js";
import type { BlockId, ReplicaId, Round } from "../../protocol/ids.js";
import type { ValidatorSet } from "../../protocol/validators.js";
import { aWord, ascending, count, distinct, firstFew, joinWithAnd } from "../wording.js";
import { blockName } from "../names.js";
import { HELD, vacuous, violated, type Property } from "../../protocol/judging/property.js";

interface Small {
  /** The protocol's word for it. */
  readonly kind: string;
  readonly round: Round;
  /** Null for one of no block. */
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
  anyNetwork: true,
  init: () => ({ seen: 0, small: [] }),
  on: {
    certificate(state, certificate, { runInfo }) {
      state.seen++;
      const signers = distinctValidators(certificate.signers, runInfo.validators);
      if (signers.length >= runInfo.validators.quorum) return;
      const { kind = "certificate", round, value: block } = certificate;
      state.small.push({ kind, round, block, signers });
    },
  },
  comparison: {
    monotone: true,
    key: () => "",
  },
  verdict({ seen, small }, { runInfo, facts }) {
    if (small.length === 0) return seen > 0 ? HELD : vacuous("no certificate was formed");
    const { quorum } = runInfo.validators;
    const signed = new Set(small.flatMap(({ signers }) => signers));
    return violated({
      rounds: ascending(small.map(({ round }) => round)),
      blocks: distinct(small.flatMap(({ block }) => block ?? [])),
      nodes: runInfo.nodes.filter(({ replica }) => signed.has(replica)).map(({ id }) => id),
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

function sentence({ kind, round, block, signers }: Small, quorum: number, tree: BlockTree): string {
  const what =
    block === null
      ? `${aWord(kind)} of round ${round}`
      : `${aWord(kind)} of ${blockName(tree, block)} (round ${round})`;
  const who = signers.length === 0 ? "" : `, ${joinWithAnd(signers)}`;
  return `${what} has ${count(signers.length, "signer")}${who}, where a quorum is ${quorum}`;
}
