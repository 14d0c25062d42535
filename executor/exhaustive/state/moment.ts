/** What of a stopped run is live, for a protocol that says what counts. */
import type { Certificate } from "../../../lib/protocol/description.js";
import type { Explorable, Lineage, Naming } from "../../../lib/protocol/explorable.js";
import { GENESIS_ROUND } from "../../../lib/protocol/ids.js";
import type { BlockId, Millis, Round } from "../../../lib/protocol/ids.js";
import { leastHonestVotes } from "../../../lib/protocol/validators.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { RunSnapshot } from "../../../lib/simulation/snapshot.js";
import type { Topology } from "../../run/world.js";
import { Idleness } from "./idleness.js";
import type { Known } from "./idleness.js";
import { RunText } from "./run-text.js";
import { pendingEffects, Traffic } from "./traffic.js";

/** What a run is a run of. */
export interface Circumstances {
  readonly protocol: AnyProtocol;
  readonly explorable: Explorable<object, object>;
  readonly cast: Topology;
  readonly lineage: Lineage;
  readonly reach: Known["reach"];
}

/** A run at the moment when it stopped: what of it can still matter. */
export class Moment {
  readonly now: Millis;
  /** No future block of a lower round can gather enough votes to matter. */
  readonly horizon: Round;
  /** No vote, timeout or proposal of a lower round is on its way, or will be sent and count. */
  readonly active: Round;
  /** Blocks for which votes can still be sent, or arrive. */
  readonly open: ReadonlySet<BlockId>;
  /** By node: it signs nothing of a lower round. */
  readonly floors: readonly Round[];
  readonly #run: RunSnapshot<object, object>;
  readonly #explorable: Explorable<object, object>;
  readonly #traffic: Traffic;
  readonly #idleness: Idleness;

  constructor(run: Run, { protocol, explorable, cast, lineage, reach }: Circumstances) {
    this.#run = run;
    this.#explorable = explorable;
    this.now = run.scheduler.now;
    this.#traffic = new Traffic(run, protocol, cast.words);
    this.#idleness = new Idleness(run, this.#traffic, { cast, explorable, lineage, reach });
    this.floors = run.nodes.map((_, index) => this.#floorOf(index));
    const { validators } = cast;
    const few = Math.min(leastHonestVotes(validators), explorable.leastSigners(validators));
    const ascending = [...this.floors].sort((a, b) => a - b);
    this.horizon = ascending[few - 1] ?? GENESIS_ROUND;
    this.active = Math.min(...ascending, ...this.#traffic.rounds) as Round;
    const undecided = run.nodes.flatMap(({ state }) => explorable.undecided(state));
    this.open = new Set([...undecided, ...this.#traffic.blocks]);
  }

  /** Bounds that rule out nothing that is still to come. */
  get nothingRuledOut(): Pick<Moment, "horizon" | "floors"> {
    return { horizon: GENESIS_ROUND, floors: this.floors.map(() => GENESIS_ROUND) };
  }

  #floorOf(index: number): Round {
    const idle = this.#idleness.floorOf(index);
    const node = this.#run.nodes[index];
    if (idle !== undefined || node === undefined) return idle ?? GENESIS_ROUND;
    const { sending } = this.#traffic;
    const own = this.#run.task?.node.index === index ? sending : [];
    const rounds = own.map((message) => this.#traffic.roundOf(message));
    return Math.min(this.#explorable.floor(node.state), ...rounds) as Round;
  }

  /** The nodes that have not left a round, or may answer a message of it: a bit for each index. */
  senders(round: Round): number {
    let senders = this.#traffic.receivers(round);
    for (const [index, node] of this.#run.nodes.entries()) {
      const floor = this.#idleness.floorOf(index) ?? node.round;
      if (floor <= round || this.#concerns(index, round)) senders |= 1 << index;
    }
    return senders;
  }

  #concerns(index: number, round: Round): boolean {
    const node = this.#run.nodes[index];
    if (node === undefined || this.#idleness.has(index)) return false;
    return this.#explorable.concerns(node.state, round);
  }

  /** Whether a node may still ask who leads a round. */
  asksLeader(round: Round): boolean {
    return this.#run.nodes.some(
      (node, index) => (this.#idleness.floorOf(index) ?? node.round) <= round,
    );
  }

  /** Whether some node would ask for a block if it saw a certificate for it. */
  isLacked(block: BlockId, round: Round): boolean {
    return this.#run.nodes.some(({ state }) => this.#explorable.lacks(state, block, round));
  }

  /** The blocks for which certificates may be shown to nodes. */
  shown(): BlockId[] {
    const explorable = this.#explorable;
    const { shown } = this.#idleness;
    const blocks = this.#run.nodes.flatMap(({ state }, index) =>
      this.#idleness.has(index)
        ? (explorable.quiescence?.shows(state, shown) ?? [])
        : explorable.shows(state),
    );
    for (const message of this.#traffic.messages) {
      blocks.push(...explorable.messageCertifies(message));
    }
    return blocks;
  }

  /** The blocks on which the run depends, besides those given. */
  mentions(others: readonly BlockId[]): BlockId[] {
    const explorable = this.#explorable;
    const { shown } = this.#idleness;
    const blocks = [...others];
    for (const [index, { state }] of this.#run.nodes.entries()) {
      const own = this.#idleness.has(index)
        ? (explorable.quiescence?.mentions(state, shown) ?? [])
        : explorable.mentions(state);
      blocks.push(...own);
      if (!explorable.movesChains) blocks.push(explorable.root(state));
    }
    for (const message of this.#traffic.messages) {
      blocks.push(...explorable.messageMentions(message));
    }
    for (const effect of pendingEffects(this.#run)) {
      if (effect.kind === "commit") blocks.push(effect.entry.id);
      if (effect.kind === "certified") blocks.push(...certified(effect.certificate));
    }
    return blocks;
  }

  /** All that can still influence the run, besides the scenario. */
  text(naming: Naming): string {
    return new RunText(this.#explorable, naming).of(this.#run, this.#idleness);
  }
}

type Run = RunSnapshot<object, object>;

const certified = (certificate: Certificate): readonly BlockId[] =>
  certificate.value === null ? [] : [certificate.value];
