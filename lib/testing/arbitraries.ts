/** Arbitraries of fast-check for laws: event sequences, partitions and small scenarios. */
import fc from "fast-check";
import type { SmallRound, SmallScenario } from "./small-world.js";

const REPLICAS = 4;
const MOST_ROUNDS = 4;
const MOST_EVENTS = 80;

/** What happens next to a replica, as a place in what others have said and in its own timers. */
export type PlannedEvent =
  /** Goes on in the conversation, and looks back from there: losses, another order, repeats. */
  | { readonly kind: "message"; readonly on: number; readonly back: number; readonly junk: number }
  | { readonly kind: "timer"; readonly which: number };

const message = fc.record({
  kind: fc.constant("message" as const),
  on: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.nat(8)),
  back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(25)),
  junk: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(12)),
});
const timer = fc.record({ kind: fc.constant("timer" as const), which: fc.nat(3) });

/** Sequences of events for one replica; shrinks to few events. */
export const eventSequences: fc.Arbitrary<readonly PlannedEvent[]> = fc.array(
  fc.oneof({ weight: 10, arbitrary: message }, { weight: 1, arbitrary: timer }),
  { size: "max", maxLength: MOST_EVENTS },
);

/** The group of each of so many nodes: two groups at most. */
const partitionsOf = (nodes: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat(1), { minLength: nodes, maxLength: nodes });

/** The group of each node of four replicas and a twin: two groups at most. */
export const partitions: fc.Arbitrary<readonly number[]> = partitionsOf(REPLICAS + 1);

/** Scenarios of so many replicas and up to four rounds, with a twin or without one. */
export function smallScenariosOf(replicas: number): fc.Arbitrary<SmallScenario> {
  const rounds: fc.Arbitrary<SmallRound> = fc.record({
    leader: fc.nat(replicas - 1),
    groups: partitionsOf(replicas + 1),
  });
  return fc.record({
    twin: fc.boolean(),
    rounds: fc.array(rounds, { size: "max", minLength: 1, maxLength: MOST_ROUNDS }),
  });
}

/** Scenarios of four replicas. */
export const smallScenarios: fc.Arbitrary<SmallScenario> = smallScenariosOf(REPLICAS);
