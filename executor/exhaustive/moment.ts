import { invariant } from "../../lib/protocol/assert.js";
import type { CertificateDescription } from "../../lib/protocol/description.js";
import type { Effect } from "../../lib/protocol/effect.js";
import type { Explorable, Lineage, Naming } from "../../lib/protocol/explorable.js";
import { GENESIS_ROUND, minRound, nextRound } from "../../lib/protocol/ids.js";
import type { BlockId, Millis, Round } from "../../lib/protocol/ids.js";
import type { ProtocolMessage } from "../../lib/protocol/message.js";
import type { AnyProtocol } from "../../lib/registry.js";
import type { SavedRun, Task } from "../../lib/simulation/saved.js";
import type { Cast } from "../world.js";
import { RunText } from "./run-text.js";
import { soberRun } from "./sober.js";

/** What a run is a run of. */
export interface Circumstances {
  readonly protocol: AnyProtocol;
  readonly cast: Cast;
  readonly lineage: Lineage;
  /**
   * Whom a node reaches by messages of a round, and who reaches it: a bit for each index. Undefined
   * where that is open, or messages are not governed by their rounds.
   */
  readonly reach: (round: Round, index: number) => number | undefined;
}

/** A run at the moment when it stopped: what of it can still matter. */
export class Moment {
  readonly now: Millis;
  /** No block of a lower round that is yet to come can gather votes enough to matter. */
  readonly horizon: Round;
  /** Blocks for which votes can still be sent, or arrive. */
  readonly open: ReadonlySet<BlockId>;
  /** By node: it signs nothing of a lower round. */
  readonly floors: readonly Round[];
  readonly #run: SavedRun<object, ProtocolMessage>;
  readonly #explorable: Explorable<object, ProtocolMessage>;
  /** Messages on their way, held, being handled or about to be sent. */
  readonly #messages: readonly ProtocolMessage[];
  /** By round: who is to get a message of it, or to send one. */
  readonly #receivers = new Map<Round, number>();

  /** Nodes whose round's timer can bring about nothing. */
  readonly #idle = new Set<number>();
  /** Whatever reaches an idle node shows certificates of at least this round. */
  readonly #shown: Round;

