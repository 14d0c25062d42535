/** Main (3.1): handles one event at a time, certificates first. */
import { unreachable } from "../../protocol/assert.js";
import type { ClientRequest } from "../../protocol/host/client.js";
import type { Timer } from "../../protocol/host/event.js";
import * as blockTree from "./block-tree.js";
import type { Block } from "./messages/block.js";
import type { QC, TC } from "./messages/certificates.js";
import { digestOf } from "./messages/digests.js";
import { persist } from "./durability/durable.js";
import { getLeader, updateLeaders } from "./leader-election.js";
import * as mempool from "./clients/mempool.js";
import { ProposalMsg } from "./messages/messages.js";
import type { DiemMessage, SyncResponse, TimeoutMsg, VoteMsg } from "./messages/messages.js";
import * as pacemaker from "./pacemaker.js";
import type { Replica } from "./replica.js";
import { makeVote } from "./safety.js";
import * as sync from "./sync.js";
import type { Verified } from "./messages/verify.js";

/**
 * DEVIATION: the paper does not start; all replicas enter round 1 on the genesis certificate, and a
 * restarted one enters again the round that it was in.
 */
export function start(replica: Replica): void {
  const { pacemaker: pace, blockTree: tree } = replica.state;
  pacemaker.startTimer(replica, pace.currentRound, "start");
  processNewRoundEvent(replica, pace.lastRoundTc);
  sync.requireBlock(replica, tree.highQc);
}

/** A client's request: an idle leader has been waiting for it. */
export function processRequest(replica: Replica, request: ClientRequest): void {
  if (!mempool.addRequest(replica, request)) return;
  const { main, pacemaker: pace } = replica.state;
  if (main.deferredRound === pace.currentRound) processNewRoundEvent(replica, pace.lastRoundTc);
}

/** A timer fired: the round's, if the round still lasts, or a sync's. */
export function processTimer(replica: Replica, timer: Timer): void {
  const { rules, state } = replica;
  if (sync.isRetry(timer)) sync.retry(replica, timer);
  else if (
    timer.round !== undefined &&
    rules.endsRound(timer.round, state.pacemaker.currentRound)
  ) {
    pacemaker.localTimeoutRound(replica);
  }
}

/** One dispatch over the messages that passed stateless verification. */
export function processMessage(replica: Replica, message: Verified<DiemMessage>): void {
  switch (message.kind) {
    case "proposal":
      processProposalMsg(replica, message);
      break;
    case "vote":
      processVoteMsg(replica, message);
      break;
    case "timeout":
      processTimeoutMsg(replica, message);
      break;
    case "sync-request":
      sync.processSyncRequest(replica, message);
      break;
    case "sync-response":
      processSyncResponse(replica, message);
      break;
    default:
      unreachable(message);
  }
  sync.dropSatisfied(replica);
  dropOvertaken(replica);
}

/**
 * Block-Tree, Pacemaker, then Leader-Election.
 * DEVIATION: the round advances before the leaders are updated (see updateLeaders), and a missing
 * block is asked for.
 */
export function processCertificateQc(replica: Replica, qc: QC): void {
  blockTree.processQc(replica, qc);
  pacemaker.advanceRoundQc(replica, qc);
  updateLeaders(replica, qc);
  sync.requireBlock(replica, qc);
}

function processProposalMsg(replica: Replica, proposal: ProposalMsg): void {
  const { block, highCommitQc, lastRoundTc, sender } = proposal;
  const before = replica.state.pacemaker.currentRound;
  processCertificateQc(replica, block.qc);
  processCertificateQc(replica, highCommitQc);
  pacemaker.advanceRoundTc(replica, lastRoundTc);

  const { currentRound } = replica.state.pacemaker;
  const leader = getLeader(replica, currentRound);
  if (currentRound > before && leader === replica.context.self && sender !== leader) {
    // DEVIATION: the paper's leaders never learn of their round by another's proposal. One that
    // disagrees with the others about who leads does, and proposes all the same.
    processNewRoundEvent(replica, lastRoundTc);
  }
  if (block.round !== currentRound) refuse(replica, proposal, "not-of-the-current-round");
  else if (sender !== leader || block.author !== leader) {
    refuse(replica, proposal, "not-from-the-leader");
  } else if (blockTree.isExtendable(replica, block.parentId)) voteFor(replica, proposal);
  else awaitParent(replica, proposal);
}

/** Executes a proposal of the current round, and votes to the leader of the next one. */
function voteFor(replica: Replica, proposal: ProposalMsg): void {
  const { block, lastRoundTc } = proposal;
  if (!blockTree.isKnown(replica, block.id) && !insert(replica, proposal)) return;
  const message = makeVote(replica, block, lastRoundTc);
  if (message === null) return;
  const collector = replica.rules.voteCollectorRound(block.round);
  replica.effects.push({ kind: "send", to: getLeader(replica, collector), message });
}

