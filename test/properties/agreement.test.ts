/** The property "agreement", by table and by law. */
import { expect } from "chai";
import fc from "fast-check";
import { agreement } from "../../lib/properties/safety/agreement.js";
import { block, chain, commits, commitsAll, HONEST, verdictOf } from "./observed-events.js";
import { judges } from "./table.js";

const x = chain("x", 3);
const y = chain("y", 3);
const x1 = block("x1", 1);
const x2 = block("x2", 2, x1);
const late = block("y3", 3, x2);

judges(agreement, [
  {
    shows: "held: one chain is a prefix of the other",
    events: [...commitsAll("a", x), ...commitsAll("b", x.slice(0, 2))],
    expected: "held",
  },
  {
    shows: "vacuous: nothing was committed, and the report says so",
    events: [],
    expected: { vacuous: "no honest node committed a block" },
  },
  {
    shows: "vacuous: one chain alone agrees with nobody",
    events: commitsAll("b", x),
    expected: { vacuous: "only b committed a block, so there was nothing to compare" },
  },
  {
    shows: "vacuous: what Byzantine nodes commit does not count",
    events: [...commitsAll("d", x), ...commitsAll("d'", y)],
    expected: { vacuous: "no honest node committed a block" },
  },
  {
    shows: "violated: two blocks at the same height, whoever came first",
    events: [...commitsAll("a", x), ...commitsAll("b", y), commits("c", x1)],
    expected: {
      violated: [
        "the committed chains part after genesis: a and c committed block x1; b committed block y1",
      ],
      rounds: [1],
      nodes: ["a", "c", "b"],
    },
  },
  {
    shows: "violated by ancestry: a gap in one chain parts it from the others",
    events: [...commitsAll("a", [x1, x2, late]), ...commitsAll("b", [x1, late])],
    expected: {
      violated: [
        "the committed chains part after block x1: a committed block x2; b committed block y3",
      ],
      rounds: [2, 3],
      nodes: ["a", "b"],
    },
  },
  {
    shows: "violated by the state ids alone",
    events: [...commitsAll("a", x), commits("c", x1), commits("c", x2, { state: "other" })],
    expected: {
      violated: [
        "the committed chains part after block x1: " +
          "a committed block x2 with execution state 1; " +
          "c committed block x2 with execution state 2",
      ],
      rounds: [2],
      nodes: ["a", "c"],
    },
  },
  {
    shows: "violated by blocks and state ids: only states of the same block are told apart",
    events: [
      commits("a", x1, { state: "one" }),
      commits("b", block("y1", 1), { state: "two" }),
      commits("c", x1, { state: "three" }),
    ],
    expected: {
      violated: [
        "the committed chains part after genesis: " +
          "a committed block x1 with execution state 1; b committed block y1; " +
          "c committed block x1 with execution state 2",
      ],
      rounds: [1],
      nodes: ["a", "b", "c"],
    },
  },
  {
    shows: "violated at the lowest height of several departures",
    events: [
      ...commitsAll("a", x),
      ...commitsAll("b", [x1, x2, late]),
      ...commitsAll("c", [x1, block("z2", 2, x1)]),
    ],
    expected: {
      violated: [
        "the committed chains part after block x1: " +
          "a and b committed block x2; c committed block z2",
      ],
      rounds: [2],
      nodes: ["a", "b", "c"],
    },
  },
]);

describe("law of agreement", () => {
  /** Per honest node, which of two blocks it commits at each height. */
  const histories = fc.array(fc.array(fc.constantFrom("x", "y"), { maxLength: 4 }), {
    minLength: 3,
    maxLength: 3,
  });

  it("decides as comparing all pairs of chains does, in whatever order commits interleave", () => {
    const property = fc.property(histories, fc.infiniteStream(fc.nat(2)), (chains, turns) => {
      const ownFork = chains.map((letters, node) =>
        letters.map((letter, index) => commits(HONEST[node] ?? "", block(`${letter}${index}`, 1))),
      );
      const events = [];
      for (const turn of turns) {
        if (ownFork.every((rest) => rest.length === 0)) break;
        const next = ownFork[turn]?.shift();
        if (next !== undefined) events.push(next);
      }
      const disputed = chains.some((one) => chains.some((other) => !isPrefix(one, other)));
      expect(verdictOf(agreement, events).status === "violated").to.equal(disputed);
    });
    fc.assert(property);
  });
});

/** Whether one of the two is a prefix of the other. */
function isPrefix(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).join() === other.slice(0, shared).join();
}
