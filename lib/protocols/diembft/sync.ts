/**
 * Block sync. DEVIATION: the paper assumes that blocks can be fetched, without saying how. A
 * replica that sees a certificate of an unknown block requests the chain from its committed root to
 * that block. It asks the sender of the certificate first, then each signer, one every 2Δ, until
 * the block is known or superseded. A round change does not stop it.
 */
import type { Timer } from "../../protocol/host/event.js";
import { maxRound } from "../../protocol/ids.js";
import type { BlockId, ReplicaId } from "../../protocol/ids.js";
import type { Block } from "./messages/block.js";
import { executeAndInsert, isExtendable, isKnown } from "./block-tree.js";
import type { QC } from "./messages/certificates.js";
import { syncRequestDigest, syncResponseDigest } from "./messages/digests.js";
import { committedBlock } from "./ledger.js";
import { SyncRequest, SyncResponse } from "./messages/messages.js";
import type { Replica } from "./replica.js";
import type { KnownBlocks } from "./rules.js";
import type { WantedBlock } from "./state.js";

/** Runs until the next replica is asked for a block: one for each block. */
export interface RetryTimer extends Timer {
  readonly block: BlockId;
  /** Whose turn it is then. */
  readonly attempt: number;
}

export const retryTimer = (block: BlockId, attempt: number): RetryTimer => ({
  name: `retry ${block}`,
  block,
  attempt,
});

export const isRetry = (timer: Timer): timer is RetryTimer => "attempt" in timer;

/**
 * Starts asking for the block that a certificate shows, if it is missing. Where that is being done
 * already, a later round of the message matters: what a scenario loses in one round, another heals.
 */
export function requireBlock(replica: Replica, qc: QC): void {
  const { sync, ledger } = replica.state;
  if (qc.round <= ledger.root.round || isKnown(replica, qc.block)) return;
  const { trigger, context, state } = replica;
  const round = trigger?.round ?? state.pacemaker.currentRound;
  const asking = sync.wanted.get(qc.block);
  if (asking !== undefined) {
    asking.round = maxRound(asking.round, round);
    return;
  }
  const targets: ReplicaId[] = trigger === null ? [] : [trigger.sender];
  for (const id of qc.signers) if (id !== trigger?.sender && id !== context.self) targets.push(id);
  const wanted = { qc, round, targets };
  sync.wanted.set(qc.block, wanted);
  ask(replica, wanted, 0);
}

/** Asks the next in turn, unless the block has come. */
export function retry(replica: Replica, { block, attempt }: RetryTimer): void {
  const wanted = replica.state.sync.wanted.get(block);
  if (wanted !== undefined) ask(replica, wanted, attempt);
}

function ask(replica: Replica, { qc, round, targets }: WantedBlock, attempt: number): void {
  const { context, state, effects } = replica;
  const wanted = qc;
  const knownCommitted = state.ledger.root.id;
  const sender = context.self;
  const digest = syncRequestDigest(context.crypto, { wanted, knownCommitted, round, sender });
  const signature = context.signer.sign(digest);
  const to = targets[attempt];
  if (to === undefined) return;
  const message = new SyncRequest({ wanted, knownCommitted, round, sender, signature });
  effects.push({ kind: "send", to, message });
  const next = (attempt + 1) % targets.length;
  const timer = retryTimer(qc.block, next);
  effects.push({ kind: "start-timer", timer, after: 2 * context.delta });
}

/** Forgets what is wanted no longer: the block is here, or a block above it is committed. */
export function dropSatisfied(replica: Replica): void {
  const { sync, ledger } = replica.state;
  if (sync.wanted.size === 0) return;
  for (const [key, { qc }] of sync.wanted) {
    if (qc.round > ledger.root.round && !isKnown(replica, key)) continue;
    sync.wanted.delete(key);
    replica.effects.push({ kind: "stop-timer", timer: retryTimer(key, 0) });
  }
}

/** Answers with the chain from the requester's committed block to the wanted one, if it is here. */
export function processSyncRequest(replica: Replica, request: SyncRequest): void {
  const { context, rules, effects } = replica;
  const chain = chainTo(replica, request.wanted.block, request.knownCommitted);
  if (chain.length === 0) {
    effects.push({ kind: "refused", message: request, because: "block-unknown" });
    return;
  }
  const known = findBlock(replica, request.knownCommitted) ?? null;
  const wanted = request.wanted.block;
  const { round } = request;
  const sender = context.self;
  const sent = rules.syncedChain(chain, known);
  const digest = syncResponseDigest(context.crypto, { wanted, chain: sent, round, sender });
  const signature = context.signer.sign(digest);
  const message = new SyncResponse({ wanted, chain: sent, round, sender, signature });
  effects.push({ kind: "send", to: request.sender, message });
}

/** The blocks after `known` (else after genesis) up to `wanted`, oldest first. O(length). */
function chainTo(replica: Replica, wanted: BlockId, known: BlockId): readonly Block[] {
  const chain: Block[] = [];
  for (let block = findBlock(replica, wanted); block !== undefined;) {
    chain.push(block);
    if (block.parentId === known) break;
    block = findBlock(replica, block.parentId);
  }
  return chain.reverse();
}

const findBlock = (replica: Replica, id: BlockId): Block | undefined =>
  replica.state.blockTree.pendingBlocks.get(id) ?? committedBlock(replica, id);

/**
 * Executes the blocks of an answer that are missing. A chain that does not stand on this replica's
 * own is a fork of its committed prefix, and is refused whole. True if blocks were added.
 */
export function acceptSyncedBlocks(replica: Replica, response: SyncResponse): boolean {
  const { state, rules, effects } = replica;
  const refuse = (because: string): boolean => {
    effects.push({ kind: "refused", message: response, because });
    return false;
  };
  if (!state.sync.wanted.has(response.wanted)) return refuse("not-asked-for");
  const known: KnownBlocks = {
    has: (id) => isKnown(replica, id),
    canExtend: (id) => isExtendable(replica, id),
  };
  const first = response.chain.find(({ id }) => !known.has(id));
  if (first === undefined) return refuse("nothing-new");
  if (!rules.acceptsChain(first, known)) return refuse("forks-from-the-committed-prefix");
  for (const block of rules.missingBlocks(response.chain, known)) {
    executeAndInsert(replica, block);
  }
  return true;
}
