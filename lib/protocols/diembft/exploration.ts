/**
 * What lets many runs be explored as one: copies of a state, and all of it that can still influence
 * what the replica does.
 */
import type { Explorable, Naming } from "../../protocol/explorable.js";
import type { BlockId, ReplicaId, Round } from "../../protocol/ids.js";
import { maxRound, previousRound } from "../../protocol/ids.js";
import type { QC, TC } from "./certificates.js";
import { isDeafTo, isVain, movesChains, sober } from "./in-vain.js";
import { DiemLineage } from "./lineage.js";
import type { DiemMessage } from "./messages.js";
import { correctRules } from "./rules.js";
import type { Rules } from "./rules.js";
import type { DiemState, PacemakerState, VoteSet } from "./state.js";
import { isRetry } from "./sync.js";

export const exploration = (rules: Rules): Explorable<DiemState, DiemMessage> => ({
  fork,
  sober: (state, peers, lineage) => (movesChains(rules) ? sober(state, peers, lineage) : state),
  isVain: (approach, lineage, validators) =>
    movesChains(rules) && isVain(rules, approach, lineage, validators),
  retries: ({ sync }, timer) => isRetry(timer) && sync.wanted.has(timer.block),
  /** One for what is not mentioned is about to be stopped: nobody wants that any more. */
  timerKey: (timer, naming) =>
    isRetry(timer) && naming.isNamed(timer.block)
      ? `r${naming.block(timer.block)} ${timer.attempt}`
      : "r",
  root: ({ ledger }) => ledger.root.id,
  floor: (state) => state.pacemaker.currentRound,
  concerns: ({ pacemaker, sync }, round) =>
    round >= pacemaker.currentRound || [...sync.wanted.values()].some((one) => one.round === round),
  mentions,
  lacks: ({ ledger, blockTree }, block, round) =>
    round > ledger.root.round && !blockTree.pendingBlocks.has(block),
  key,
  shows,
  readsSigners: rules.raisesHighQc !== correctRules.raisesHighQc,
  leavesGaps: rules.committedPath !== correctRules.committedPath,
  movesChains: movesChains(rules),
  isIdle: (state, self, validators) =>
    isPlain(rules) && isIdle(state, self, rules.tcQuorum(validators)),
  isDeafTo: (listener, speaker, lineage) =>
    isPlain(rules) && movesChains(rules) && isDeafTo(listener, speaker, lineage),
  showsAtLeast: ({ blockTree }) => blockTree.highCommitQc.round,
  messageShows: (message) =>
    message.kind === "sync-request" || message.kind === "sync-response"
      ? null
      : message.highCommitQc.round,
  idleKey: (state, naming, shown) => {
    const { lastRoundTc } = state.pacemaker;
    const isKept = rules.lastRoundTcAfterQc !== correctRules.lastRoundTcAfterQc;
    return `${isKept ? tcKey(lastRoundTc) : ""}|${idleKey(state, naming, shown)}`;
  },
  idleMentions: (state, shown) => keptByIdle(state, shown).flatMap(certifiedBlocks),
  idleShows: (state, shown) => keptByIdle(state, shown).map(({ block }) => block),
  messageCertifies,
  messageMentions: movesChains(rules) ? messageMentions : messageMentionsAll,
  messageKey: movesChains(rules) ? messageKey : messageKeyInFull,
  undecided: ({ main }) => main.waitingProposals.map(({ block }) => block.id),
  leastSigners: (validators) => rules.qcQuorum(validators),
  lineage: (hasher, reveal) => new DiemLineage(hasher, reveal),
});

function fork(state: DiemState): DiemState {
  const { main, ledger, blockTree, safety, pacemaker, leaderElection, sync } = state;
  return {
    genesis: state.genesis,
    mempool: state.mempool,
    main: { ...main, waitingProposals: [...main.waitingProposals] },
    ledger: {
      ...ledger,
      pendingStates: new Map(ledger.pendingStates),
      recent: [...ledger.recent],
    },
    blockTree: {
      ...blockTree,
      pendingBlocks: new Map(blockTree.pendingBlocks),
      pendingVotes: forkSets(blockTree.pendingVotes, (set) => ({
        ...set,
        signatures: [...set.signatures],
      })),
    },
    safety: { ...safety },
    pacemaker: {
      ...pacemaker,
      pendingTimeouts: forkSets(pacemaker.pendingTimeouts, (set) => ({
        signatures: [...set.signatures],
        highQcRounds: [...set.highQcRounds],
      })),
    },
    leaderElection: { reputationLeaders: new Map(leaderElection.reputationLeaders) },
    sync: { wanted: forkSets(sync.wanted, (one) => ({ ...one })) },
  };
}

