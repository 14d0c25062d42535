/**
 * MemPool (3.6): requests of clients that are not committed yet. DEVIATION: the paper only has
 * get_transactions; receiving requests, answering them and ordering each once is ours.
 */
import { requestDigest, transactionOf } from "../../../protocol/host/client.js";
import type { ClientRequest } from "../../../protocol/host/client.js";
import type { MempoolOptions } from "../../../protocol/host/context.js";
import type { BlockId, StateId, Transaction } from "../../../protocol/ids.js";
import type { Block } from "../messages/block.js";
import { committedBlock } from "../ledger.js";
import type { Replica } from "../replica.js";
import { isServed, markServed, nameOf } from "./served.js";
import { answer, reject } from "./replies.js";
import type { MempoolState } from "../state.js";

const DEFAULT_MEMPOOL: MempoolOptions = { capacity: 1000, blockSize: 4 };

/** The transactions for a block of the current round: scripted, or the oldest that wait. */
export function getTransactions(replica: Replica): readonly Transaction[] {
  const { transactions, mempool = DEFAULT_MEMPOOL } = replica.context;
  if (transactions !== undefined) return transactions(replica.state.pacemaker.currentRound);
  return waiting(replica, mempool.blockSize);
}

/** The oldest pending transactions that are not between the committed root and the highest QC. */
function waiting({ state }: Replica, most: number): readonly Transaction[] {
  const { mempool, blockTree } = state;
  if (mempool.pending.size === 0) return [];
  const proposed = namesUpTo(state.blockTree.pendingBlocks, blockTree.highQc.block);
  const chosen: Transaction[] = [];
  for (let i = mempool.head; i < mempool.arrivals.length && chosen.length < most; i++) {
    const name = mempool.arrivals[i] ?? "";
    const transaction = mempool.pending.get(name);
    if (transaction !== undefined && !proposed.has(name)) chosen.push(transaction);
  }
  return chosen;
}

/** O(1) a transaction over a run: the list is cut when more than half of it is behind. */
function skipCommitted(mempool: MempoolState): void {
  const { pending, arrivals } = mempool;
  while (mempool.head < arrivals.length && !pending.has(arrivals[mempool.head] ?? "")) {
    mempool.head++;
  }
  if (mempool.head * 2 <= arrivals.length) return;
  mempool.arrivals = arrivals.slice(mempool.head);
  mempool.head = 0;
}

type PendingBlocks = ReadonlyMap<BlockId, Block>;

/** The pending blocks from a tip down to the committed root. */
function* pathFrom(blocks: PendingBlocks, tip: BlockId): Generator<Block> {
  for (let block = blocks.get(tip); block !== undefined; block = blocks.get(block.parentId)) {
    yield block;
  }
}

/** The names of the requests in pending blocks up to a tip. */
function namesUpTo(blocks: PendingBlocks, tip: BlockId): Set<string> {
  const names = new Set<string>();
  for (const { requests } of pathFrom(blocks, tip)) {
    for (const request of requests) if (request !== null) names.add(nameOf(request));
  }
  return names;
}

/**
 * Whether a leader has a reason to propose. DEVIATION: with clients, there is no proposal in a
 * round without work. Work is also an uncommitted block, which needs successors, and a commit that
 * the other replicas learn of by a further proposal.
 */
export function hasWork(replica: Replica): boolean {
  if (replica.context.transactions !== undefined) return true;
  const { highQc, pendingBlocks } = replica.state.blockTree;
  for (const { payload } of pathFrom(pendingBlocks, highQc.block)) {
    if (payload.length > 0) return true;
  }
  return commitsSomething(replica) || waiting(replica, 1).length > 0;
}

function commitsSomething(replica: Replica): boolean {
  const { highQc } = replica.state.blockTree;
  if (highQc.ledgerCommitInfo.commitStateId === null) return false;
  const block = committedBlock(replica, highQc.parent);
  return block !== undefined && block.payload.length > 0;
}

/** Why a replica does not vote for a payload; null when it may. */
export function refusePayload({ context, state }: Replica, block: Block): string | null {
  const { transactions, mempool: { blockSize } = DEFAULT_MEMPOOL } = context;
  if (transactions !== undefined) return null;
  if (block.payload.length > blockSize) return "payload-too-large";
  const names = namesUpTo(state.blockTree.pendingBlocks, block.parentId);
  for (const request of block.requests) {
    if (request === null) continue;
    if (names.has(nameOf(request)) || isServed(state.mempool, request)) {
      return "transaction-ordered-twice";
    }
    names.add(nameOf(request));
  }
  return null;
}

/** A request has come: it waits, is answered from memory, or is refused. True if it is new. */
export function addRequest(replica: Replica, request: ClientRequest): boolean {
  const { context, state } = replica;
  const { crypto, mempool: { capacity } = DEFAULT_MEMPOOL } = context;
  const { pending, arrivals, clients } = state.mempool;
  if (!crypto.verify(request.client, requestDigest(crypto, request), request.signature)) {
    reject(replica, request, "signature-invalid");
    return false;
  }
  if (isServed(state.mempool, request)) {
    const stateId = clients.get(request.client)?.recent.get(request.sequence);
    if (stateId === undefined) reject(replica, request, "answered-long-ago");
    else answer(replica, request, stateId);
    return false;
  }
  const name = nameOf(request);
  const transaction = transactionOf(request);
  const known = pending.get(name);
  if (known !== undefined) {
    if (known !== transaction) reject(replica, request, "sequence-number-taken");
    return false;
  }
  if (pending.size >= capacity) {
    reject(replica, request, "mempool-full");
    return false;
  }
  pending.set(name, transaction);
  arrivals.push(name);
  return true;
}

/** A block is committed, whichever way: its requests are served and their clients answered. */
export function commitRequests(replica: Replica, block: Block, stateId: StateId): void {
  const { mempool } = replica.state;
  if (replica.context.transactions !== undefined) return;
  for (const request of block.requests) {
    if (request === null) continue;
    mempool.pending.delete(nameOf(request));
    markServed(mempool, request, stateId);
    answer(replica, request, stateId);
  }
  skipCommitted(mempool);
}
