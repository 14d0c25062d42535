/** A correct protocol violates nothing: a few scenarios of each of six spaces. */
import { expect } from "chai";
import { runner } from "../../executor/run/run.js";
import type { Protocol } from "../../lib/protocol/protocol.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import { keyedPermutation } from "../../lib/space/permutation.js";
import { openSpace } from "../../lib/space/space.js";

/** With how many replicas a protocol tolerates so many faulty ones. */
type Sizes = (faulty: number) => number;

/** The spaces, and whether each of their scenarios reaches stabilisation. */
function spacesOf(
  types: readonly string[],
  sizes: Sizes,
): Readonly<Record<string, readonly [document: object, stabilizes: boolean]>> {
  const few = {
    ...{ replicas: sizes(1), faulty: 1, twins: 1, rounds: 7 },
    leaders: { eligible: "any" },
  };
  return {
    "with any leader": [{ ...few, partitions: { groups: 2 } }, false],
    "without a quorum": [{ ...few, partitions: { groups: { atMost: 4 } } }, false],
    "with a quorum in each round": [
      { ...few, partitions: { groups: 2, requireQuorum: true } },
      true,
    ],
    "with drops": [{ ...few, partitions: { groups: 1 }, drops: { limit: 1_000_000, types } }, true],
    "with silence after the last round": [
      { ...few, partitions: { groups: { atMost: 2 } }, semantics: { afterLastRound: "silence" } },
      false,
    ],
    "with two twins": [
      {
        ...{ replicas: sizes(2), faulty: 2, twins: 2, rounds: 5 },
        partitions: { groups: { atMost: 3 }, requireQuorum: true },
      },
      true,
    ],
  };
}

const EACH = 20;

/**
 * Tests of a protocol; `types` are the message types that scenarios drop. `leavesByQuorum` is
 * whether a quorum in a round is enough to leave it.
 */
export function holdsInSixSpaces<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  types: readonly string[],
  leavesByQuorum = true,
): void {
  const sizes: Sizes = (faulty) => protocol.replicas?.(faulty) ?? 3 * faulty + 1;
  for (const [shows, [document, stabilizes]] of Object.entries(spacesOf(types, sizes))) {
    it(`holds in spaces ${shows}`, () => {
      const space = openSpace(valueOf(readSpaceConfig(document)));
      const { roster, semantics } = space.config;
      const run = runner({ protocol, roster, semantics });
      const numbers = keyedPermutation(space.counts.scenarios, protocol.name, shows);
      for (let at = 0n; at < EACH; at++) {
        const { id, verdicts, ending } = run(space.scenario(numbers.at(at)));
        const violated = [...verdicts].filter(([, { status }]) => status === "violated");
        expect({ id, violated }).to.deep.equal({ id, violated: [] });
        if (!stabilizes || !leavesByQuorum) continue;
        expect([id, ending.kind]).to.deep.equal([id, "completed"]);
        expect([id, verdicts.get("recovery")?.status]).to.deep.equal([id, "held"]);
      }
    });
  }
}
