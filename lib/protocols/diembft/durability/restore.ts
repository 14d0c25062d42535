/** Restores a replica from disk, and verifies its files like messages of a peer. */
import { invariant } from "../../../protocol/assert.js";
import type { ReplicaContext } from "../../../protocol/host/context.js";
import type { DurableState } from "../../../protocol/host/effect.js";
import type { BlockId, StateId } from "../../../protocol/ids.js";
import type { LedgerEntry } from "../../../protocol/host/ledger.js";
import { StorageError } from "../../../protocol/protocol.js";
import type { Durability } from "../../../protocol/protocol.js";
import { CommittedBlock } from "../messages/block.js";
import type { Block } from "../messages/block.js";
import { decodeCommitted, decodeState, encodeCommitted, encodeState } from "../messages/codec.js";
import { stateDigest } from "../messages/state-digest.js";
import { isConsensusState } from "./durable.js";
import type { ConsensusState } from "./durable.js";
import { genesis } from "../messages/genesis.js";
import type { Rules } from "../rules.js";
import { markServed } from "../clients/served.js";
import { initialState } from "../state.js";
import type { DiemState } from "../state.js";
import { refuseBlock } from "../messages/verify.js";
import { refuseCertificate } from "../messages/verify-certificates.js";
import type { VerificationContext, Refusal } from "../messages/verify-certificates.js";

/** The inputs of a restart. */
interface Restart extends VerificationContext {
  readonly rules: Rules;
}

export function durability(rules: Rules): Durability<DiemState> {
  const verificationOf = (context: ReplicaContext) => ({
    context,
    rules,
    genesis: genesis(context),
  });
  return {
    encodeState: (durable) => JSON.stringify(encodeState(asConsensusState(durable))),
    encodeEntry: (entry) => JSON.stringify(encodeCommitted(asCommittedBlock(entry))),
    decodeLedger: (lines, context) => decodeLedger(lines, verificationOf(context)),
    restore(durable, ledger, context) {
      const verification = verificationOf(context);
      return restore(verification, durable === null ? null : decodeState(durable), ledger);
    },
  };
}

function asConsensusState(durable: DurableState): ConsensusState {
  invariant(isConsensusState(durable), "a replica's durable state is its own protocol's");
  return durable;
}

function asCommittedBlock(entry: LedgerEntry): CommittedBlock {
  invariant(entry instanceof CommittedBlock, "a ledger holds what this protocol committed");
  return entry;
}

/** Reads a chain from genesis, each block valid and each state computed anew. */
function decodeLedger(
  lines: readonly string[],
  verification: VerificationContext,
): readonly CommittedBlock[] {
  let tip: { readonly id: BlockId; readonly stateId: StateId } = verification.genesis;
  return lines.map((line, index) => {
    const entry = decodeCommitted(line, index + 1);
    const { block, stateId } = entry;
    const fail = (because: string) => new StorageError(because, index + 1);
    const refusal = refuseBlock(verification, block);
    if (refusal !== null) throw fail(refusal);
    if (block.parentId !== tip.id) throw fail("chain-does-not-link");
    if (stateDigest(verification.context.crypto, tip.stateId, block.payload) !== stateId) {
      throw fail("state-is-not-that-of-its-transactions");
    }
    tip = entry;
    return entry;
  });
}

function restore(
  verification: Restart,
  durable: ConsensusState | null,
  ledger: readonly LedgerEntry[],
): DiemState {
  const state = initialState(verification.genesis);
  for (const entry of ledger) {
    const { block, stateId } = asCommittedBlock(entry);
    for (const request of verification.context.transactions === undefined ? block.requests : []) {
      if (request !== null) markServed(state.mempool, request, stateId);
    }
    state.ledger.root = { id: block.id, round: block.round };
    state.ledger.rootStateId = stateId;
  }
  if (durable !== null) resumeFrom(state, verification, durable);
  return state;
}

function resumeFrom(state: DiemState, verification: Restart, durable: ConsensusState): void {
  const refusal = firstRefusal(verification, durable);
  if (refusal !== null) throw new StorageError(refusal, null);
  const { main, safety, pacemaker, blockTree, leaderElection } = state;
  const { highestVoteRound, highestQcRound } = verification.rules.restoredSafety(durable);
  safety.highestVoteRound = highestVoteRound;
  safety.highestQcRound = highestQcRound;
  pacemaker.currentRound = durable.currentRound;
  pacemaker.lastRoundTc = durable.lastRoundTc;
  main.proposedRound = durable.proposedRound;
  blockTree.highQc = durable.highQc;
  blockTree.highCommitQc = durable.highCommitQc;
  for (const [at, leader] of durable.leaders) leaderElection.reputationLeaders.set(at, leader);
  for (const block of durable.pendingBlocks) reinsert(state, verification, block);
}

/** Executes a block again, unless it does not stand on the chain: the ledger has gone on since. */
function reinsert(
  { ledger, blockTree }: DiemState,
  { context }: VerificationContext,
  block: Block,
): void {
  const parent = ledger.pendingStates.get(block.parentId);
  const base = parent ?? (block.parentId === ledger.root.id ? ledger.rootStateId : undefined);
  if (base === undefined) return;
  ledger.pendingStates.set(block.id, stateDigest(context.crypto, base, block.payload));
  blockTree.pendingBlocks.set(block.id, block);
}

function firstRefusal(verification: VerificationContext, durable: ConsensusState): Refusal | null {
  const { highQc, highCommitQc, lastRoundTc, pendingBlocks } = durable;
  for (const block of pendingBlocks) {
    const refusal = refuseBlock(verification, block);
    if (refusal !== null) return refusal;
  }
  return (
    refuseCertificate(verification, highQc) ??
    refuseCertificate(verification, highCommitQc) ??
    (lastRoundTc === null ? null : refuseCertificate(verification, lastRoundTc))
  );
}
