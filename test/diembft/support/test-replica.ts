/** A single replica under test, with its ledger and context. */
import { rulesWith } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { BugName } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { DiemMessage } from "../../../lib/protocols/diembft/messages/messages.js";
import { diembft } from "../../../lib/protocols/diembft/protocol.js";
import type { Replica, Trigger } from "../../../lib/protocols/diembft/replica.js";
import type { DiemState } from "../../../lib/protocols/diembft/state.js";
import type { MempoolOptions, ReplicaContext } from "../../../lib/protocol/host/context.js";
import type { Effect } from "../../../lib/protocol/host/effect.js";
import type { Event, Timer } from "../../../lib/protocol/host/event.js";
import { replicaId, round } from "../../../lib/protocol/ids.js";
import { MemoryLedger } from "../../../lib/simulation/ledger.js";
import type { Forge } from "./forge.js";
import { words } from "./words.js";

export interface SubjectOptions {
  /** Leaders by round, from round 1; the last leads all later rounds. None: the own election. */
  readonly leaders?: string;
  readonly bugs?: readonly BugName[];
  /** Blocks hold what clients ask for, by these options; else payloads are scripted. */
  readonly mempool?: MempoolOptions;
}

export const DELTA = 100;

/** One replica on the bench: events in, effects out, in words. */
export class TestReplica {
  readonly forge: Forge;
  readonly context: ReplicaContext;
  readonly ledger = new MemoryLedger();
  readonly state: DiemState;
  readonly #protocol;
  readonly #bugs: readonly BugName[];

  constructor(forge: Forge, self: string, options: SubjectOptions = {}) {
    const { leaders, bugs = [], mempool } = options;
    this.forge = forge;
    this.#bugs = bugs;
    this.#protocol = diembft(rulesWith(bugs));
    const context = {
      self: replicaId(self),
      validators: forge.validators,
      crypto: forge.crypto,
      signer: forge.crypto.signerOf(replicaId(self)),
      ledger: this.ledger,
      memo: forge.memo,
      delta: DELTA,
      ...(mempool === undefined
        ? { transactions: (at: number) => [`${self}@${at}`] }
        : { mempool }),
    };
    const list = leaders?.split(" ").map(replicaId);
    const leaderOf = (at: number) => list?.[at - 1] ?? list?.at(-1) ?? replicaId("a");
    this.context = list === undefined ? context : { ...context, leaderOf };
    this.state = this.#protocol.init(this.context);
  }

  handle(event: Event<DiemMessage>): readonly Effect<DiemMessage>[] {
    const effects = this.#protocol.handle(this.state, event, this.context);
    for (const effect of effects) if (effect.kind === "commit") this.ledger.append(effect.entry);
    return effects;
  }

  /** What the replica does when it starts, in words. */
  start(): readonly string[] {
    return words(this.handle({ kind: "start" }), this.forge.names);
  }

  /** What the replica does about messages, in words. */
  receive(...messages: readonly DiemMessage[]): readonly string[] {
    const effects = messages.flatMap((message) =>
      this.handle({ kind: "message", from: replicaId("a"), message }),
    );
    return words(effects, this.forge.names);
  }

  fire(timer: Timer): readonly string[] {
    return words(this.handle({ kind: "timer", timer }), this.forge.names);
  }

  fireRound(at: number): readonly string[] {
    return this.fire({ name: "timer", round: round(at) });
  }

  /** What the procedures of the modules work on; `trigger` is whose message is being handled. */
  replica(trigger: Trigger | null = null): Replica {
    const { state, context, forge } = this;
    const rules = rulesWith(this.#bugs);
    return { state, context, rules, genesis: forge.genesis, effects: [], trigger };
  }

  /** A bench on which blocks were executed, in order. */
  get committed(): readonly string[] {
    return this.ledger.entries().map(({ id }) => this.forge.names.get(id) ?? "?");
  }
}
