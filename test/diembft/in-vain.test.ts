/** The law of what is in vain, and of whom a replica is deaf to: neither changes anything. */
import { expect } from "chai";
import { idealHasher, structuralSuite } from "../../lib/crypto/structural.js";
import type { BugName } from "../../lib/protocols/diembft/bugs.js";
import { exploration } from "../../lib/protocols/diembft/exploration.js";
import { isDeafTo, isVain, sober } from "../../lib/protocols/diembft/in-vain.js";
import { DiemLineage } from "../../lib/protocols/diembft/lineage.js";
import type { DiemMessage } from "../../lib/protocols/diembft/messages.js";
import { rulesWith } from "../../lib/protocols/diembft/bugs.js";
import type { DiemState } from "../../lib/protocols/diembft/state.js";
import type { ReplicaContext } from "../../lib/protocol/context.js";
import type { Encodable } from "../../lib/protocol/crypto.js";
import type { Effect } from "../../lib/protocol/effect.js";
import { replicaId } from "../../lib/protocol/ids.js";
import type { BlockId, Digest, ReplicaId } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { randomStream } from "../../lib/random.js";
import type { LinkPolicy } from "../../lib/simulation/network.js";
import { runCluster } from "./cluster.js";
import type { DiemProtocol } from "../../lib/protocols/diembft/protocol.js";

const NODES = "a b c d a'";
const SCRIPTED = 6;
const VALIDATORS = validatorSet(["a", "b", "c", "d"].map(replicaId));

/** Two groups in each of the first rounds, by chance, most often with a leader in each; losses. */
function partitions(seed: string): LinkPolicy {
  const random = randomStream("in vain", seed);
  const sides = Array.from({ length: SCRIPTED }, () =>
    NODES.split(" ").map((node) => (random.below(4n) === 0n ? node === "a" : node < "c")),
  );
  return {
    name: "partition",
    apply({ from, to, message: { round } }, fate) {
      const side = sides[round - 1];
      if (side === undefined) return fate;
      const isLost = side[from.index] !== side[to.index] || random.below(10n) === 0n;
      return isLost ? { kind: "lost", because: "chance" } : fate;
    },
  };
}

/** A node with what it needs to handle an event. */
interface Followed {
  readonly self: ReplicaId;
  readonly state: DiemState;
  readonly context: ReplicaContext;
}