/** Executes a new block, unless its payload is refused. */
function insert(replica: Replica, proposal: ProposalMsg): boolean {
  const refusal = mempool.refusePayload(replica, proposal.block);
  if (refusal === null) blockTree.executeAndInsert(replica, proposal.block);
  else refuse(replica, proposal, refusal);
  return refusal === null;
}

/**
 * Keeps a proposal until sync brings its parent, even when the round is over: the next block stands
 * on it, and a replica that dropped it would stay a block behind for good.
 */
function awaitParent(replica: Replica, proposal: ProposalMsg): void {
  const { main, sync: syncState } = replica.state;
  const { id, parentId } = proposal.block;
  if (!syncState.wanted.has(parentId)) {
    refuse(replica, proposal, "extends-below-the-committed-root");
  } else if (!main.waitingProposals.some(({ block }) => block.id === id)) {
    main.waitingProposals.push(proposal);
  }
}

function processTimeoutMsg(replica: Replica, timeout: TimeoutMsg): void {
  processCertificateQc(replica, timeout.tmoInfo.highQc);
  processCertificateQc(replica, timeout.highCommitQc);
  pacemaker.advanceRoundTc(replica, timeout.lastRoundTc);
  const tc = pacemaker.processRemoteTimeout(replica, timeout);
  if (pacemaker.advanceRoundTc(replica, tc)) processNewRoundEvent(replica, tc);
}

/**
 * DEVIATION: the certificate in a vote counts like any other. The paper only raises the high QC by
 * it, and a replica whose high QC is above its round can neither propose nor time out.
 */
function processVoteMsg(replica: Replica, vote: VoteMsg): void {
  processCertificateQc(replica, vote.highCommitQc);
  const { currentRound } = replica.state.pacemaker;
  const qc = blockTree.processVote(replica, vote);
  if (qc === null) return;
  processCertificateQc(replica, qc);
  if (replica.rules.opensRound(qc.round, currentRound)) processNewRoundEvent(replica, null);
}

/**
 * The leader of the current round proposes.
 * DEVIATION: at most once per round, and only if the block to extend is known and there is work;
 * otherwise `resume` or `processRequest` proposes later. The round is durable before the proposal
 * is sent, so a restart does not lead to a second proposal.
 */
function processNewRoundEvent(replica: Replica, tc: TC | null): void {
  const { context, rules, state, effects } = replica;
  const { currentRound } = state.pacemaker;
  const { highQc, highCommitQc } = state.blockTree;
  if (getLeader(replica, currentRound) !== context.self) return;
  if (!rules.mayPropose(currentRound, state.main.proposedRound)) return;
  state.main.deferredRound = currentRound;
  if (!blockTree.isExtendable(replica, highQc.block) || !mempool.hasWork(replica)) return;
  state.main.proposedRound = currentRound;
  const block = blockTree.generateBlock(replica);
  const message = new ProposalMsg({
    block,
    lastRoundTc: pacemaker.tcBefore(currentRound, highQc, tc),
    highCommitQc,
    sender: context.self,
    signature: context.signer.sign(digestOf(block)),
  });
  persist(replica);
  effects.push({ kind: "broadcast", message });
}

/** Missing blocks have arrived: processes their certificates, and resumes waiting proposals. */
function processSyncResponse(replica: Replica, response: SyncResponse): void {
  const wanted = replica.state.sync.wanted.get(response.wanted);
  if (!sync.acceptSyncedBlocks(replica, response)) return;
  for (const { qc } of response.chain) processCertificateQc(replica, qc);
  if (wanted !== undefined) processCertificateQc(replica, wanted.qc);
  resume(replica);
}

/** Proposals at or below the committed root wait for nothing any more. */
function dropOvertaken({ state: { main, ledger } }: Replica): void {
  if (main.waitingProposals.length === 0) return;
  const waiting = main.waitingProposals.filter(({ block }) => block.round > ledger.root.round);
  if (waiting.length < main.waitingProposals.length) main.waitingProposals = waiting;
}

function resume(replica: Replica): void {
  const { main, blockTree: tree, pacemaker: pace } = replica.state;
  processCertificateQc(replica, tree.highCommitQc);
  for (const proposal of main.waitingProposals) resumeProposal(replica, proposal);
  const waiting = main.waitingProposals.filter(({ block }) => !isExecutable(replica, block));
  if (waiting.length < main.waitingProposals.length) main.waitingProposals = waiting;
  if (main.deferredRound === pace.currentRound) processNewRoundEvent(replica, pace.lastRoundTc);
}

/** A waiting proposal's parent may be here now. Its round may be over: then it is only executed. */
function resumeProposal(replica: Replica, proposal: ProposalMsg): void {
  const { id, round } = proposal.block;
  if (!isExecutable(replica, proposal.block)) return;
  if (round === replica.state.pacemaker.currentRound) voteFor(replica, proposal);
  else if (!blockTree.isKnown(replica, id)) insert(replica, proposal);
}

const isExecutable = (replica: Replica, { parentId }: Block): boolean =>
  blockTree.isExtendable(replica, parentId);

const refuse = (replica: Replica, message: DiemMessage, because: string): void => {
  replica.effects.push({ kind: "refused", message, because });
};
