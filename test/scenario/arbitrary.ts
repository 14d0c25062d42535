/** Random rosters, scenarios and stabilisations. */
import fc from "fast-check";
import type { NodeId } from "../../lib/protocol/ids.js";
import type {
  ExceptionEffect,
  Roster,
  RoundConfiguration,
  Scenario,
  Stabilization,
} from "../../lib/scenario/model.js";
import { replicaNames, rosterNodes, rosterOf } from "../../lib/scenario/roster.js";

/** So many replicas with their usual names, the first of them twinned. */
export function rosterWith(replicas: number, twins: number): Roster {
  const names = replicaNames(replicas);
  return rosterOf(names, names.slice(0, twins));
}

export const rosters: fc.Arbitrary<Roster> = fc
  .record({ replicas: fc.integer({ min: 1, max: 7 }), twins: fc.nat({ max: 3 }) })
  .map(({ replicas, twins }) => rosterWith(replicas, Math.min(twins, replicas)));

/** Any partition: every node picks a group, and empty groups go. */
const partitionsOf = (nodes: readonly NodeId[]): fc.Arbitrary<readonly (readonly NodeId[])[]> =>
  fc
    .tuple(...nodes.map(() => fc.nat({ max: 3 })))
    .map((choices) =>
      [0, 1, 2, 3]
        .map((group) => nodes.filter((_, position) => choices[position] === group))
        .filter((group) => group.length > 0),
    );

function roundsOf(roster: Roster): fc.Arbitrary<RoundConfiguration> {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  const drop = fc.record({
    from: fc.constantFrom(...nodes),
    to: fc.constantFrom(...nodes),
    type: fc.constantFrom("proposal" as const, "vote" as const, "timeout" as const, "*" as const),
  });
  return fc.record({
    leader: fc.constantFrom(...roster.replicas),
    partition: partitionsOf(nodes),
    drops: fc.array(drop, { maxLength: 3 }),
  });
}

/** Some nodes, in the order of the roster. */
const setOf = (nodes: readonly NodeId[], least: number): fc.Arbitrary<readonly NodeId[]> =>
  fc.subarray([...nodes], { minLength: least });

/** Some that mean something else in the notation, too. */
const WORDS = ["proposal", "vote", "timeout", "late", "order", "x3"];

const effects: fc.Arbitrary<ExceptionEffect> = fc.oneof(
  fc.constantFrom("drop" as const, "late" as const),
  fc.constantFrom("timeout prevote", "epoch-clock").map((late) => ({ late })),
  fc.integer({ min: 1, max: 99 }).map((hold) => ({ hold })),
  fc.nat({ max: 2 }).map((delay) => ({ delay })),
);

/** The parts of a round that version 2 added, each there or not, of these words for messages. */
export function partsOf(
  nodes: readonly NodeId[],
  known: readonly string[] = WORDS,
): fc.Arbitrary<Partial<RoundConfiguration>> {
  const words = fc.constantFrom(...known.filter((word) => word !== "*"));
  const anyWord = fc.oneof(words, fc.constant("*"));
  const list = <T>(item: fc.Arbitrary<T>, by: (item: T) => string): fc.Arbitrary<readonly T[]> =>
    fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: by });
  return fc.record(
    {
      phases: list(fc.record({ of: words, partition: partitionsOf(nodes) }), ({ of }) => of),
      hears: list(fc.record({ of: anyWord, hearers: setOf(nodes, 0) }), ({ of }) => of),
      exceptions: fc.array(
        fc.record({
          types: fc.uniqueArray(anyWord, { minLength: 1, maxLength: 2 }),
          from: setOf(nodes, 1),
          to: setOf(nodes, 1),
          effect: effects,
        }),
        { minLength: 1, maxLength: 3 },
      ),
      restarts: list(
        fc.record({
          node: fc.constantFrom(...nodes),
          state: fc.constantFrom("durable" as const, "none" as const),
        }),
        ({ node }) => node,
      ),
      order: fc.integer({ min: 1, max: 1_000_000_000 }),
    },
    { requiredKeys: [] },
  );
}

/** Scenarios of version 2, in which some rounds use nothing of it. */
export const scenarios2Of = (roster: Roster): fc.Arbitrary<Scenario> => {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  const round = fc
    .tuple(roundsOf(roster), fc.option(partsOf(nodes), { nil: {} }))
    .map(([plain, parts]): RoundConfiguration => ({ ...plain, ...parts }));
  return fc.record({
    id: fc.string({ minLength: 1, maxLength: 40 }),
    rounds: fc.array(round, { minLength: 1, maxLength: 4 }),
  });
};

export const scenariosOf = (roster: Roster): fc.Arbitrary<Scenario> =>
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 40 }),
    rounds: fc.array(roundsOf(roster), { minLength: 1, maxLength: 4 }),
  });

export const stabilizationsOf = (roster: Roster): fc.Arbitrary<Stabilization> =>
  fc.record({
    rounds: fc.nat({ max: 9 }),
    leaders: fc.array(fc.constantFrom(...roster.replicas), { minLength: 1, maxLength: 3 }),
  });
