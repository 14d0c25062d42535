/** What direct-commit-chain says of runs told by hand. */
import { expect } from "chai";
import fc from "fast-check";
import { directCommitChain } from "../../lib/protocols/diembft/properties/direct-commit-chain.js";
import {
  allVote,
  block,
  GENESIS,
  HONEST,
  proposes,
  verdictOf,
  votes,
  type ChainBlock,
} from "./observed-events.js";
import { judges } from "./table.js";

const x1 = block("x1", 1);
const x2 = block("x2", 2, x1);
const x3 = block("x3", 3, x2);
const y1 = block("y1", 1);
const y2 = block("y2", 2, y1);
const fewerThanTwo = { vacuous: "fewer than two blocks were globally direct-committed" };

judges(directCommitChain, [
  {
    shows: "held: all on one chain",
    events: [x1, x2, x3].flatMap((each) => allVote(HONEST, each)),
    expected: "held",
  },
  {
    shows: "vacuous: votes of round 2 commit one block, those of round 1 none",
    events: [x1, x2].flatMap((each) => allVote(HONEST, each)),
    expected: fewerThanTwo,
  },
  {
    shows: "violated: quorum - f honest votes for a child on either branch",
    events: [
      proposes("d", x1),
      proposes("d'", y1),
      proposes("d", x2),
      proposes("d'", y2),
      ...allVote(["a", "b"], x2),
      ...allVote(["b", "c"], y2),
    ],
    expected: {
      violated: [
        "d@1 (a and b voted for d@2) and d'@1 (b and c voted for d'@2) " +
          "are both globally direct-committed, on different branches",
      ],
      rounds: [1],
      nodes: ["a", "b", "c"],
    },
  },
  {
    shows: "vacuous: on one branch only one honest node voted",
    events: [x1, y1]
      .flatMap((each) => allVote(HONEST, each))
      .concat([...allVote(["a"], x2), ...allVote(["d", "d'"], x2), ...allVote(["b", "c"], y2)]),
    expected: fewerThanTwo,
  },
  {
    shows: "vacuous: votes split between two children are votes for neither",
    events: [
      ...allVote(HONEST, x1),
      ...allVote(HONEST, x2),
      votes("a", x3),
      votes("b", block("other x3", 3, x2)),
    ],
    expected: fewerThanTwo,
  },
  {
    shows: "vacuous: a child that skips a round commits nothing directly",
    events: [
      ...allVote(HONEST, x1),
      ...allVote(HONEST, x2),
      ...allVote(HONEST, block("x4", 4, x2)),
    ],
    expected: fewerThanTwo,
  },
  {
    shows: "violated: branches that part below blocks of different rounds",
    events: [
      ...allVote(HONEST, x1),
      ...allVote(HONEST, x2),
      ...allVote(HONEST, block("y3", 3, y1)),
      ...allVote(HONEST, block("y4", 4, block("y3", 3, y1))),
    ],
    expected: {
      violated: [
        "?@1 (a, b and c voted for ?@2) and ?@3 (a, b and c voted for ?@4) " +
          "are both globally direct-committed, on different branches",
      ],
      rounds: [1, 3],
      nodes: ["a", "b", "c"],
    },
  },
]);

describe("law of direct-commit-chain", () => {
  /** For each block its parent among the blocks before it, and whether honest nodes vote for it. */
  const trees = fc.array(fc.record({ parent: fc.nat(), skip: fc.nat(1), voted: fc.boolean() }), {
    maxLength: 8,
  });

  it("decides as comparing all pairs does, though it compares neighbours by round only", () => {
    const property = fc.property(trees, (specs) => {
      const parents = new Map<ChainBlock, ChainBlock>();
      const blocks: ChainBlock[] = [];
      for (const [index, { parent, skip }] of specs.entries()) {
        const above = blocks[parent % (index + 1)] ?? GENESIS;
        const child = block(`b${index}`, above.round + 1 + skip, above);
        parents.set(child, above);
        blocks.push(child);
      }
      const voted = blocks.filter((_, index) => specs[index]?.voted ?? false);
      const events = blocks.flatMap((each) => [
        proposes("d", each),
        ...(voted.includes(each) ? allVote(HONEST, each) : []),
      ]);

      const committed = voted.flatMap((child) => {
        const parent = parents.get(child) ?? GENESIS;
        return parent !== GENESIS && child.round === parent.round + 1 ? [parent] : [];
      });
      const ancestors = (from: ChainBlock): readonly ChainBlock[] => {
        const parent = parents.get(from);
        return parent === undefined ? [from] : [from, ...ancestors(parent)];
      };
      const forked = committed.some((one) =>
        committed.some(
          (other) => !ancestors(one).includes(other) && !ancestors(other).includes(one),
        ),
      );
      expect(verdictOf(directCommitChain, events).status === "violated").to.equal(forked);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
