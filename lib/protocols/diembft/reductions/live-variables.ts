/**
 * Claim: of a replica's state only live variables count, and of the history only the blocks that
 * something mentions, relative to the last one that all of them have in common.
 *
 * Why: no rule tells rounds below the current one apart, since votes, timeouts and proposals are
 * for the current round. A block that nothing mentions, and no descendant of which anything
 * mentions, returns only with a proposal, a vote or a certificate of it, all of which mention it.
 * Of a TC, rules read the round and the highest QC round that it reports.
 *
 * Gain: 12 times fewer states of (4,1,2,7). All other reductions start from this one.
 */
import type { Counted, Explorable, Naming } from "../../../protocol/explorable.js";
import type { BlockId } from "../../../protocol/ids.js";
import { maxRound, previousRound } from "../../../protocol/ids.js";
import type { Reduction } from "../../../explore/reduction.js";
import { DiemLineage } from "../lineage.js";
import type { DiemMessage } from "../messages/messages.js";
import { correctRules } from "../rules.js";
import type { Rules } from "../rules.js";
import type { DiemState, PacemakerState } from "../state.js";
import { isRetry } from "../sync.js";
import { blocksKey, qcKey, saidOf, tcKey, votesKey } from "./keys.js";
import {
  messageCertifies,
  messageKey,
  messageKeyInFull,
  messageMentions,
  messageMentionsAll,
} from "./messages.js";
import { allRulesBut, REPLACED_BY_BUGS } from "./rests-on.js";

export const liveVariables = (rules: Rules): Reduction<Counted<DiemState, DiemMessage>> => ({
  name: "live-variables",
  why: "no rule reads what is left out before it is overwritten",
  restsOn: allRulesBut(REPLACED_BY_BUGS),
  apply: () => live(rules),
});

const live = (rules: Rules): Explorable<DiemState, DiemMessage> => ({
  root: ({ ledger }) => ledger.root.id,
  floor: (state) => state.pacemaker.currentRound,
  concerns: ({ pacemaker, sync }, round) =>
    round >= pacemaker.currentRound || [...sync.wanted.values()].some((one) => one.round === round),
  mentions,
  lacks: ({ ledger, blockTree }, block, round) =>
    round > ledger.root.round && !blockTree.pendingBlocks.has(block),
  timerKey: (timer, naming) =>
    isRetry(timer) && naming.isNamed(timer.block)
      ? `r${naming.block(timer.block)} ${timer.attempt}`
      : "r",
  key,
  shows,
  readsSigners: true,
  leavesGaps: rules.committedPath !== correctRules.committedPath,
  movesChains: false,
  quiescence: undefined,
  messageCertifies,
  messageMentions: messageMentionsAll,
  messageKey: messageKeyInFull,
  undecided: ({ main }) => main.waitingProposals.map(({ block }) => block.id),
  leastSigners: (validators) => rules.qcQuorum(validators),
  lineage: (hasher, reveal) => new DiemLineage(hasher, reveal),
});

/** A replica shows what is highest, and asks for what it wants. */
function shows({ blockTree, sync }: DiemState): readonly BlockId[] {
  const blocks = [blockTree.highQc.block, blockTree.highCommitQc.block];
  for (const { qc } of sync.wanted.values()) blocks.push(qc.block);
  return blocks;
}

function mentions({ main, blockTree, sync }: DiemState): readonly BlockId[] {
  const { highQc, highCommitQc } = blockTree;
  const blocks = [...saidOf(highQc), ...saidOf(highCommitQc)];
  for (const { qc } of sync.wanted.values()) blocks.push(...saidOf(qc));
  for (const waiting of main.waitingProposals) blocks.push(...messageMentions(waiting));
  return blocks;
}

/**
 * Rounds below the current one can be told apart by no rule any more, so they all look alike; TCs
 * are compared by what the rules and judges read of them.
 */
function key(replica: DiemState, naming: Naming): string {
  const { main, blockTree, safety, leaderElection, sync } = replica;
  const { currentRound } = replica.pacemaker;
  const past = previousRound(currentRound);
  const proposals = main.waitingProposals.map((waiting) => messageKey(waiting, naming));
  const wanted = [...sync.wanted.values()].map(
    ({ qc, round, targets }) => `${qcKey(qc, naming)} ${round} ${targets.join(" ")}`,
  );
  return [
    pacemakerKey(replica.pacemaker),
    maxRound(safety.highestVoteRound, past),
    safety.highestQcRound > blockTree.highQc.round ? safety.highestQcRound : "",
    main.proposedRound >= currentRound ? "p" : "",
    main.deferredRound === currentRound ? "d" : "",
    blocksKey(replica, naming),
    votesKey(blockTree.pendingVotes, naming),
    qcKey(blockTree.highQc, naming),
    qcKey(blockTree.highCommitQc, naming),
    [...leaderElection.reputationLeaders].join(","),
    wanted.join(","),
    proposals.join(","),
  ].join("|");
}

function pacemakerKey(pacemaker: PacemakerState): string {
  const { currentRound, lastRoundTc, timedOutRound, pendingTimeouts } = pacemaker;
  const gaveUp = maxRound(timedOutRound, previousRound(currentRound));
  const timeouts = [...pendingTimeouts].map(([round, { signatures, highQcRounds }]) => {
    const reports = signatures.map(({ signer }, index) => `${signer}${highQcRounds[index] ?? 0}`);
    return `${round}:${reports.sort().join(" ")}`;
  });
  return `${currentRound}|${gaveUp}|${tcKey(lastRoundTc)}|${timeouts.join(",")}`;
}
