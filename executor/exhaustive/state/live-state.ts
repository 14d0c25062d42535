/** The live variables of a stopped run, for a protocol with reductions. */
import type { Certificate } from "../../../lib/protocol/description.js";
import type { Explorable, BlockGraph, CanonicalIds } from "../../../lib/protocol/explorable.js";
import { GENESIS_ROUND } from "../../../lib/protocol/ids.js";
import type { BlockId, Millis, Round } from "../../../lib/protocol/ids.js";
import { leastHonestVotes } from "../../../lib/protocol/validators.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { RunSnapshot } from "../../../lib/simulation/snapshot.js";
import type { Topology } from "../../run/world.js";
import { QuiescentNodes } from "./quiescent-nodes.js";
import type { RoundReachability } from "./quiescent-nodes.js";
import { CanonicalState } from "./canonical-state.js";
import { pendingEffects, InFlight } from "./in-flight.js";

/** The fixed parts of a run. */
export interface LiveStateInputs {
  readonly protocol: AnyProtocol;
  readonly explorable: Explorable<object, object>;
  readonly topology: Topology;
  readonly graph: BlockGraph;
  readonly reach: RoundReachability["reach"];
}

/** The live variables of a stopped run. */
export class LiveState {
  readonly now: Millis;
  /** No future block of a lower round can get enough votes to matter. */
  readonly minVotableRound: Round;
  /** No vote, timeout or proposal of a lower round is in flight, or will be sent and matter. */
  readonly minLiveRound: Round;
  /** Blocks for which votes can still be sent, or arrive. */
  readonly votableBlocks: ReadonlySet<BlockId>;
  /** By node: it signs nothing of a lower round. */
  readonly minSignableRounds: readonly Round[];
  readonly #run: RunSnapshot<object, object>;
  readonly #explorable: Explorable<object, object>;
  readonly #inFlight: InFlight;
  readonly #quiescent: QuiescentNodes;

  constructor(run: Run, { protocol, explorable, topology, graph, reach }: LiveStateInputs) {
    this.#run = run;
    this.#explorable = explorable;
    this.now = run.scheduler.now;
    this.#inFlight = new InFlight(run, protocol, topology.words);
    this.#quiescent = new QuiescentNodes(run, this.#inFlight, {
      topology,
      explorable,
      graph,
      reach,
    });
    this.minSignableRounds = run.nodes.map((_, index) => this.#minSignableRound(index));
    const { validators } = topology;
    const quorum = Math.min(leastHonestVotes(validators), explorable.leastSigners(validators));
    const ascending = [...this.minSignableRounds].sort((a, b) => a - b);
    this.minVotableRound = ascending[quorum - 1] ?? GENESIS_ROUND;
    this.minLiveRound = Math.min(...ascending, ...this.#inFlight.rounds) as Round;
    const undecided = run.nodes.flatMap(({ state }) => explorable.votableBlocks(state));
    this.votableBlocks = new Set([...undecided, ...this.#inFlight.blocks]);
  }

  /** Bounds that exclude no future event. */
  get noBounds(): Pick<LiveState, "minVotableRound" | "minSignableRounds"> {
    return {
      minVotableRound: GENESIS_ROUND,
      minSignableRounds: this.minSignableRounds.map(() => GENESIS_ROUND),
    };
  }

  #minSignableRound(index: number): Round {
    const quiescent = this.#quiescent.minSignableRound(index);
    const node = this.#run.nodes[index];
    if (quiescent !== undefined || node === undefined) return quiescent ?? GENESIS_ROUND;
    const { outgoing } = this.#inFlight;
    const own = this.#run.task?.node.index === index ? outgoing : [];
    const rounds = own.map((message) => this.#inFlight.roundOf(message));
    return Math.min(this.#explorable.minSignableRound(node.state), ...rounds) as Round;
  }

  /** The nodes that may send messages of a round: a bit for each index. */
  senders(round: Round): number {
    let senders = this.#inFlight.receivers(round);
    for (const [index, node] of this.#run.nodes.entries()) {
      const lowest = this.#quiescent.minSignableRound(index) ?? node.round;
      if (lowest <= round || this.#usesRound(index, round)) senders |= 1 << index;
    }
    return senders;
  }

  #usesRound(index: number, round: Round): boolean {
    const node = this.#run.nodes[index];
    if (node === undefined || this.#quiescent.has(index)) return false;
    return this.#explorable.usesRound(node.state, round);
  }

  /** Whether a node may still read the leader of a round. */
  isLeaderLive(round: Round): boolean {
    return this.#run.nodes.some(
      (node, index) => (this.#quiescent.minSignableRound(index) ?? node.round) <= round,
    );
  }

  /** Whether some node would request a block if it received a certificate for it. */
  isMissing(block: BlockId, round: Round): boolean {
    return this.#run.nodes.some(({ state }) => this.#explorable.isMissing(state, block, round));
  }

  /** The blocks whose certificates can still be sent to nodes. */
  sendableCertificates(): BlockId[] {
    const explorable = this.#explorable;
    const { minCertificateRound } = this.#quiescent;
    const blocks: BlockId[] = [];
    for (const [index, { state }] of this.#run.nodes.entries()) {
      const own = this.#quiescent.has(index)
        ? (explorable.quiescence?.sendableCertificates(state, minCertificateRound) ?? [])
        : explorable.sendableCertificates(state);
      blocks.push(...own);
    }
    for (const message of this.#inFlight.messages) {
      blocks.push(...explorable.messageCertificates(message));
    }
    return blocks;
  }

  /** The blocks on which the run depends, and the given ones. */
  references(others: readonly BlockId[]): BlockId[] {
    const explorable = this.#explorable;
    const { minCertificateRound } = this.#quiescent;
    const blocks = [...others];
    for (const [index, { state }] of this.#run.nodes.entries()) {
      const own = this.#quiescent.has(index)
        ? (explorable.quiescence?.references(state, minCertificateRound) ?? [])
        : explorable.references(state);
      blocks.push(...own);
      if (!explorable.syncsWholeChains) blocks.push(explorable.root(state));
    }
    for (const message of this.#inFlight.messages) {
      blocks.push(...explorable.messageReferences(message));
    }
    for (const effect of pendingEffects(this.#run)) {
      if (effect.kind === "commit") blocks.push(effect.entry.id);
      if (effect.kind === "certified") blocks.push(...certified(effect.certificate));
    }
    return blocks;
  }

  /** Everything that can still influence the run, except the scenario. */
  canonicalText(ids: CanonicalIds): string {
    return new CanonicalState(this.#explorable, ids).text(this.#run, this.#quiescent);
  }
}

type Run = RunSnapshot<object, object>;

const certified = (certificate: Certificate): readonly BlockId[] =>
  certificate.value === null ? [] : [certificate.value];
