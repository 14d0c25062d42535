/** Safety (3.4): the only module in which votes and timeouts are signed. */
import { invariant } from "../../protocol/assert.js";
import { maxRound } from "../../protocol/ids.js";
import type { Round } from "../../protocol/ids.js";
import type { Block } from "./messages/block.js";
import type { QC, TC } from "./messages/certificates.js";
import type { Decision } from "./decision.js";
import { persist } from "./durability/durable.js";
import { ledgerCommitInfoDigest, timeoutDigest, voteInfoDigest } from "./messages/digests.js";
import { pendingState } from "./ledger.js";
import { TimeoutInfo, VoteMsg } from "./messages/messages.js";
import type { Replica } from "./replica.js";
import { refuseCertificate } from "./messages/verify-certificates.js";

/** A vote for an executed block, unless a rule forbids it. */
export function makeVote(replica: Replica, block: Block, lastTc: TC | null): VoteMsg | null {
  const { context, rules, state } = replica;
  const { safety } = state;
  if (!validSignatures(replica, block.qc, lastTc)) return null;
  const claim = { round: block.round, qcRound: block.qc.round, tc: lastTc };
  if (!decided(replica, "vote", rules.safeToVote(safety, claim))) return null;

  safety.highestQcRound = rules.highestQcRoundAfterVote(safety, block.qc.round);
  safety.highestVoteRound = maxRound(block.round, safety.highestVoteRound);
  persist(replica);
  const voteInfo = block.voteInfoFor(stateAfter(replica, block));
  const ledgerCommitInfo = block.commitInfoFor(
    rules.commitStateIdCandidate(block.round, block.qc, () => stateAfterParent(replica, block)),
    voteInfoDigest(context, voteInfo),
  );
  const signature = context.signer.sign(ledgerCommitInfoDigest(context, ledgerCommitInfo));
  const { highCommitQc } = state.blockTree;
  return new VoteMsg({ voteInfo, ledgerCommitInfo, highCommitQc, sender: context.self, signature });
}

/** A signed timeout of the round, unless a rule forbids it. */
export function makeTimeout(
  replica: Replica,
  round: Round,
  highQc: QC,
  lastTc: TC | null,
): TimeoutInfo | null {
  const { context, rules, state } = replica;
  const { safety } = state;
  if (!validSignatures(replica, highQc, lastTc)) return null;
  const claim = { round, qcRound: highQc.round, tc: lastTc };
  if (!decided(replica, "time out", rules.safeToTimeout(safety, claim))) return null;

  safety.highestVoteRound = rules.highestVoteRoundAfterTimeout(safety, round);
  persist(replica);
  const last = state.pacemaker.lastTimeout.infoOf(round, highQc);
  if (last !== undefined) return last;
  const digest = timeoutDigest(context.crypto, round, highQc.round);
  const info = new TimeoutInfo(round, highQc, context.self, context.signer.sign(digest));
  context.memo.set(info.digestSlot, digest);
  return info;
}

/**
 * Whether the certificates under a vote or a timeout are signed by quorums. They passed stateless
 * verification already; the memo makes this second check free, and this module trusts no other.
 */
export function validSignatures(replica: Replica, qc: QC, tc: TC | null): boolean {
  const refusal =
    refuseCertificate(replica, qc) ?? (tc === null ? null : refuseCertificate(replica, tc));
  return refusal === null || decided(replica, "sign", { allowed: false, because: refusal });
}

function decided(replica: Replica, what: string, { allowed, because }: Decision): boolean {
  if (replica.context.quiet !== true) {
    replica.effects.push({ kind: "decided", what, allowed, because });
  }
  return allowed;
}

function stateAfter(replica: Replica, block: Block) {
  const stateId = pendingState(replica, block.id);
  if (stateId === undefined) {
    invariant(false, "S2: a replica votes for what it has executed", { round: block.round });
  }
  return stateId;
}

function stateAfterParent(replica: Replica, block: Block) {
  const stateId = pendingState(replica, block.parentId);
  if (stateId === undefined) {
    invariant(false, "S3: what a vote may commit has been executed", { round: block.parentRound });
  }
  return stateId;
}
