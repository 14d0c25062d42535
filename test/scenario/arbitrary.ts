/** Random rosters, scenarios and stabilisations. */
import fc from "fast-check";
import type { NodeId } from "../../lib/protocol/ids.js";
import type {
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
