/** What certified-uniqueness says of runs told by hand. */
import { expect } from "chai";
import fc from "fast-check";
import { certifiedUniqueness } from "../../lib/properties/safety/certified-uniqueness.js";
import type { ObservedEvent } from "../../lib/protocol/judging/observed-event.js";
import {
  allVote,
  block,
  certifies,
  HONEST,
  proposes,
  qc,
  verdictOf,
  votes,
} from "./observed-events.js";
import { judges } from "./table.js";

const x = block("x", 1);
const y = block("y", 1);
const bothProposed = [proposes("d", x), proposes("d'", y)];

judges(certifiedUniqueness, [
  {
    shows: "held: one block is certified, the other has but one honest vote",
    events: [
      ...bothProposed,
      ...allVote(["a", "b"], x),
      votes("c", y),
      certifies("a", qc(x, "a b d")),
    ],
    expected: "held",
  },
  {
    shows: "vacuous: votes alone certify nothing",
    events: [...bothProposed, ...allVote(HONEST, x), ...allVote(HONEST, y)],
    expected: { vacuous: "no block was certified" },
  },
  {
    shows: "vacuous: the certificate of genesis counts for nothing",
    events: [proposes("a", x, [qc({ ...x, round: x.parentRound }, "")])],
    expected: { vacuous: "no block was certified" },
  },
  {
    shows: "violated: the other block has quorum - f honest votes, though no certificate",
    events: [
      ...bothProposed,
      ...allVote(["a", "b"], x),
      ...allVote(["b", "c"], y),
      certifies("a", qc(x, "a b d")),
    ],
    expected: {
      violated: [
        "round 1: d@1 was certified by a, b and d and d'@1 has the votes of b and c; " +
          "honest b voted for more than one",
      ],
      rounds: [1],
      nodes: ["b"],
    },
  },
  {
    shows: "held: votes of Byzantine nodes do not count",
    events: [...bothProposed, ...allVote(["c", "d", "d'"], y), certifies("a", qc(x, "a b d"))],
    expected: "held",
  },
  {
    shows: "held: the same vote again is no second vote",
    events: [...bothProposed, ...allVote(["c", "c"], y), certifies("a", qc(x, "a b d"))],
    expected: "held",
  },
  {
    shows: "violated: two certificates, however small, in messages as well as formed",
    events: [
      ...bothProposed,
      certifies("d", qc(x, "a d")),
      proposes("d'", block("z", 2, y), [qc(y, "b d")]),
    ],
    expected: {
      violated: [
        "round 1: d@1 was certified by a and d and d'@1 was certified by b and d; " +
          "no honest node voted for more than one",
      ],
      rounds: [1],
      nodes: [],
    },
  },
  {
    shows: "held: blocks of different rounds do not clash",
    events: [certifies("a", qc(x, "a b c")), certifies("a", qc(block("z", 2), "a b c"))],
    expected: "held",
  },
]);

describe("law of certified-uniqueness", () => {
  const events = fc.array(
    fc.oneof(
      fc.record({ vote: fc.constantFrom(...HONEST), of: fc.constantFrom(x, y) }),
      fc.record({ signers: fc.constantFrom("a d", "b c d"), of: fc.constantFrom(x, y) }),
    ),
    { maxLength: 8 },
  );
  const told = (
    item: { of: typeof x } & ({ vote: string } | { signers: string }),
  ): ObservedEvent =>
    "vote" in item ? votes(item.vote, item.of) : certifies("d", qc(item.of, item.signers));

  it("says the same of the same things in another order, and told twice", () => {
    const property = fc.property(
      events.chain((items) =>
        fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
      ),
      ([items, shuffled]) => {
        const before = verdictOf(certifiedUniqueness, items.map(told));
        const after = verdictOf(certifiedUniqueness, [...shuffled, ...items].map(told));
        expect(after.status).to.equal(before.status);
      },
    );
    fc.assert(property);
  });
});
