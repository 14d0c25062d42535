import { invariant } from "./assert.js";
import type { ReplicaId } from "./ids.js";

/** Who takes part, in the fixed order that breaks every tie, and how many of them may be faulty. */
export interface ValidatorSet {
  readonly ids: readonly ReplicaId[];
  /** f: the most Byzantine identities that the protocol tolerates. */
  readonly faulty: number;
  /** ⌊(n+f)/2⌋+1 distinct identities: the paper's 2f+1 when n = 3f+1, and safe for other n. */
  readonly quorum: number;
  /** Position in `ids`, or undefined for a stranger. O(1). */
  indexOf(id: ReplicaId): number | undefined;
}

/** The largest f with n >= 3f+1. */
export const maxFaulty = (n: number): number => Math.floor((n - 1) / 3);

/** Any two quorums share at least f+1 identities, so at least one that is not faulty. */
export const quorumSize = (n: number, faulty: number): number => Math.floor((n + faulty) / 2) + 1;

/**
 * The fewest honest votes of a block that may be certified: quorum - f, the paper's f+1 when
 * n = 3f+1. The f Byzantine identities can add their votes to these, and nobody sees whether they
 * did.
 *
 * A judge may count on it: no two blocks of a round, of which one is certified, both have so many
 * honest votes unless an honest replica voted twice. Let t identities be Byzantine, t > f included.
 * A certified block has at least quorum - t honest votes, so both together have at least
 * 2 quorum - t - f >= n+1 - t, and only n - t replicas are honest. With f+1 instead this fails for
 * other n: of six replicas four make a quorum, and two honest votes for another block prove nothing.
 *
 * It is f and not t, though a judge knows who is Byzantine. With t < f it would ask for more votes
 * than the protocol, which promises safety against any f, must keep apart. With t > f it would ask
 * for fewer, and correct replicas would be accused of votes that contradict nothing.
 */
export const leastHonestVotes = ({
  quorum,
  faulty,
}: Pick<ValidatorSet, "quorum" | "faulty">): number => quorum - faulty;

export function validatorSet(
  ids: readonly ReplicaId[],
  faulty: number = maxFaulty(ids.length),
): ValidatorSet {
  const positions = new Map(ids.map((id, index) => [id, index]));
  invariant(positions.size === ids.length, "validators are distinct", { ids });
  return {
    ids,
    faulty,
    quorum: quorumSize(ids.length, faulty),
    indexOf: (id) => positions.get(id),
  };
}
