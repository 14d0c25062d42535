/** Observes a cluster run and gathers the data of its report. */
import { unreachable } from "../lib/protocol/assert.js";
import type { MessageRole } from "../lib/protocol/description.js";
import type { BlockId, Millis, ReplicaId, Round } from "../lib/protocol/ids.js";
import { MessageWords } from "../lib/protocol/message-words.js";
import type { NodeInfo, ObservedEvent } from "../lib/protocol/judging/observed-event.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import type { TraceEntry } from "../lib/simulation/trace.js";
import type { Incident, OutgoingMessage } from "../lib/simulation/world.js";

/** The activity of one replica. */
export class ReplicaRecord {
  readonly node: NodeInfo;
  /** The last round that it entered. */
  round = 0;
  /** The last round in which it voted or timed out. */
  lastSignedRound = 0;
  /** Blocks that it committed, and the transactions in them. */
  blocks = 0;
  transactions = 0;
  /** The last block that it committed. */
  tip: BlockId | undefined;
  /** Messages of each kind that it sent. */
  proposals = 0;
  votes = 0;
  timeouts = 0;
  /** Sync requests that it sent. */
  syncs = 0;
  /** Rounds of the blocks that it committed without having received their proposals. */
  readonly fetched: Round[] = [];
  /** Rounds that it skipped. */
  readonly skipped: Round[] = [];
  readonly incidents = new Map<Incident["kind"], number>();
  /** Messages that it refused, by reason. */
  readonly refusals = new Map<string, number>();
  /** Blocks whose proposal it received and that it has not committed. */
  readonly received = new Set<BlockId>();

  constructor(node: NodeInfo) {
    this.node = node;
  }
}

/** The number of committed transactions over time. */
export interface Point {
  readonly at: Millis;
  readonly transactions: number;
}

/** Records what each replica does during a run, for reports and expectations. */
export class Observer {
  /** In node order. */
  readonly replicas: readonly ReplicaRecord[];
  /** Transactions committed by the furthest correct replica, over time. */
  readonly curve: Point[] = [];
  /** For each round, the number of correct replicas that voted or timed out, by assumed leader. */
  readonly leaders = new Map<Round, Map<ReplicaId, number>>();
  readonly #protocol: AnyProtocol;
  readonly #words: MessageWords;

  constructor(nodes: readonly NodeInfo[], protocol: AnyProtocol) {
    this.replicas = nodes.map((node) => new ReplicaRecord(node));
    this.#protocol = protocol;
    this.#words = new MessageWords(protocol.messageTypes);
  }

  /**
   * Records whom a correct sender takes for the leader, when it first votes or times out in a
   * round.
   */
  onSend({ envelope, state, context }: OutgoingMessage<object>): void {
    const { from, message, senderRound } = envelope;
    const record = this.#recordOf(from);
    if (record === undefined || !from.honest || record.lastSignedRound >= senderRound) return;
    const role = this.#words.roleOf(message.type);
    if (role !== "vote" && role !== "timeout") return;
    record.lastSignedRound = senderRound;
    const leader = this.#protocol.leaderOf?.(state, senderRound, context);
    if (leader === undefined) return;
    const known = this.leaders.get(senderRound) ?? new Map<ReplicaId, number>();
    this.leaders.set(senderRound, known);
    increase(known, leader);
  }

  /** Records what a judge may know of a run. */
  onEvent(observed: ObservedEvent): void {
    const record = this.#recordOf(observed.node);
    if (record === undefined) return;
    switch (observed.kind) {
      case "sent":
        countMessage(record, this.#words.roleOf(observed.message.type));
        break;
      case "entered":
        enter(record, observed.round);
        break;
      case "committed":
        this.#committed(record, observed);
        break;
      case "certified":
      case "halted":
      case "stuck":
      case "overdue":
        break;
    }
  }

  /** Records proposals that arrive, and messages that are refused. */
  onTrace(entry: TraceEntry<object>): void {
    if (entry.kind === "delivered") {
      const { type, block } = entry.message;
      if (block === undefined || this.#words.roleOf(type) !== "proposal") return;
      this.#recordOf(entry.node)?.received.add(block.id);
    } else if (entry.kind === "effect" && entry.effect.kind === "refused") {
      const record = this.#recordOf(entry.node);
      if (record !== undefined) increase(record.refusals, entry.effect.because);
    }
  }

  /** Records that a replica crashed, restarted or halted. */
  onIncident({ node, kind }: Incident): void {
    const record = this.#recordOf(node);
    if (record !== undefined) increase(record.incidents, kind);
  }

  #committed(
    record: ReplicaRecord,
    { at, entry }: Extract<ObservedEvent, { kind: "committed" }>,
  ): void {
    record.blocks++;
    record.transactions += entry.transactions.length;
    record.tip = entry.id;
    // Before its first round a replica tells what it has from an earlier process.
    const isRestored = record.round === 0;
    if (!record.received.delete(entry.id) && !isRestored) record.fetched.push(entry.round);
    const furthest = this.curve.at(-1)?.transactions ?? 0;
    if (record.node.honest && record.transactions > furthest) {
      this.curve.push({ at, transactions: record.transactions });
    }
  }

  #recordOf({ index }: NodeInfo): ReplicaRecord | undefined {
    return this.replicas[index];
  }
}

function countMessage(record: ReplicaRecord, role: MessageRole | undefined): void {
  switch (role) {
    case "proposal":
      record.proposals++;
      break;
    case "vote":
      record.votes++;
      break;
    case "timeout":
      record.timeouts++;
      break;
    case "request":
      record.syncs++;
      break;
    case "response":
    case undefined:
      break;
    default:
      unreachable(role);
  }
}

function enter(record: ReplicaRecord, round: Round): void {
  for (let skipped = record.round + 1; skipped < round; skipped++) {
    record.skipped.push(skipped as Round);
  }
  record.round = Math.max(record.round, round);
}

const increase = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
