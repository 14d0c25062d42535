/** Random sequences of events for a replica, drawn from the messages of a real run. */
import fc from "fast-check";
import type { DiemMessage } from "../../../lib/protocols/diembft/messages/messages.js";
import { retryTimer } from "../../../lib/protocols/diembft/sync.js";
import type { DiemState } from "../../../lib/protocols/diembft/state.js";
import type { ReplicaContext } from "../../../lib/protocol/host/context.js";
import type { Effect } from "../../../lib/protocol/host/effect.js";
import type { Event } from "../../../lib/protocol/host/event.js";
import { replicaId } from "../../../lib/protocol/ids.js";
import { validatorSet } from "../../../lib/protocol/validators.js";
import { MemoryLedger } from "../../../lib/simulation/ledger.js";
import type { History } from "./history.js";

/** Replicas ask no network who sent a message. */
const ANYBODY = replicaId("a");

/** What happens next to a replica. */
type PlannedEvent =
  /** Goes on in the history, and looks back from there: losses, another order, repeats. */
  | { readonly kind: "message"; readonly on: number; readonly back: number }
  | { readonly kind: "round timer"; readonly stale: boolean }
  | { readonly kind: "retry timer"; readonly attempt: number };

const plannedEvent: fc.Arbitrary<PlannedEvent> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant("message" as const),
      on: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.nat(8)),
      back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(25)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("round timer" as const), stale: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("retry timer" as const), attempt: fc.nat(2) }),
  },
);

const plannedEvents: fc.Arbitrary<readonly PlannedEvent[]> = fc.array(plannedEvent, {
  size: "max",
  maxLength: 250,
});

/** A replica, and the events that it is given. */
export interface EventSequence {
  readonly self: string;
  readonly planned: readonly PlannedEvent[];
}

export const eventSequences: fc.Arbitrary<EventSequence> = fc.record({
  self: fc.constantFrom("a", "c"),
  planned: plannedEvents,
});

/** A host with a ledger and a memo of its own. */
export function host({ crypto }: History, name: string): Host {
  const ledger = new MemoryLedger();
  const self = replicaId(name);
  const context: ReplicaContext = {
    self,
    validators: validatorSet(["a", "b", "c", "d"].map(replicaId)),
    crypto,
    signer: crypto.signerOf(self),
    ledger,
    memo: new Map(),
    delta: 100,
    transactions: (round) => [`${name}@${round}`],
  };
  const append = (effects: readonly Effect<DiemMessage>[]): void => {
    for (const effect of effects) if (effect.kind === "commit") ledger.append(effect.entry);
  };
  return { context, append };
}

export interface Host {
  readonly context: ReplicaContext;
  /** Carries out the commits among the effects. */
  readonly append: (effects: readonly Effect<DiemMessage>[]) => void;
}

/**
 * The events of a sequence: a start, and then the planned ones, with timers as the state has them
 * by then.
 */
export function* eventsOf(
  { messages }: History,
  { planned }: EventSequence,
  state: () => DiemState,
): Generator<Event<DiemMessage>> {
  yield { kind: "start" };
  let at = 0;
  for (const next of planned) {
    const event = eventOf(next);
    if (event !== undefined) yield event;
  }

  function eventOf(next: PlannedEvent): Event<DiemMessage> | undefined {
    if (next.kind === "message") {
      at += next.on;
      const message = messages[Math.max(0, at - next.back) % messages.length];
      return message && { kind: "message", from: ANYBODY, message };
    }
    const { pacemaker, sync } = state();
    if (next.kind === "round timer") {
      const round = next.stale ? pacemaker.timedOutRound : pacemaker.currentRound;
      return { kind: "timer", timer: { name: "timer", round } };
    }
    const [wanted] = sync.wanted.values();
    if (wanted === undefined) return undefined;
    const attempt = next.attempt % wanted.targets.length;
    return { kind: "timer", timer: retryTimer(wanted.qc.block, attempt) };
  }
}
