/** Validator sets and their thresholds: f, quorums, honest votes. */
import { invariant } from "./assert.js";
import type { ReplicaId } from "./ids.js";

/** Who takes part, in the fixed order that breaks every tie, and how many of them may be faulty. */
export interface ValidatorSet {
  /** In the order that breaks ties. */
  readonly ids: readonly ReplicaId[];
  /** f: the most Byzantine identities that the protocol tolerates. */
  readonly faulty: number;
  /** How many distinct identities a certificate needs: {@link quorumSize} unless declared. */
  readonly quorum: number;
  /** Position in `ids`, or undefined for a stranger. O(1). */
  indexOf(id: ReplicaId): number | undefined;
}

/** The largest f with n >= 3f+1. */
export const maxFaulty = (n: number): number => Math.floor((n - 1) / 3);

/**
 * ⌊(n+f)/2⌋+1: the paper's 2f+1 when n = 3f+1, and safe for other n. Any two quorums share at
 * least f+1 identities, so at least one that is not faulty.
 */
export const quorumSize = (n: number, faulty: number): number => Math.floor((n + faulty) / 2) + 1;

/**
 * The fewest honest votes with which a block may be certified: quorum - f, the paper's f+1 when
 * n = 3f+1. The f Byzantine identities may vote as well, without being observed.
 *
 * If one block of a round is certified and another has this many honest votes, an honest replica
 * voted for both, whatever the number t of Byzantine identities: the certificate has at least
 * quorum - t honest votes, so both blocks have at least 2 quorum - t - f > n - t, and only n - t
 * replicas are honest. With f+1 instead that fails unless n = 3f+1: of six replicas four make a
 * quorum, and the other two may vote for another block.
 *
 * f counts and not t, though a judge knows who is Byzantine. With t < f, quorum - t is more than a
 * protocol may let happen that promises safety against any f. With t > f it is less, and correct
 * replicas would be accused of votes that contradict nothing.
 */
export const leastHonestVotes = ({
  quorum,
  faulty,
}: Pick<ValidatorSet, "quorum" | "faulty">): number => quorum - faulty;

/**
 * The validators of a run, in this order. `faulty` is f, the largest that n allows by default
 * ({@link maxFaulty}); `quorum` is {@link quorumSize} by default.
 * @throws {InvariantViolation} when two ids are equal.
 */
export function validatorSet(
  ids: readonly ReplicaId[],
  faulty: number = maxFaulty(ids.length),
  quorum: number = quorumSize(ids.length, faulty),
): ValidatorSet {
  const positions = new Map(ids.map((id, index) => [id, index]));
  invariant(positions.size === ids.length, "validators are distinct", { ids });
  return {
    ids,
    faulty,
    quorum,
    indexOf: (id) => positions.get(id),
  };
}
