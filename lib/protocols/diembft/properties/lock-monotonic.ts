/** The property lock-monotonic: no TC is lower than a block that is directly committed. */
import type { NilFacts } from "../../../protocol/judging/facts.js";
import { HELD, vacuous, violated, type Property } from "../../../protocol/judging/property.js";
import { blockName } from "../../../properties/names.js";
import { ascending, distinct, firstFew } from "../../../properties/wording.js";
import { directCommits } from "./direct-commit-chain.js";
import type { DirectCommit } from "./direct-commit-chain.js";

/** A TC of a later round whose highest QC is of an earlier round than the block. */
interface LowTc {
  readonly commit: DirectCommit;
  readonly tc: NilFacts;
  readonly highest: number;
}

/**
 * Lemma 2: once a block is globally direct-committed, every TC of a higher round reports a QC of
 * the block's round or a higher one. It is judged on the TCs that are formed or appear.
 */
export const lockMonotonic: Property<null> = {
  name: "lock-monotonic",
  safety: true,
  init: () => null,
  on: {},
  verdict(_, { facts: { tree }, runInfo }) {
    const pairs = directCommits(tree, runInfo).flatMap((commit) =>
      [...tree.nils.values()]
        .filter(({ round, certificates }) => round > commit.block.round && certificates.length > 0)
        .flatMap((tc) => tc.details.map((each) => ({ commit, tc, highest: highestIn(each) }))),
    );
    if (pairs.length === 0) return vacuous("no TC followed a globally direct-committed block");
    const low = pairs.filter(({ commit, highest }) => highest < commit.block.round);
    if (low.length === 0) return HELD;
    return violated({
      rounds: ascending(low.map(({ tc }) => tc.round)),
      blocks: distinct(low.map(({ commit }) => commit.block.id)),
      nodes: distinct(low.flatMap(({ tc }) => tc.honestSigners)),
      explanation: firstFew(
        low.map((each) => sentence(each, blockName(tree, each.commit.block.id))),
      ),
    });
  },
};

/** The highest of the rounds that the timeouts of a TC report. */
function highestIn(details: unknown): number {
  const { highQcRounds } = (details ?? {}) as { readonly highQcRounds?: readonly number[] };
  return Math.max(0, ...(highQcRounds ?? []));
}

const sentence = ({ tc, highest }: LowTc, block: string): string =>
  `the TC of round ${tc.round} reports no QC after round ${highest}, ` +
  `though ${block} is globally direct-committed`;
