/** What a judge says of a run with all properties, of runs made up at random. */
import { expect } from "chai";
import fc from "fast-check";
import { PROPERTIES, PROPERTY_NAMES } from "../diembft/judged.js";
import { judge, type Verdicts } from "../../lib/properties/judge.js";
import type { Property } from "../../lib/protocol/property.js";
import type { Occurrence } from "../../lib/protocol/occurrence.js";
import {
  block,
  certifies,
  commits,
  COMPLETED,
  enters,
  NODES,
  proposes,
  qc,
  setting,
  tc,
  timesOut,
  votes,
} from "./story.js";

const quorumlessRound2 = setting({ quorumless: (round) => round === 2 });

/** Every block on genesis or on one of the others, in rounds 1 to 6: much goes wrong in them. */
const x1 = block("x1", 1);
const blocks = [x1, block("y1", 1), block("x2", 2, x1), block("x4", 4, x1), block("x5", 5, x1)];

const anyNode = fc.constantFrom(...NODES.map(({ id }) => String(id)));
const anyBlock = fc.constantFrom(...blocks);
const anySigners = fc.constantFrom("a b c", "a d", "b c d");
const anyRound = fc.integer({ min: 1, max: 6 });
const anyTime = fc.nat(2000);

const message: fc.Arbitrary<Occurrence> = fc.oneof(
  fc.tuple(anyNode, anyBlock).map(([node, of]) => proposes(node, of)),
  fc.tuple(anyNode, anyBlock).map(([node, of]) => votes(node, of)),
  fc.tuple(anyNode, anyRound).map(([node, round]) => timesOut(node, round)),
  fc
    .tuple(anyNode, anyBlock, anySigners)
    .map(([node, of, signers]) => certifies(node, qc(of, signers))),
  fc
    .tuple(anyNode, anyRound, anySigners)
    .map(([node, r, signers]) => certifies(node, tc(r, signers))),
);
const step: fc.Arbitrary<Occurrence> = fc.oneof(
  fc.tuple(anyNode, anyRound, anyTime).map(([node, round, at]) => enters(node, round, at)),
  fc.tuple(anyNode, anyBlock, anyTime).map(([node, of, at]) => commits(node, of, { at })),
);
const anyStory = fc.array(fc.oneof(message, step), { maxLength: 40 });

function verdictsOf(
  properties: readonly Property<unknown>[],
  story: readonly Occurrence[],
): Verdicts {
  const court = judge(properties, quorumlessRound2);
  for (const occurrence of story) court.tell(occurrence);
  return court.verdicts(COMPLETED);
}

describe("judge", () => {
  it("calls every property vacuous in a run in which nothing happened", () => {
    const verdicts = verdictsOf(PROPERTIES, []);
    expect([...verdicts.keys()]).to.deep.equal(PROPERTY_NAMES);
    expect([...verdicts.values()].map(({ status }) => status)).to.deep.equal(
      PROPERTY_NAMES.map(() => "vacuous"),
    );
  });

  it("says the same when messages and certificates come twice", () => {
    const property = fc.property(anyStory, (story) => {
      const doubled = story.flatMap((each): Occurrence[] =>
        each.kind === "sent" || each.kind === "certified" ? [each, each] : [each],
      );
      expect(verdictsOf(PROPERTIES, doubled)).to.deep.equal(verdictsOf(PROPERTIES, story));
    });
    fc.assert(property);
  });

  it("says the same when all that was sent or certified comes again at the end", () => {
    const longStory = fc.array(fc.oneof(message, message, step), { minLength: 40, maxLength: 60 });
    const property = fc.property(longStory, (story) => {
      const again = story.filter(({ kind }) => kind === "sent" || kind === "certified");
      expect(verdictsOf(PROPERTIES, [...story, ...again])).to.deep.equal(
        verdictsOf(PROPERTIES, story),
      );
    });
    fc.assert(property);
  });

  it("says of each property alone what it says of it among the others", () => {
    const property = fc.property(anyStory, fc.constantFrom(...PROPERTIES), (story, one) => {
      const together = verdictsOf(PROPERTIES, story).get(one.name);
      expect(verdictsOf([one], story).get(one.name)).to.deep.equal(together);
    });
    fc.assert(property);
  });

  it("keeps states that are plain data: a copy gives the same verdict", () => {
    const property = fc.property(anyStory, fc.constantFrom(...PROPERTIES), (story, one) => {
      let state: unknown;
      const watched: Property<unknown> = {
        ...one,
        init: (given) => (state = one.init(given)),
      };
      const court = judge([watched], quorumlessRound2);
      for (const occurrence of story) court.tell(occurrence);
      const copied = { setting: quorumlessRound2, facts: structuredClone(court.facts) };

      expect(structuredClone(state)).to.deep.equal(state);
      const verdict = one.verdict(structuredClone(state), copied, COMPLETED);
      expect(verdict).to.deep.equal(court.verdicts(COMPLETED).get(one.name));
    });
    fc.assert(property);
  });
});