function forkSets<Key, Value>(sets: ReadonlyMap<Key, Value>, copy: (set: Value) => Value) {
  const copies = new Map<Key, Value>();
  for (const [key, set] of sets) copies.set(key, copy(set));
  return copies;
}

/** Whether no rule is replaced on which {@link isIdle} and being deaf to a round rest. */
const isPlain = (rules: Rules): boolean =>
  (["raisesHighQc", "startsTimer", "endsRound", "opensRound", "mayPropose"] as const).every(
    (name) => rules[name] === correctRules[name],
  );

/**
 * Whether a replica waits in vain: it wants no block, will not propose, and its own timeout
 * completes no TC. It may still give up its round, which changes nothing but what it may do in it.
 */
function isIdle({ main, pacemaker, sync }: DiemState, self: ReplicaId, tcQuorum: number): boolean {
  const { currentRound, pendingTimeouts } = pacemaker;
  const others = pendingTimeouts.get(currentRound)?.signatures ?? [];
  const signers = new Set([self, ...others.map(({ signer }) => signer)]);
  return (
    sync.wanted.size === 0 &&
    main.waitingProposals.length === 0 &&
    (main.deferredRound < currentRound || main.proposedRound >= currentRound) &&
    signers.size < tcQuorum
  );
}

/** A replica shows what is highest, and asks for what it wants. */
function shows({ blockTree, sync }: DiemState): readonly BlockId[] {
  const blocks = [blockTree.highQc.block, blockTree.highCommitQc.block];
  for (const { qc } of sync.wanted.values()) blocks.push(qc.block);
  return blocks;
}

function mentions({ main, blockTree, sync }: DiemState): readonly BlockId[] {
  const { highQc, highCommitQc } = blockTree;
  const blocks = [...certifiedBlocks(highQc), ...certifiedBlocks(highCommitQc)];
  for (const { qc } of sync.wanted.values()) blocks.push(...certifiedBlocks(qc));
  for (const waiting of main.waitingProposals) blocks.push(...messageMentions(waiting));
  return blocks;
}

/** The blocks that a certificate, or a vote, certifies and commits. */
const certifiedBlocks = ({ voteInfo, ledgerCommitInfo }: VoteContent): readonly BlockId[] =>
  ledgerCommitInfo.commitStateId === null ? [voteInfo.id] : [voteInfo.id, voteInfo.parentId];

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

/** What it has committed, and what it has besides. */
function blocksKey({ ledger, blockTree }: DiemState, naming: Naming): string {
  const { root, rootStateId, pendingStates } = ledger;
  const pending: string[] = [];
  for (const [id] of blockTree.pendingBlocks) {
    if (!naming.isNamed(id)) continue;
    const speculated = pendingStates.get(id);
    const state = speculated === undefined ? "?" : naming.state(speculated, id);
    pending.push(`${naming.block(id)}${state}`);
  }
  const state = naming.isNamed(root.id) ? naming.state(rootStateId, root.id) : "";
  return `${naming.position(root.id)}${state}|${pending.sort().join(",")}`;
}

/**
 * Its timer, its round's TC, what it has signed, and whether it has led or is to lead: all that is
 * over when it leaves the round, and until then nobody will know of it. Certificates below the
 * first that it is shown give way to that.
 */
function idleKey(state: DiemState, naming: Naming, shown: Round): string {
  const { blockTree, safety } = state;
  return [
    safety.highestQcRound > maxRound(blockTree.highQc.round, shown) ? safety.highestQcRound : "",
    blocksKey(state, naming),
    votesKey(blockTree.pendingVotes, naming),
    ...[blockTree.highQc, blockTree.highCommitQc].map((qc) =>
      qc.round < shown ? "" : qcKey(qc, naming),
    ),
  ].join("|");
}

const keptByIdle = ({ blockTree }: DiemState, shown: Round): readonly QC[] =>
  [blockTree.highQc, blockTree.highCommitQc].filter(({ round }) => round >= shown);

function pacemakerKey(pacemaker: PacemakerState): string {
  const { currentRound, lastRoundTc, timedOutRound, pendingTimeouts } = pacemaker;
  const gaveUp = maxRound(timedOutRound, previousRound(currentRound));
  const timeouts = [...pendingTimeouts].map(([round, { signatures, highQcRounds }]) => {
    const reports = signatures.map(({ signer }, index) => `${signer}${highQcRounds[index] ?? 0}`);
    return `${round}:${reports.sort().join(" ")}`;
  });
  return `${currentRound}|${gaveUp}|${tcKey(lastRoundTc)}|${timeouts.join(",")}`;
}

