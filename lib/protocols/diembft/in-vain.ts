/**
 * What a replica waits for in vain, and what is sent to it in vain. A replica never leaves the
 * branch that it has committed, rounds and certificates only rise, and a block that it has is only
 * dropped when another branch is committed: what is vain now stays so.
 */
import type { Approach, Lineage, Listener, Speaker } from "../../protocol/explorable.js";
import type { BlockId, ReplicaId, Round } from "../../protocol/ids.js";
import type { ValidatorSet } from "../../protocol/validators.js";
import type { QC, TC } from "./certificates.js";
import type { DiemMessage, ProposalMsg, TimeoutMsg, VoteMsg } from "./messages.js";
import { correctRules } from "./rules.js";
import type { Rules } from "./rules.js";
import type { DiemState } from "./state.js";

/** Whether no rule is replaced by which a chain would be more, or less, than its blocks. */
export const movesChains = (rules: Rules): boolean =>
  (
    ["raisesHighQc", "committedPath", "syncedChain", "acceptsChain", "missingBlocks"] as const
  ).every((name) => rules[name] === correctRules[name]);

/** Whether no rule is replaced by which a vote would count once more than its identity. */
const countsOnce = (rules: Rules): boolean =>
  rules.hasSigned === correctRules.hasSigned && rules.completesQc === correctRules.completesQc;

/**
 * A state without the blocks that no answer will bring, and without proposals on such blocks. What
 * one node asks for is sent to its peers, too, which may need it.
 */
export function sober(state: DiemState, peers: readonly DiemState[], lineage: Lineage): DiemState {
  const { main, ledger, sync } = state;
  if (sync.wanted.size === 0 && main.waitingProposals.length === 0) return state;
  const wanted = [...sync.wanted].filter(([block]) =>
    peers.some((peer) => canUse(peer, block, lineage)),
  );
  const waitingProposals = main.waitingProposals.filter(({ block }) =>
    lineage.descends(block.parentId, ledger.root.id),
  );
  return { ...state, main: { ...main, waitingProposals }, sync: { wanted: new Map(wanted) } };
}

/** Whether an answer that brings a block may find a replica that takes it. */
const canUse = ({ ledger, blockTree }: DiemState, block: BlockId, lineage: Lineage): boolean =>
  block !== ledger.root.id &&
  !blockTree.pendingBlocks.has(block) &&
  lineage.descends(block, ledger.root.id);

/** Whether a message changes nothing, and leads to nothing but such messages. */
export function isVain(
  rules: Rules,
  approach: Approach<DiemState, DiemMessage>,
  lineage: Lineage,
  validators: ValidatorSet,
): boolean {
  const { message, receiver, senders } = approach;
  const { state } = receiver;
  const isStale = (qc: QC): boolean => isKnown(qc, receiver, lineage);
  switch (message.kind) {
    case "proposal":
    case "timeout":
      return isOver(message, state, isStale);
    case "vote":
      return (
        countsOnce(rules) &&
        isStale(message.highCommitQc) &&
        isCounted(message, state, rules.qcQuorum(validators))
      );
    case "sync-request":
      return senders.every((sender) => !canUse(sender, message.wanted.block, lineage));
    case "sync-response":
      return !canUse(state, message.wanted, lineage);
  }
}

/**
 * Whether a replica takes no notice of a timeout that another would send: it has left the round, or
 * has counted that one's timeout, and knows the certificates.
 */
export const isDeafTo = (
  listener: Listener<DiemState>,
  { state: { blockTree, pacemaker }, replica }: Speaker<DiemState>,
  lineage: Lineage,
): boolean =>
  hasTimeout(listener.state, pacemaker.currentRound, replica) &&
  isKnown(blockTree.highQc, listener, lineage) &&
  isKnown(blockTree.highCommitQc, listener, lineage);

const hasTimeout = ({ pacemaker }: DiemState, round: Round, sender: ReplicaId): boolean => {
  const counted = pacemaker.pendingTimeouts.get(round)?.signatures ?? [];
  return round < pacemaker.currentRound || counted.some(({ signer }) => signer === sender);
};

/** Whether a certificate tells a replica nothing. */
function isKnown(
  { round, block, voteInfo, ledgerCommitInfo }: QC,
  { state, peers }: Listener<DiemState>,
  lineage: Lineage,
): boolean {
  const { blockTree, ledger, pacemaker } = state;
  const { root } = ledger;
  const isRaised = round < pacemaker.currentRound && round <= blockTree.highQc.round;
  const isCommitted =
    ledgerCommitInfo.commitStateId === null ||
    (round <= blockTree.highCommitQc.round &&
      (voteInfo.parentRound <= root.round || !lineage.descends(voteInfo.parentId, root.id)));
  const isFetched = round <= root.round || peers.every((peer) => !canUse(peer, block, lineage));
  return isRaised && isCommitted && isFetched;
}

/** Whether a message is of a round that is over for a replica. */
function isOver(
  message: ProposalMsg | TimeoutMsg,
  { pacemaker: { currentRound } }: DiemState,
  isStale: (qc: QC) => boolean,
): boolean {
  const { round, qc } = claimOf(message);
  return (
    round < currentRound &&
    isStale(qc) &&
    isStale(message.highCommitQc) &&
    isPast(message.lastRoundTc, currentRound)
  );
}

const claimOf = (message: ProposalMsg | TimeoutMsg): { round: Round; qc: QC } =>
  message.kind === "proposal"
    ? { round: message.block.round, qc: message.block.qc }
    : { round: message.tmoInfo.round, qc: message.tmoInfo.highQc };

const isPast = (tc: TC | null, current: Round): boolean => tc === null || tc.round < current;

/** Whether one more vote of this kind makes no QC. */
function isCounted(vote: VoteMsg, { blockTree, ledger }: DiemState, quorum: number): boolean {
  const { voteInfo, ledgerCommitInfo, sender } = vote;
  if (voteInfo.round <= ledger.root.round) return true;
  const { commitStateId, voteInfoHash } = ledgerCommitInfo;
  for (const set of blockTree.pendingVotes.values()) {
    if (
      set.ledgerCommitInfo.voteInfoHash === voteInfoHash &&
      set.ledgerCommitInfo.commitStateId === commitStateId
    ) {
      const { signatures } = set;
      return signatures.length >= quorum || signatures.some(({ signer }) => signer === sender);
    }
  }
  return false;
}
