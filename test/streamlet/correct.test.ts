/** Streamlet without a bug violates nothing: a few scenarios of each of six spaces. */
import { expect } from "chai";
import { runner } from "../../executor/run/run.js";
import { streamlet } from "../../lib/protocols/streamlet/streamlet.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import { keyedPermutation } from "../../lib/space/permutation.js";
import { openSpace } from "../../lib/space/space.js";

const FOUR = { replicas: 4, twins: 1, rounds: 7, leaders: { eligible: "any" } } as const;

const SPACES: Readonly<Record<string, object>> = {
  "without a quorum": { ...FOUR, partitions: { groups: { atMost: 4 } } },
  "with drops": { ...FOUR, partitions: { groups: { atMost: 2 } }, drops: { limit: 20 } },
  "of seven replicas and two twins": {
    ...{ replicas: 7, twins: 2, rounds: 5, partitions: { groups: { atMost: 3 } } },
  },
  "with any leader": { ...FOUR, partitions: { groups: 2 } },
  "with a quorum in each round": { ...FOUR, partitions: { groups: 2, requireQuorum: true } },
  "with silence after the last round": {
    ...{ ...FOUR, partitions: { groups: { atMost: 2 } }, semantics: { afterLastRound: "silence" } },
  },
};

const EACH = 20;

describe("Streamlet without a bug", function () {
  this.timeout(120_000);

  for (const [shows, document] of Object.entries(SPACES)) {
    it(`holds in spaces ${shows}`, () => {
      const space = openSpace(valueOf(readSpaceConfig(document)));
      const { roster, semantics } = space.config;
      const run = runner({ protocol: streamlet(), roster, semantics });
      const numbers = keyedPermutation(space.counts.scenarios, "streamlet", shows);
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
