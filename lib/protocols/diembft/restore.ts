/** A replica's state from what it left on disk. Its own files are trusted no more than a peer. */
import { invariant } from "../../protocol/assert.js";
import type { ReplicaContext } from "../../protocol/context.js";
import type { DurableState } from "../../protocol/effect.js";
import type { BlockId, StateId } from "../../protocol/ids.js";
import type { LedgerEntry } from "../../protocol/ledger.js";
import { StorageError } from "../../protocol/protocol.js";
import type { Durability } from "../../protocol/protocol.js";
import { CommittedBlock } from "./block.js";
import type { Block } from "./block.js";
import { decodeCommitted, decodeState, encodeCommitted, encodeState } from "./codec.js";
import { stateDigest } from "./digests.js";
import { isConsensusState } from "./durable.js";
import type { ConsensusState } from "./durable.js";
import { genesis } from "./genesis.js";
import type { Rules } from "./rules.js";
import { markServed } from "./served.js";
import { initialState } from "./state.js";
import type { DiemState } from "./state.js";
import { refuseBlock } from "./verify.js";
import { refuseCertificate } from "./verify-certificates.js";
import type { Door, Refusal } from "./verify-certificates.js";

/** What a restart depends on. */
interface Restart extends Door {
  readonly rules: Rules;
}

export function durability(rules: Rules): Durability<DiemState> {
  const doorOf = (context: ReplicaContext) => ({ context, rules, genesis: genesis(context) });
  return {
    encodeState: (durable) => JSON.stringify(encodeState(ours(durable))),
    encodeEntry: (entry) => JSON.stringify(encodeCommitted(committed(entry))),
    decodeLedger: (lines, context) => decodeLedger(lines, doorOf(context)),
    restore(durable, ledger, context) {
      const door = doorOf(context);
      return restore(door, durable === null ? null : decodeState(durable), ledger);
    },
  };
}

function ours(durable: DurableState): ConsensusState {
  invariant(isConsensusState(durable), "a replica's durable state is its own protocol's");
  return durable;
}

function committed(entry: LedgerEntry): CommittedBlock {
  invariant(entry instanceof CommittedBlock, "a ledger holds what this protocol committed");
  return entry;
}

/** Reads a chain from genesis, each block valid and each state computed anew. */
function decodeLedger(lines: readonly string[], door: Door): readonly CommittedBlock[] {
  let tip: { readonly id: BlockId; readonly stateId: StateId } = door.genesis;
  return lines.map((line, index) => {
    const entry = decodeCommitted(line, index + 1);
    const { block, stateId } = entry;
    const fail = (because: string) => new StorageError(because, index + 1);
    const refusal = refuseBlock(door, block);
    if (refusal !== null) throw fail(refusal);
    if (block.parentId !== tip.id) throw fail("chain-does-not-link");
    if (stateDigest(door.context.crypto, tip.stateId, block.payload) !== stateId) {
      throw fail("state-is-not-that-of-its-transactions");
    }
    tip = entry;
    return entry;
  });
}

function restore(
  door: Restart,
  durable: ConsensusState | null,
  ledger: readonly LedgerEntry[],
): DiemState {
  const state = initialState(door.genesis);
  for (const entry of ledger) {
    const { block, stateId } = committed(entry);
    for (const request of door.context.transactions === undefined ? block.requests : []) {
      if (request !== null) markServed(state.mempool, request, stateId);
    }
    state.ledger.root = { id: block.id, round: block.round };
    state.ledger.rootStateId = stateId;
  }
  if (durable !== null) resumeFrom(state, door, durable);
  return state;
}

function resumeFrom(state: DiemState, door: Restart, durable: ConsensusState): void {
  const refusal = firstRefusal(door, durable);
  if (refusal !== null) throw new StorageError(refusal, null);
  const { main, safety, pacemaker, blockTree, leaderElection } = state;
  const { highestVoteRound, highestQcRound } = door.rules.restoredSafety(durable);
  safety.highestVoteRound = highestVoteRound;
  safety.highestQcRound = highestQcRound;
  pacemaker.currentRound = durable.currentRound;
  pacemaker.lastRoundTc = durable.lastRoundTc;
  main.proposedRound = durable.proposedRound;
  blockTree.highQc = durable.highQc;
  blockTree.highCommitQc = durable.highCommitQc;
  for (const [at, leader] of durable.leaders) leaderElection.reputationLeaders.set(at, leader);
  for (const block of durable.pendingBlocks) putBack(state, door, block);
}

/** Executes a block again, unless it does not stand on the chain: the ledger has gone on since. */
function putBack({ ledger, blockTree }: DiemState, { context }: Door, block: Block): void {
  const parent = ledger.pendingStates.get(block.parentId);
  const base = parent ?? (block.parentId === ledger.root.id ? ledger.rootStateId : undefined);
  if (base === undefined) return;
  ledger.pendingStates.set(block.id, stateDigest(context.crypto, base, block.payload));
  blockTree.pendingBlocks.set(block.id, block);
}

function firstRefusal(door: Door, durable: ConsensusState): Refusal | null {
  const { highQc, highCommitQc, lastRoundTc, pendingBlocks } = durable;
  for (const block of pendingBlocks) {
    const refusal = refuseBlock(door, block);
    if (refusal !== null) return refusal;
  }
  return (
    refuseCertificate(door, highQc) ??
    refuseCertificate(door, highCommitQc) ??
    (lastRoundTc === null ? null : refuseCertificate(door, lastRoundTc))
  );
}
