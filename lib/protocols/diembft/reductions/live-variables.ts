/**
 * Claim: of a replica's state only live variables count, and of the history only the blocks that
 * something mentions, relative to the last one that all of them have in common.
 *
 * Why: no rule tells rounds below the current one apart, since votes, timeouts and proposals are
 * for the current round. A block that nothing mentions, and no descendant of which anything
 * mentions, returns only with a proposal, a vote or a certificate of it, all of which mention it.
 * Of a TC, rules read the round and the highest QC round that it reports.
 *
 * Gain: 1.85 times fewer states of (4,1,2,4), and more with each round. All other reductions start
 * from this one.
 */
import type { StateView, Explorable, CanonicalIds } from "../../../protocol/explorable.js";
import type { BlockId } from "../../../protocol/ids.js";
import { maxRound, previousRound } from "../../../protocol/ids.js";
import type { Reduction } from "../../../explore/reduction.js";
import { DiemBlockGraph } from "../block-graph.js";
import type { DiemMessage } from "../messages/messages.js";
import { correctRules } from "../rules.js";
import type { Rules } from "../rules.js";
import type { DiemState, PacemakerState } from "../state.js";
import { isRetry } from "../sync.js";
import { blocksKey, qcKey, certifiedBlocks, tcKey, votesKey } from "./keys.js";
import {
  messageCertificates,
  messageKey,
  messageKeyInFull,
  messageReferences,
  allMessageReferences,
} from "./messages.js";
import { allRulesBut, REPLACED_BY_BUGS } from "./rests-on.js";

export const liveVariables = (rules: Rules): Reduction<StateView<DiemState, DiemMessage>> => ({
  name: "live-variables",
  why: "no rule reads what is left out before it is overwritten",
  restsOn: allRulesBut(REPLACED_BY_BUGS),
  apply: () => live(rules),
});

const live = (rules: Rules): Explorable<DiemState, DiemMessage> => ({
  root: ({ ledger }) => ledger.root.id,
  minSignableRound: (state) => state.pacemaker.currentRound,
  usesRound: ({ pacemaker, sync }, round) =>
    round >= pacemaker.currentRound ||
    (sync.wanted.size > 0 && [...sync.wanted.values()].some((one) => one.round === round)),
  references,
  isMissing: ({ ledger, blockTree }, block, round) =>
    round > ledger.root.round && !blockTree.pendingBlocks.has(block),
  timerKey: (timer, ids) =>
    isRetry(timer) && ids.isNamed(timer.block)
      ? `r${ids.block(timer.block)} ${timer.attempt}`
      : "r",
  key,
  sendableCertificates,
  signersMatter: true,
  commitsWithGaps: rules.committedPath !== correctRules.committedPath,
  syncsWholeChains: false,
  quiescence: undefined,
  messageCertificates,
  messageReferences: allMessageReferences,
  messageKey: messageKeyInFull,
  votableBlocks: ({ main }) => main.waitingProposals.map(({ block }) => block.id),
  leastSigners: (validators) => rules.qcQuorum(validators),
  blockGraph: (hasher, reveal) => new DiemBlockGraph(hasher, reveal),
});

/** A replica sends its highest certificates, and those of the blocks that it requests. */
function sendableCertificates({ blockTree, sync }: DiemState): readonly BlockId[] {
  const blocks = [blockTree.highQc.block, blockTree.highCommitQc.block];
  for (const { qc } of sync.wanted.values()) blocks.push(qc.block);
  return blocks;
}

function references({ main, blockTree, sync }: DiemState): readonly BlockId[] {
  const { highQc, highCommitQc } = blockTree;
  const blocks = [...certifiedBlocks(highQc), ...certifiedBlocks(highCommitQc)];
  for (const { qc } of sync.wanted.values()) blocks.push(...certifiedBlocks(qc));
  for (const waiting of main.waitingProposals) blocks.push(...messageReferences(waiting));
  return blocks;
}

/**
 * No rule can tell rounds below the current one apart, so they are written as one. TCs are compared
 * by what rules and judges read of them.
 */
function key(replica: DiemState, ids: CanonicalIds): string {
  const { main, blockTree, safety, leaderElection, sync } = replica;
  const { currentRound } = replica.pacemaker;
  const past = previousRound(currentRound);
  let proposals = "";
  for (const waiting of main.waitingProposals) proposals += `,${messageKey(waiting, ids)}`;
  let wanted = "";
  for (const { qc, round, targets } of sync.wanted.values()) {
    wanted += `,${qcKey(qc, ids)} ${round} ${targets.join(" ")}`;
  }
  return [
    pacemakerKey(replica.pacemaker),
    maxRound(safety.highestVoteRound, past),
    safety.highestQcRound > blockTree.highQc.round ? safety.highestQcRound : "",
    main.proposedRound >= currentRound ? "p" : "",
    main.deferredRound === currentRound ? "d" : "",
    blocksKey(replica, ids),
    votesKey(blockTree.pendingVotes, ids),
    qcKey(blockTree.highQc, ids),
    qcKey(blockTree.highCommitQc, ids),
    leaderElection.reputationLeaders.size > 0 ? [...leaderElection.reputationLeaders].join() : "",
    wanted,
    proposals,
  ].join("|");
}

function pacemakerKey(pacemaker: PacemakerState): string {
  const { currentRound, lastRoundTc, timedOutRound, pendingTimeouts } = pacemaker;
  const timedOut = maxRound(timedOutRound, previousRound(currentRound));
  let timeouts = "";
  for (const [round, { signatures, highQcRounds }] of pendingTimeouts) {
    const reports = signatures.map(({ signer }, index) => `${signer}${highQcRounds[index] ?? 0}`);
    timeouts += `,${round}:${reports.sort().join(" ")}`;
  }
  return `${currentRound}|${timedOut}|${tcKey(lastRoundTc)}|${timeouts}`;
}
