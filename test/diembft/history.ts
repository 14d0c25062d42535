import fc from "fast-check";
import { structuralSuite } from "../../lib/crypto/structural.js";
import type { DiemMessage } from "../../lib/diembft/messages.js";
import type { DiemState } from "../../lib/diembft/state.js";
import type { CryptoSuite } from "../../lib/protocol/crypto.js";
import type { Event } from "../../lib/protocol/event.js";
import type { LinkPolicy } from "../../lib/simulation/network.js";
import { randomStream } from "../../lib/random.js";
import { runCluster, sentIn } from "./cluster.js";

/** What was sent in a real run, and the suite that its digests mean something in. */
export interface History {
  readonly crypto: CryptoSuite;
  readonly messages: readonly DiemMessage[];
}

/** Loses so many messages of a hundred, the same ones each time. */
const lossy = (percent: bigint): LinkPolicy => {
  const random = randomStream("history", String(percent));
  return {
    name: "loss",
    apply: (_, fate) => (random.below(100n) < percent ? { kind: "lost", because: "chance" } : fate),
    memory: () => null,
  };
};

/** A run of four replicas, one of them with a second node, that loses messages: all kinds occur. */
export function history(percent: number): History {
  const crypto = structuralSuite();
  const links = [lossy(BigInt(percent))];
  const ran = runCluster({ nodes: "a b c d d'", links, lastRound: 12, suite: crypto });
  return { crypto, messages: sentIn(ran).map(([, message]) => message) };
}

/** What happens next to a replica. */
export type Happening =
  /** Goes on in the history, and looks back from there: losses, another order, repeats. */
  | { readonly kind: "message"; readonly on: number; readonly back: number }
  | { readonly kind: "round timer"; readonly stale: boolean }
  | { readonly kind: "retry timer"; readonly attempt: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
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

export const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(happening, {
  size: "max",
  maxLength: 250,
});

/** The events of a life: it starts, and then things happen, timers as the state has them by then. */
export function* eventsOf(
  { messages }: History,
  life: readonly Happening[],
  state: () => DiemState,
): Generator<Event<DiemMessage>> {
  yield { kind: "start" };
  let at = 0;
  for (const next of life) {
    const event = eventOf(next);
    if (event !== undefined) yield event;
  }

  function eventOf(next: Happening): Event<DiemMessage> | undefined {
    if (next.kind === "message") {
      at += next.on;
      const message = messages[Math.max(0, at - next.back) % messages.length];
      return message && { kind: "message", message };
    }
    const { pacemaker, sync } = state();
    if (next.kind === "round timer") {
      const round = next.stale ? pacemaker.timedOutRound : pacemaker.currentRound;
      return { kind: "timer", timer: { kind: "round", round } };
    }
    const [key] = sync.wanted.keys();
    if (key === undefined) return undefined;
    return { kind: "timer", timer: { kind: "retry", key, attempt: next.attempt } };
  }
}