  constructor(saved: Run, { protocol, cast, lineage, reach }: Circumstances) {
    const explorable = protocol.exploration;
    invariant(explorable !== undefined, "the protocol can be explored");
    const run = soberRun(saved, cast, explorable, lineage);
    this.#run = run;
    this.#explorable = explorable;
    this.now = run.agenda.now;
    const sending = outgoing(run);
    this.#messages = [...travellers(run), ...sending];
    const descriptions = this.#messages.map((message) => protocol.describe(message));
    this.#noteReceivers(protocol);
    this.#noteIdle(cast, reach);
    this.#shown = this.#leastShown();
    this.floors = run.nodes.map(({ state }, index) => {
      if (this.#isOvertaken(index)) return nextRound(this.#shown);
      if (this.#idle.has(index)) return nextRound(explorable.floor(state));
      const own = run.task?.node.index === index ? sending : [];
      const rounds = own.map((message) => protocol.describe(message).round);
      return Math.min(explorable.floor(state), ...rounds) as Round;
    });
    const { validators } = cast;
    const few = Math.min(validators.faulty + 1, explorable.leastSigners(validators));
    const ascending = [...this.floors].sort((a, b) => a - b);
    this.horizon = ascending[few - 1] ?? GENESIS_ROUND;
    const open = new Set(run.nodes.flatMap(({ state }) => explorable.undecided(state)));
    for (const message of descriptions) {
      if (message.kind === "proposal" || message.kind === "vote") open.add(message.block);
    }
    this.open = open;
  }

  #noteReceivers(protocol: AnyProtocol): void {
    const { agenda, held, task } = this.#run;
    const note = (payload: ProtocolMessage, index: number): void => {
      const { round } = protocol.describe(payload);
      this.#receivers.set(round, (this.#receivers.get(round) ?? 0) | (1 << index));
    };
    for (const [, item] of agenda.items) if ("payload" in item) note(item.payload, item.to.index);
    for (const { delivery } of held) note(delivery.payload, delivery.to.index);
    if (task === undefined) return;
    if (task.event?.kind === "message") note(task.event.message, task.node.index);
    for (const message of outgoing(this.#run)) note(message, task.node.index);
  }

  /**
   * A node is idle in its round if nobody in its reach sends it a message of the round any more, or
   * takes notice of one, and its own timeout brings it no further. Then nobody will ever know when,
   * or whether, its timer fires.
   */
  #noteIdle({ nodes, validators }: Cast, reach: Circumstances["reach"]): void {
    for (const { index, replica } of nodes) {
      const node = this.#run.nodes[index];
      const reached = node && reach(node.round, index);
      if (node === undefined || reached === undefined) continue;
      const { round, state } = node;
      const isAlone =
        !this.#isActing(index) &&
        this.#explorable.floor(state) === round &&
        ((this.#receivers.get(round) ?? 0) & reached) === 0 &&
        this.#run.nodes.every(
          (other, at) => at === index || (reached & (1 << at)) === 0 || this.#isDone(other, round),
        );
      if (isAlone && this.#explorable.isIdle(state, replica, validators)) this.#idle.add(index);
    }
  }

  #leastShown(): Round {
    const explorable = this.#explorable;
    const { nodes, held } = this.#run;
    if (held.length > 0) return GENESIS_ROUND;
    const rounds = this.#messages.flatMap((message) => explorable.messageShows(message) ?? []);
    for (const [index, { state }] of nodes.entries()) {
      if (!this.#idle.has(index)) rounds.push(explorable.showsAtLeast(state));
    }
    const [first, ...others] = rounds;
    return first === undefined ? GENESIS_ROUND : others.reduce(minRound, first);
  }

  /** Whether whatever may still reach an idle node makes nothing of most of its state. */
  #isOvertaken(index: number): boolean {
    const node = this.#run.nodes[index];
    return (
      node !== undefined &&
      this.#idle.has(index) &&
      this.#explorable.isOvertaken(node.state, this.#shown)
    );
  }

  /** Whether a node is about to do more than to give up its round. */
  #isActing(index: number): boolean {
    const { task } = this.#run;
    return task?.node.index === index && !isTimeout(task);
  }

  /** Whether a node neither sends messages of a round any more nor takes notice of them. */
  #isDone({ state, round: current }: Run["nodes"][number], round: Round): boolean {
    return (
      current > round &&
      !this.#explorable.concerns(state, round) &&
      this.#explorable.isDeafTo(state, round)
    );
  }

  /** The nodes that have not left a round, or may answer a message of it: a bit for each index. */
  senders(round: Round): number {
    let senders = this.#receivers.get(round) ?? 0;
    for (const [index, node] of this.#run.nodes.entries()) {
      if (node.round === round && this.#idle.has(index)) continue;
      if (round <= this.#shown && this.#isOvertaken(index)) continue;
      if (node.round <= round || this.#explorable.concerns(node.state, round)) {
        senders |= 1 << index;
      }
    }
    return senders;
  }

  /** Whether a node may still ask who leads a round. */
  asksLeader(round: Round): boolean {
    return this.#run.nodes.some(
      (node, index) => node.round <= round && (round > this.#shown || !this.#isOvertaken(index)),
    );
  }

  /** Whether some node would ask for a block if it saw a certificate for it. */
  isLacked(block: BlockId, round: Round): boolean {
    return this.#run.nodes.some(({ state }) => this.#explorable.lacks(state, block, round));
  }

  /** The blocks for which certificates may be shown to nodes. */
  shown(): BlockId[] {
    const explorable = this.#explorable;
    const blocks = this.#speaking().flatMap((state) => explorable.shows(state));
    for (const message of this.#messages) blocks.push(...explorable.messageCertifies(message));
    return blocks;
  }

  /** The states of nodes that will show certificates that they have by now. */
  #speaking(): object[] {
    return this.#run.nodes.flatMap(({ state }, index) => (this.#isOvertaken(index) ? [] : state));
  }

  /** The blocks on which the run depends, besides those given. */
  mentions(others: readonly BlockId[]): BlockId[] {
    const explorable = this.#explorable;
    const blocks = [...others, ...this.#speaking().flatMap((state) => explorable.mentions(state))];
    for (const message of this.#messages) blocks.push(...explorable.messageMentions(message));
    for (const effect of pendingEffects(this.#run)) {
      if (effect.kind === "commit") blocks.push(effect.entry.id);
      if (effect.kind === "certified") blocks.push(...certified(effect.certificate));
    }
    if (explorable.movesChains) return blocks;
    return [...blocks, ...this.#run.nodes.map(({ state }) => explorable.root(state))];
  }

  /** All that can still influence the run, besides the scenario. */
  text(naming: Naming): string {
    const overtaken = new Set([...this.#idle].filter((index) => this.#isOvertaken(index)));
    return new RunText(this.#explorable, naming).of(this.#run, this.#idle, overtaken);
  }
}

type Run = SavedRun<object, ProtocolMessage>;

const isTimeout = ({ event }: Task<ProtocolMessage>): boolean =>
  event?.kind === "timer" && event.timer.kind === "round";

const pendingEffects = ({ task }: Run): readonly Effect<ProtocolMessage>[] =>
  task === undefined ? [] : task.effects.slice(task.next);

function travellers({ agenda, held, task }: Run): ProtocolMessage[] {
  const messages: ProtocolMessage[] = [];
  for (const [, item] of agenda.items) if ("payload" in item) messages.push(item.payload);
  for (const { delivery } of held) messages.push(delivery.payload);
  if (task?.event?.kind === "message") messages.push(task.event.message);
  return messages;
}

const outgoing = (run: Run): ProtocolMessage[] =>
  pendingEffects(run).flatMap((effect) =>
    effect.kind === "send" || effect.kind === "broadcast" ? effect.message : [],
  );

const certified = (certificate: CertificateDescription): readonly BlockId[] =>
  certificate.kind === "qc" ? [certificate.block] : [];
