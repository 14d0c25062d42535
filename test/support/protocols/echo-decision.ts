/**
 * A protocol of a quite different kind than DiemBFT, for tests: one decision a view, no chain, no
 * rounds of its own accord. The leader offers a value, everybody echoes the first offer, and n-f
 * echoes decide. Whoever hears none in time echoes nil; with n-f nils the next view begins. Whoever
 * has decided tells the others and halts. It promises safety only within a view.
 */
import type { ReplicaContext } from "../../../lib/protocol/host/context.js";
import type { Effect } from "../../../lib/protocol/host/effect.js";
import type { Event } from "../../../lib/protocol/host/event.js";
import { FIRST_ROUND, blockId, nextRound } from "../../../lib/protocol/ids.js";
import type { BlockId, ReplicaId, Round } from "../../../lib/protocol/ids.js";
import { decisionEntry } from "../../../lib/protocol/host/ledger.js";
import { defineProtocol } from "../../../lib/protocol/module.js";
import type { Protocol } from "../../../lib/protocol/protocol.js";

type Message =
  | {
      readonly kind: "offer";
      readonly view: Round;
      readonly value: BlockId;
      readonly by: ReplicaId;
    }
  | {
      readonly kind: "echo";
      readonly view: Round;
      readonly value: BlockId | null;
      readonly by: ReplicaId;
    };

interface State {
  view: Round;
  echoed: boolean;
  decided: boolean;
  /** Who echoed what in the view. */
  echoes: Map<ReplicaId, BlockId | null>;
}

type Effects = Effect<Message>[];

const GENESIS = blockId("nothing before");
const WAIT = "wait for an offer";

/** Its injectable bugs. */
const BUGS = {
  echoes_all: "echo the first offer only",
  decides_unheard: "decide what n-f have echoed",
};
type Bug = keyof typeof BUGS;

export const echoDecision = defineProtocol({
  name: "echo-decision",
  bugs: BUGS,
  create: (bugs: readonly Bug[]): Protocol<State, Message> => ({
    name: "echo-decision",
    messageTypes: [
      { type: "offer", phase: "first", role: "proposal" },
      { type: "echo", phase: "second", role: "vote" },
    ],
    promises: { leavesByQuorum: true },
    quorum: (replicas, faulty) => replicas - faulty,
    init: () => ({ view: FIRST_ROUND, echoed: false, decided: false, echoes: new Map() }),
    describe: (message) =>
      message.kind === "offer"
        ? {
            type: "offer",
            round: message.view,
            sender: message.by,
            block: { id: message.value, parent: GENESIS, round: message.view },
            signs: [{ slot: `offer ${message.view}`, value: message.value }],
          }
        : {
            type: "echo",
            round: message.view,
            sender: message.by,
            signs: [{ slot: `echo ${message.view}`, value: message.value }],
          },
    handle(state, event, context) {
      const effects: Effects = [];
      new Replica(state, context, effects, bugs).handle(event);
      return effects;
    },
  }),
});

class Replica {
  private readonly state: State;
  private readonly context: ReplicaContext;
  private readonly effects: Effects;
  private readonly bugs: readonly Bug[];

  constructor(state: State, context: ReplicaContext, effects: Effects, bugs: readonly Bug[]) {
    this.state = state;
    this.context = context;
    this.effects = effects;
    this.bugs = bugs;
  }

  handle(event: Event<Message>): void {
    if (event.kind === "start") this.enter(FIRST_ROUND, "start");
    else if (event.kind === "timer") this.echo(null);
    else if (event.kind === "message") this.receive(event.message, event.from);
  }

  private enter(view: Round, by: string): void {
    const { self, delta, leaderOf, transactions } = this.context;
    Object.assign(this.state, { view, echoed: false, echoes: new Map() });
    this.effects.push({ kind: "entered", round: view, by });
    const timer = { name: WAIT, round: view };
    this.effects.push({ kind: "start-timer", timer, after: 3 * delta });
    if (leaderOf?.(view) !== self) return;
    const value = blockId(`value of ${transactions?.(view)[0] ?? ""}`);
    this.effects.push({ kind: "broadcast", message: { kind: "offer", view, value, by: self } });
  }

  private echo(value: BlockId | null): void {
    const { state, bugs } = this;
    if (state.decided || (state.echoed && !(bugs.includes("echoes_all") && value !== null))) return;
    state.echoed = true;
    const message = { kind: "echo", view: state.view, value, by: this.context.self } as const;
    this.effects.push({ kind: "broadcast", message });
  }

  private receive(message: Message, from: ReplicaId): void {
    const { state, context } = this;
    if (state.decided) return;
    if (message.by !== from || message.view !== state.view) {
      this.effects.push({ kind: "refused", message, because: "not of this view, or forged" });
    } else if (message.kind === "offer") {
      if (from === context.leaderOf?.(state.view)) this.echo(message.value);
    } else if (!state.echoes.has(from)) {
      state.echoes.set(from, message.value);
      this.count(message.value);
    }
  }

  private count(value: BlockId | null): void {
    const { state, context, effects } = this;
    const signers = [...state.echoes].flatMap(([id, echoed]) => (echoed === value ? id : []));
    if (signers.length !== context.validators.quorum) return;
    const { view: round } = state;
    const certificate = { kind: "echoes", slot: `echo ${round}`, value, round, signers };
    effects.push({ kind: "certified", certificate });
    if (value === null) {
      this.enter(nextRound(round), "nil");
      return;
    }
    state.decided = true;
    const id = this.bugs.includes("decides_unheard") ? blockId(`${value}, made up`) : value;
    effects.push({ kind: "stop-timer", timer: { name: WAIT } });
    effects.push({ kind: "commit", entry: decisionEntry({ id, round, slot: `view ${round}` }) });
    effects.push({ kind: "halted" });
  }
}