/** Follows a run, and holds it against what was said of it before. */
class DeadMessageOracle {
  /** How much was foretold, by kind. */
  readonly counts = new Map<string, number>();
  readonly #revealed = new Map<string, readonly Encodable[]>();
  readonly suite = structuralSuite(idealHasher((digest, fields) => this.#note(digest, fields)));
  readonly #lineage = new DiemLineage(this.suite, (digest) => this.#revealed.get(digest));
  readonly #rules;
  readonly #nodes: Followed[] = [];
  readonly #dead = new Map<DiemMessage, Set<DiemState>>();
  readonly #never = new Map<DiemState, Set<BlockId>>();
  /** By listener: of whom, in which round, it has been shown that it takes no notice. */
  readonly #deaf = new Map<DiemState, Set<string>>();

  constructor(bugs: readonly BugName[]) {
    this.#rules = rulesWith(bugs);
  }

  observe = (protocol: DiemProtocol): DiemProtocol => ({
    ...protocol,
    init: (context) => {
      const state = protocol.init(context);
      this.#nodes.push({ self: context.self, state, context });
      return state;
    },
    handle: (state, event, context) => {
      const message = event.kind === "message" ? event.message : undefined;
      const isVain = message !== undefined && this.#isDead(message, state);
      const before = protocol.progress(state);
      const effects = protocol.handle(state, event, context);
      if (message !== undefined && this.#dead.get(message)?.has(state) === true) {
        expect(isVain, `${message.kind} once vain`).to.equal(true);
      }
      if (isVain) {
        expect(protocol.progress(state), message.kind).to.equal(before);
        expect(effects.filter((effect) => this.#matters(effect))).to.deep.equal([]);
        this.#count(message.kind);
      }
      for (const effect of effects) this.#predict(effect);
      this.#watchWants(state);
      this.#watchDeafness(protocol, { self: context.self, state, context });
      return effects;
    },
  });

  #note(digest: Digest, fields: readonly Encodable[]): void {
    this.#revealed.set(digest, fields);
  }

  #count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  #peers(of: ReplicaId): readonly DiemState[] {
    return this.#nodes.flatMap(({ self, state }) => (self === of ? [state] : []));
  }

  #listener(state: DiemState) {
    const own = this.#nodes.find((node) => node.state === state);
    return { state, peers: own === undefined ? [] : this.#peers(own.self) };
  }

  #isDead(message: DiemMessage, state: DiemState): boolean {
    const sender = message.kind === "timeout" ? message.tmoInfo.sender : message.sender;
    const approach = {
      message,
      receiver: this.#listener(state),
      senders: this.#peers(sender),
    };
    return isVain(this.#rules, approach, this.#lineage, VALIDATORS);
  }

  /** Whether an effect changes anything but what is in vain again. */
  #matters(effect: Effect<DiemMessage>): boolean {
    if (effect.kind === "refused" || effect.kind === "decided") return false;
    if (effect.kind !== "send") return true;
    return !this.#peers(effect.to).every((state) => this.#isDead(effect.message, state));
  }

  #predict(effect: Effect<DiemMessage>): void {
    if (effect.kind !== "send" && effect.kind !== "broadcast") return;
    for (const { self, state } of this.#nodes) {
      if (effect.kind === "send" && effect.to !== self) continue;
      if (!this.#isDead(effect.message, state)) continue;
      const receivers = this.#dead.get(effect.message) ?? new Set();
      this.#dead.set(effect.message, receivers.add(state));
    }
  }

  /** What is waited for in vain never comes. */
  #watchWants(state: DiemState): void {
    const never = this.#never.get(state) ?? new Set<BlockId>();
    this.#never.set(state, never);
    for (const block of never) {
      expect(state.blockTree.pendingBlocks.has(block), "a block that never comes").to.equal(false);
    }
    const { wanted } = sober(state, this.#listener(state).peers, this.#lineage).sync;
    for (const block of state.sync.wanted.keys()) {
      if (wanted.has(block)) continue;
      if (!never.has(block)) this.#count("wanted");
      never.add(block);
    }
  }

  /** Whoever is deaf to another takes no notice of the timeout that the other would send now. */
  #watchDeafness(protocol: DiemProtocol, listener: Followed): void {
    const { state } = listener;
    const shown = this.#deaf.get(state) ?? new Set();
    this.#deaf.set(state, shown);
    const { peers } = this.#listener(state);
    for (const [index, other] of this.#nodes.entries()) {
      const speaker = { state: other.state, replica: other.self };
      const what = `${index} ${other.state.pacemaker.currentRound}`;
      if (other.state === state || shown.has(what)) continue;
      if (!isDeafTo({ state, peers }, speaker, this.#lineage)) continue;
      shown.add(what);
      this.#hear(protocol, listener, this.#timeoutOf(protocol, other));
    }
  }

  /** What a node would broadcast if its timer fired; it does not. */
  #timeoutOf(protocol: DiemProtocol, { state, context }: Followed): readonly DiemMessage[] {
    const timer = { name: "round", round: state.pacemaker.currentRound };
    return protocol
      .handle(exploration(this.#rules).fork(state), { kind: "timer", timer }, context)
      .flatMap((effect) => (effect.kind === "broadcast" ? effect.message : []));
  }

  /** Holds a copy of a node against messages that it should take no notice of. */
  #hear(protocol: DiemProtocol, node: Followed, messages: readonly DiemMessage[]): void {
    for (const message of messages) {
      const copy = exploration(this.#rules).fork(node.state);
      const from = message.description.sender;
      const effects = protocol.handle(copy, { kind: "message", from, message }, node.context);
      expect(protocol.progress(copy), "of one that is deaf").to.equal(
        protocol.progress(node.state),
      );
      expect(effects.filter((effect) => this.#matters(effect))).to.deep.equal([]);
      this.#count("deaf");
    }
  }
}

function predicted(bugs: readonly BugName[], runs: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let run = 0; run < runs; run++) {
    const oracle = new DeadMessageOracle(bugs);
    const links = [partitions(`${bugs.join()} ${run}`)];
    const leaderOf = (round: number): ReplicaId =>
      replicaId(round <= SCRIPTED ? "a" : ("bcd"[round % 3] ?? "b"));
    const { suite, observe: observed } = oracle;
    runCluster({ nodes: NODES, bugs, links, leaderOf, lastRound: SCRIPTED + 5, suite, observed });
    for (const [kind, count] of oracle.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return counts;
}

describe("what is in vain", () => {
  it("stays in vain and changes nothing, in runs of correct replicas", () => {
    const counts = predicted([], 120);
    for (const kind of ["vote", "timeout", "sync-response", "deaf"]) {
      expect(counts.get(kind) ?? 0, `${kind} of ${[...counts].join(" ")}`).to.be.greaterThan(0);
    }
  });

  it("stays in vain and changes nothing, where small quorums fork the chain", () => {
    const counts = predicted(["small_quorum"], 120);
    for (const kind of ["proposal", "sync-request", "sync-response", "wanted"]) {
      expect(counts.get(kind) ?? 0, `${kind} of ${[...counts].join(" ")}`).to.be.greaterThan(0);
    }
  });
});
