/** Injects failures into messages between replicas and into their senders. */
import { invariant, unreachable } from "../../lib/protocol/assert.js";
import { nextRound, replicaId, round } from "../../lib/protocol/ids.js";
import type { Millis, ReplicaId } from "../../lib/protocol/ids.js";
import { MessageWords } from "../../lib/protocol/message-words.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import type { Fate, Lost } from "../../lib/simulation/network/network.js";
import type { Crash, OutgoingMessage } from "../../lib/simulation/world.js";
import type { ClusterConfig, Failure, Party, Rounds } from "../config/config.js";
import { FaultSampler } from "./fault-sampler.js";

const LOST: Lost = { kind: "lost", because: "failure" };

/** A failure at work. */
interface Injection {
  readonly failure: Failure;
  hits: number;
}

/** The failures of one run. */
export class Failures {
  readonly #protocol: AnyProtocol;
  readonly #words: MessageWords;
  readonly #sampler: FaultSampler;
  readonly #injections: readonly Injection[];
  /** Until when a blocking delay holds up all that a replica sends. */
  readonly #blockedUntil = new Map<ReplicaId, Millis>();

  constructor({ failures }: Pick<ClusterConfig, "failures">, protocol: AnyProtocol) {
    this.#protocol = protocol;
    this.#words = new MessageWords(protocol.messageTypes);
    this.#sampler = new FaultSampler(failures.seed);
    this.#injections = failures.list.map((failure) => ({ failure, hits: 0 }));
  }

  /** How many messages each failure has hit, in their order. */
  get hits(): readonly number[] {
    return this.#injections.map(({ hits }) => hits);
  }

  /** The fate of a message. Each failure that concerns it hits it by a draw of its own. */
  injectFault(outgoing: OutgoingMessage<object>): Fate | Crash {
    let fate: Fate | Crash = outgoing.fate;
    for (const injection of this.#injections) {
      if (!this.#concerns(injection.failure, outgoing)) continue;
      if (!this.#sampler.fires(injection.failure, outgoing.envelope.senderRound)) continue;
      injection.hits++;
      fate = this.#apply(injection.failure, outgoing, fate);
    }
    return this.#blocked(outgoing, fate);
  }

  #concerns(failure: Failure, outgoing: OutgoingMessage<object>): boolean {
    const { envelope } = outgoing;
    const { type } = envelope.message;
    if (!this.#words.means(failure.msgType, type)) return false;
    if (!includes(failure.rounds, envelope.senderRound)) return false;
    const { src, dest } = failure;
    return (
      this.#is(src, envelope.from.replica, outgoing, false) &&
      this.#is(dest, envelope.to.replica, outgoing, this.#words.roleOf(type) === "vote")
    );
  }

  /** Whether a replica is the party meant; votes go to the leader of the next round. */
  #is(
    party: Party,
    replica: ReplicaId,
    outgoing: OutgoingMessage<object>,
    ofNextRound: boolean,
  ): boolean {
    if (party === "_") return true;
    if (party !== "leader") return party === replica;
    const { envelope, state, context } = outgoing;
    const r = ofNextRound ? nextRound(envelope.senderRound) : envelope.senderRound;
    return this.#protocol.leaderOf?.(state, r, context) === replica;
  }

  #apply({ fault }: Failure, outgoing: OutgoingMessage<object>, fate: Fate | Crash): Fate | Crash {
    switch (fault.type) {
      case "loss":
        return typeof fate === "number" ? LOST : fate;
      case "delay":
        if (fault.blocking) this.#block(outgoing, fault.ms);
        return typeof fate === "number" && !fault.blocking ? fate + fault.ms : fate;
      case "setAttribute":
        this.#set(outgoing.state, fault.attribute, fault.value);
        return fate;
      case "restart":
        return { kind: "crash", downtime: fault.downtime };
      default:
        return unreachable(fault);
    }
  }

  #set(state: object, name: string, value: number | string): void {
    const attribute = this.#protocol.attributes?.get(name);
    invariant(attribute !== undefined, "a config sets known attributes", { name });
    if (attribute.takes === "round") attribute.set(state, round(Number(value)));
    else attribute.set(state, replicaId(String(value)));
  }

  #block({ at, envelope }: OutgoingMessage<object>, ms: Millis): void {
    const { replica } = envelope.from;
    const from = Math.max(at, this.#blockedUntil.get(replica) ?? at);
    this.#blockedUntil.set(replica, from + ms);
  }

  /** A blocked sender's message leaves when the sender wakes. */
  #blocked({ at, envelope }: OutgoingMessage<object>, fate: Fate | Crash): Fate | Crash {
    if (typeof fate !== "number") return fate;
    const until = this.#blockedUntil.get(envelope.from.replica) ?? at;
    return fate + Math.max(0, until - at);
  }
}

function includes(rounds: Rounds, r: number): boolean {
  if (rounds.kind === "any") return true;
  if (rounds.kind === "list") return rounds.rounds.has(r);
  return rounds.from <= r && r <= rounds.to;
}

/** The replicas whose state a failure may set. */
export function corruptible(
  config: Pick<ClusterConfig, "failures" | "replicas">,
): ReadonlySet<ReplicaId> {
  const setters = config.failures.list.filter(({ fault }) => fault.type === "setAttribute");
  return new Set(
    config.replicas.filter((id) => setters.some(({ src }) => ["_", "leader", id].includes(src))),
  );
}