/** Votes for a block that is not open wait for others that will never come. */
function votesKey(pendingVotes: ReadonlyMap<unknown, VoteSet>, naming: Naming): string {
  const sets: string[] = [];
  for (const { voteInfo, ledgerCommitInfo, signatures } of pendingVotes.values()) {
    if (!naming.isOpen(voteInfo.id)) continue;
    const signers = signatures.map(({ signer }) => signer).sort();
    sets.push(voteKey({ voteInfo, ledgerCommitInfo }, naming) + signers.join(" "));
  }
  return sets.join(",");
}

function messageMentions(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "proposal":
      return [
        message.block.id,
        message.block.parentId,
        ...certifiedBlocks(message.block.qc),
        ...certifiedBlocks(message.highCommitQc),
      ];
    case "vote":
      return [...certifiedBlocks(message), ...certifiedBlocks(message.highCommitQc)];
    case "timeout":
      return [...certifiedBlocks(message.tmoInfo.highQc), ...certifiedBlocks(message.highCommitQc)];
    case "sync-request":
      return certifiedBlocks(message.wanted);
    case "sync-response":
      return [message.wanted];
  }
}

/** Besides, where a chain begins, and each block of it. */
function messageMentionsAll(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "sync-request":
      return [...messageMentions(message), message.knownCommitted];
    case "sync-response":
      return message.chain.flatMap(({ id, parentId }) => [id, parentId]);
    case "proposal":
    case "vote":
    case "timeout":
      return messageMentions(message);
  }
}

/** The blocks whose certificates a receiver takes note of. */
function messageCertifies(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "proposal":
      return [message.block.parentId, message.highCommitQc.block];
    case "vote":
      return [message.highCommitQc.block];
    case "timeout":
      return [message.tmoInfo.highQc.block, message.highCommitQc.block];
    case "sync-request":
      return [message.wanted.block];
    case "sync-response":
      return [];
  }
}

function messageKey(message: DiemMessage, naming: Naming): string {
  switch (message.kind) {
    case "proposal": {
      const { block, lastRoundTc, highCommitQc, sender } = message;
      const certificates = `${tcKey(lastRoundTc)} ${qcKey(highCommitQc, naming)}`;
      return `P${naming.block(block.id)} ${sender} ${certificates}`;
    }
    case "vote": {
      const { sender, highCommitQc } = message;
      return `V${voteKey(message, naming)} ${sender} ${qcKey(highCommitQc, naming)}`;
    }
    case "timeout": {
      const { tmoInfo, lastRoundTc, highCommitQc } = message;
      const certificates = `${tcKey(lastRoundTc)} ${qcKey(highCommitQc, naming)}`;
      return `T${tmoInfo.round} ${tmoInfo.sender} ${qcKey(tmoInfo.highQc, naming)} ${certificates}`;
    }
    case "sync-request": {
      const { wanted, round, sender } = message;
      return `Q${qcKey(wanted, naming)} ${round} ${sender}`;
    }
    case "sync-response": {
      const { wanted, round, sender } = message;
      return `R${naming.block(wanted)} ${round} ${sender}`;
    }
  }
}

/** Besides, where a chain begins, and each block of it. */
function messageKeyInFull(message: DiemMessage, naming: Naming): string {
  const key = messageKey(message, naming);
  switch (message.kind) {
    case "sync-request":
      return `${key} ${naming.block(message.knownCommitted)}`;
    case "sync-response":
      return `${key} ${message.chain.map(({ id }) => naming.block(id)).join(",")}`;
    case "proposal":
    case "vote":
    case "timeout":
      return key;
  }
}

/** What a vote or a certificate says. */
type VoteContent = Pick<VoteSet, "voteInfo" | "ledgerCommitInfo">;

/** The block, the state after it, and the state that it would commit. */
function voteKey({ voteInfo, ledgerCommitInfo }: VoteContent, naming: Naming): string {
  const { id, parentId, execStateId } = voteInfo;
  const { commitStateId } = ledgerCommitInfo;
  const committed = commitStateId === null ? "" : `+${naming.state(commitStateId, parentId)}`;
  return `${naming.block(id)}/${naming.state(execStateId, id)}/${committed}`;
}

const qcKey = (qc: QC, naming: Naming): string =>
  `${voteKey(qc, naming)}/${naming.isSought(qc.block) ? qc.signers.join("") : ""}`;

function tcKey(tc: TC | null): string {
  if (tc === null) return "-";
  const rounds: readonly Round[] = tc.tmoHighQcRounds;
  return `${tc.round}:${rounds.reduce(maxRound)}`;
}
