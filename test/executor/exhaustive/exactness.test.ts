import { expect } from "chai";
import fc from "fast-check";
import { protocols } from "../../../lib/registry.js";
import type { SpaceDocument } from "../../../lib/space/config.js";
import { oneByOne, subjectOf, together } from "./compare.js";

const BUGS = [...(protocols.get("diembft")?.bugs.keys() ?? [])];

const agree = async (document: SpaceDocument, bugs: readonly string[]): Promise<void> => {
  const subject = subjectOf(document, bugs);
  expect(await together(subject)).to.deep.equal(oneByOne(subject));
};

const two = { rounds: 2, partitions: { groups: 2 } };

/** Each shows another way in which a round can be asked for, or can matter later. */
const SPACES: readonly (readonly [shows: string, document: SpaceDocument])[] = [
  ["two groups, the twinned leader", two],
  ["three rounds", { rounds: 3, partitions: { groups: 2, requireQuorum: true } }],
  ["three groups", { rounds: 2, partitions: { groups: 3 } }],
  ["any number of groups", { rounds: 2, partitions: { groups: { atMost: 3 } } }],
  ["any leader", { ...two, leaders: { eligible: "any" }, roundConfigurations: { limit: 24 } }],
  ["honest leaders", { ...two, partitions: { groups: 1 }, leaders: { eligible: "honest" } }],
  ["one configuration for all rounds", { ...two, rounds: 5, arrangement: "static" }],
  ["more twins than f", { ...two, twins: 2, partitions: { groups: 2, limit: 12 } }],
  [
    "drops",
    { rounds: 1, partitions: { groups: 2, requireQuorum: true, limit: 3 }, drops: { limit: 20 } },
  ],
  ["drops in two rounds", { rounds: 2, partitions: { groups: 1 }, drops: { limit: 40 } }],
  [
    "drops that are held",
    {
      ...{ rounds: 2, partitions: { groups: 1 }, drops: { limit: 25 } },
      semantics: { drops: "hold" },
    },
  ],
  ["silence after the last round", { ...two, semantics: { afterLastRound: "silence" } }],
  ["messages governed by their senders", { ...two, semantics: { governs: "sender" } }],
];

describe("whole spaces agree with scenarios run one by one", function () {
  this.timeout(120_000);

  for (const [shows, document] of SPACES) {
    it(shows, () => agree(document, []));
  }

  for (const bug of BUGS) {
    it(`${bug}, three rounds`, () =>
      agree({ ...two, rounds: 3, partitions: { groups: 2, limit: 11 } }, [bug]));
    it(`${bug}, the same configuration in every round`, () =>
      agree({ ...two, rounds: 7, arrangement: "static" }, [bug]));
  }

  it("whatever the space and the bug", async () => {
    const space = fc.record({
      rounds: fc.integer({ min: 1, max: 4 }),
      twins: fc.integer({ min: 0, max: 2 }),
      partitions: fc.record({
        groups: fc.integer({ min: 1, max: 3 }),
        order: fc.constant("random"),
      }),
      leaders: fc.record({ eligible: fc.constant("any"), order: fc.constant("random") }),
      drops: fc.record({ limit: fc.constantFrom(1, 1, 3) }),
      seed: fc.string({ minLength: 1, maxLength: 5 }),
      roundConfigurations: fc.record({ limit: fc.integer({ min: 1, max: 4 }) }),
      roundOrder: fc.constantFrom("last-fastest", "first-fastest"),
    });
    const bugs = fc.subarray(BUGS, { maxLength: 2 });
    await fc.assert(fc.asyncProperty(space, bugs, agree), {
      numRuns: Number(process.env["RUNS"] ?? 25),
    });
  });
});
