/** Whole spaces, explored and run singly: both must give the same counts. */
import { expect } from "chai";
import fc from "fast-check";
import { protocols } from "../../../lib/registry.js";
import type { SpaceDocument } from "../../../lib/space/config.js";
import { oneByOne, subjectOf, together } from "./compare.js";
import { bothWays, spaceSpecs } from "./random-spaces.js";
import type { SpaceSpec } from "./random-spaces.js";

const BUGS = Object.keys(protocols.get("diembft")?.bugs ?? {});

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

const EVERYBODY = "a b c d a' b'";

/** Each was counted wrongly before. */
const SPECS: readonly (readonly [shows: string, spec: SpaceSpec])[] = [
  [
    "blocks that can still get votes, after runs that differ in certificates of their rounds",
    {
      ...{ replicas: 4, twins: 1, rounds: 4, bugs: ["small_quorum"] },
      choices: ["a: a a' | b c d", "a: a b | c d a'", "a: a b c | d a'"],
      properties: ["certified-uniqueness"],
    },
  ],
  [
    "a block that is wanted again in a later round, after runs that differ",
    {
      ...{ replicas: 4, twins: 2, rounds: 6, timing: [33, 100] },
      choices: [`d: ${EVERYBODY}`, `c: ${EVERYBODY}`, "a: a c a' b' | b d"],
    },
  ],
  [
    "a timeout to oneself that comes and goes",
    {
      ...{ replicas: 5, twins: 0, rounds: 3 },
      choices: ["c: a | b c d e", "c: a | b c d e / a>a proposal", "c: a | b c d e / a>a timeout"],
    },
  ],
  [
    "a block of a round that is long over, certified when held votes arrive",
    {
      ...{ replicas: 4, twins: 2, rounds: 5, timing: [33, 100], stabilization: 3 },
      semantics: { drops: "hold" },
      bugs: ["commit_any_two_chain"],
      choices: [
        "a: a b c | d a' b' / d>a' *",
        "a: c d a' | a b b'",
        `a: ${EVERYBODY} / a>b' proposal`,
      ],
    },
  ],
];

/** Runs that violate all of these before they end. */
const LEFT_EARLY: readonly (readonly [bug: string, properties: readonly string[]])[] = [
  ["small_quorum", ["agreement"]],
  ["small_quorum", ["certified-uniqueness", "certificate-quorum"]],
  ["conflicting_votes", ["vote-once"]],
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

  for (const [replicas, twins] of [
    [6, 1],
    [9, 2],
  ] as const) {
    it(`${replicas} replicas, ${twins} twinned: nothing is violated`, async () => {
      const subject = subjectOf({ replicas, twins, rounds: 1, partitions: { groups: 2 } }, []);
      const counts = await together(subject);
      expect(counts).to.deep.equal(oneByOne(subject));
      expect([...counts.keys()].filter((outcome) => outcome.includes("violated"))).to.deep.equal(
        [],
      );
    });
  }

  for (const [bug, properties] of LEFT_EARLY) {
    it(`${bug}, judged by ${properties.join(" and ")} alone`, async () => {
      const document = { ...two, rounds: 3, partitions: { groups: 2, limit: 11 } };
      const subject = subjectOf(document, [bug], properties);
      const counts = await together(subject);
      expect(counts).to.deep.equal(oneByOne(subject));
      expect([...counts.keys()].some((outcome) => outcome.startsWith("decided"))).to.equal(true);
    });
  }

  for (const [shows, spec] of SPECS) {
    it(shows, async () => {
      const { explored, oneByOne } = await bothWays(spec);
      expect(explored).to.deep.equal(oneByOne);
    });
  }

  it("a commit over a gap of rounds, which forks the ledger in two of 729 scenarios", async () => {
    const { explored, oneByOne } = await bothWays({
      ...{ replicas: 4, twins: 1, rounds: 6, bugs: ["commit_any_two_chain"] },
      choices: ["b: a b c d a'", "c: a b d a' | c", "d: a b c a' | d"],
      properties: ["agreement"],
    });
    expect(explored).to.deep.equal(oneByOne);
    const forking = [...explored].filter(([outcome]) => outcome.includes("violated"));
    expect(forking.map(([, scenarios]) => scenarios)).to.deep.equal([2]);
  });

  it("whatever the rounds, the rules of the network and the bugs", async () => {
    const law = fc.asyncProperty(spaceSpecs(BUGS), async (spec) => {
      const { explored, oneByOne } = await bothWays(spec);
      expect(explored).to.deep.equal(oneByOne);
    });
    await fc.assert(law, { numRuns: 25 });
  });
});
