/** HotStuff and Fast-HotStuff without a bug violate nothing: a few scenarios of each of six spaces. */
import { expect } from "chai";
import { runner } from "../../executor/run/run.js";
import { fastHotstuff } from "../../lib/protocols/fast-hotstuff/fast-hotstuff.js";
import { hotstuff } from "../../lib/protocols/hotstuff/hotstuff.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import { keyedPermutation } from "../../lib/space/permutation.js";
import { openSpace } from "../../lib/space/space.js";

const FOUR = { replicas: 4, twins: 1, rounds: 7, leaders: { eligible: "any" } } as const;
const TYPES = ["proposal", "vote", "new-view"];

const SPACES: Readonly<Record<string, object>> = {
  "with any leader": { ...FOUR, partitions: { groups: 2 } },
  "without a quorum": { ...FOUR, partitions: { groups: { atMost: 4 } } },
  "with drops": {
    ...{ ...FOUR, partitions: { groups: { atMost: 2 } }, drops: { limit: 20, types: TYPES } },
  },
  "with silence after the last round": {
    ...{ ...FOUR, partitions: { groups: { atMost: 2 } }, semantics: { afterLastRound: "silence" } },
  },
  "with the fewest stabilisation rounds": {
    ...{ ...FOUR, partitions: { groups: 2 }, stabilization: { rounds: 4, leaders: "honest" } },
  },
  "of seven replicas and two twins": {
    ...{ replicas: 7, twins: 2, rounds: 5, partitions: { groups: { atMost: 3 } } },
  },
};

const EACH = 20;

for (const protocol of [hotstuff(), fastHotstuff()]) {
  describe(`${protocol.name} without a bug`, function () {
    this.timeout(120_000);

    for (const [shows, document] of Object.entries(SPACES)) {
      it(`holds in spaces ${shows}`, () => {
        const space = openSpace(valueOf(readSpaceConfig(document)));
        const run = runner({ protocol, space });
        const numbers = keyedPermutation(space.counts.scenarios, protocol.name, shows);
        for (let at = 0n; at < EACH; at++) {
          const { id, verdicts, ending } = run(space.scenario(numbers.at(at)));
          const violated = [...verdicts].filter(([, { status }]) => status === "violated");
          expect({ id, violated, ending: ending.kind }).to.deep.equal({
            ...{ id, violated: [], ending: "completed" },
          });
        }
      });
    }
  });
}
