/** Leader-Election (3.7): reputation from committed blocks, round robin where there is none. */
import { sha256Digest } from "../../crypto/sha256.js";
import { invariant } from "../../protocol/assert.js";
import { follows, nextRound } from "../../protocol/ids.js";
import type { ReplicaId, Round } from "../../protocol/ids.js";
import type { ValidatorSet } from "../../protocol/validators.js";
import type { QC } from "./messages/certificates.js";
import { committedBlock } from "./ledger.js";
import type { Replica } from "./replica.js";

/** How many certificates back a signer counts as active, unless the context says otherwise. */
const WINDOW_SIZE = 5;

/**
 * Elects the leader of the round after the current one, unless the leaders are scripted.
 * DEVIATION: called after the round has advanced, because "qc.round+1 = current_round" never holds
 * before (3.1 calls it first).
 */
export function updateLeaders(replica: Replica, qc: QC): void {
  if (replica.context.leaderOf !== undefined) return;
  const { currentRound } = replica.state.pacemaker;
  const { parentRound, round } = qc.voteInfo;
  if (!follows(round, parentRound) || !follows(currentRound, round)) return;
  const { reputationLeaders } = replica.state.leaderElection;
  if (reputationLeaders.has(nextRound(currentRound))) return;
  const leader = electReputationLeader(replica, qc);
  if (leader === undefined) return;
  for (const old of reputationLeaders.keys()) if (old < round) reputationLeaders.delete(old);
  reputationLeaders.set(nextRound(currentRound), leader);
}

/**
 * One of the active validators that are not among the last authors, picked by the QC's round.
 * O(window), more only where few authors share the chain. As in the paper, the walk goes from a QC
 * to the parent of its block and on to the QC in that parent: it takes every second QC.
 * DEVIATION: the walk ends at genesis, and without candidates there is no reputation leader. A walk
 * that meets a missing block elects no leader; it is repeated when the block arrives.
 */
function electReputationLeader(replica: Replica, qc: QC): ReplicaId | undefined {
  const { validators } = replica.context;
  const { window: windowSize = WINDOW_SIZE, exclude: excludeSize = validators.faulty } =
    replica.context.election ?? {};
  const active = new Set<ReplicaId>();
  const lastAuthors = new Set<ReplicaId>();
  let current = qc;
  for (let i = 0; i < windowSize || lastAuthors.size < excludeSize; i++) {
    if (current.parent === replica.genesis.id) break;
    const block = committedBlock(replica, current.parent);
    if (block === undefined) return undefined;
    if (i < windowSize) for (const signer of current.signers) active.add(signer);
    if (lastAuthors.size < excludeSize) lastAuthors.add(block.author);
    current = block.qc;
  }
  const eligible = validators.ids.filter((id) => active.has(id) && !lastAuthors.has(id));
  return eligible[roundHash(qc.round) % eligible.length];
}

const roundRobin = ({ ids }: ValidatorSet, round: Round): ReplicaId => {
  const leader = ids[Math.floor(round / 2) % ids.length];
  invariant(leader !== undefined, "there is a validator to lead", { round });
  return leader;
};

/** DEVIATION: no shared random generator; SHA-256 under every suite, so that all elect the same. */
const roundHash = (round: Round): number =>
  Number.parseInt(sha256Digest("leader", [round]).slice(0, 12), 16);

/** The scripted leader, else the reputation leader, else each validator for two rounds in turn. */
export function getLeader(replica: Pick<Replica, "context" | "state">, round: Round): ReplicaId {
  const { leaderOf, validators } = replica.context;
  if (leaderOf !== undefined) return leaderOf(round);
  return replica.state.leaderElection.reputationLeaders.get(round) ?? roundRobin(validators, round);
}
