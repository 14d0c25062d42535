/** What a judge says of a run with all properties, of runs made up at random. */
import { expect } from "chai";
import fc from "fast-check";
import { PROPERTIES, PROPERTY_NAMES } from "../diembft/support/judged.js";
import { judge, type Verdicts } from "../../lib/properties/judge.js";
import type { Property } from "../../lib/protocol/judging/property.js";
import type { ObservedEvent } from "../../lib/protocol/judging/observed-event.js";
import {
  block,
  certifies,
  commits,
  COMPLETED,
  enters,
  NODES,
  proposes,
  qc,
  runInfo,
  tc,
  timesOut,
  votes,
} from "./observed-events.js";

const quorumlessRound2 = runInfo({ quorumless: (round) => round === 2 });

/** Every block on genesis or on one of the others, in rounds 1 to 6: much goes wrong in them. */
const x1 = block("x1", 1);
const blocks = [x1, block("y1", 1), block("x2", 2, x1), block("x4", 4, x1), block("x5", 5, x1)];

const anyNode = fc.constantFrom(...NODES.map(({ id }) => String(id)));
const anyBlock = fc.constantFrom(...blocks);
const anySigners = fc.constantFrom("a b c", "a d", "b c d");
const anyRound = fc.integer({ min: 1, max: 6 });
const anyTime = fc.nat(2000);

const message: fc.Arbitrary<ObservedEvent> = fc.oneof(
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
const step: fc.Arbitrary<ObservedEvent> = fc.oneof(
  fc.tuple(anyNode, anyRound, anyTime).map(([node, round, at]) => enters(node, round, at)),
  fc.tuple(anyNode, anyBlock, anyTime).map(([node, of, at]) => commits(node, of, { at })),
);
const anyEvents = fc.array(fc.oneof(message, step), { maxLength: 40 });

function verdictsOf(
  properties: readonly Property<unknown>[],
  events: readonly ObservedEvent[],
): Verdicts {
  const monitor = judge(properties, quorumlessRound2);
  for (const observed of events) monitor.observe(observed);
  return monitor.verdicts(COMPLETED);
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
    const property = fc.property(anyEvents, (events) => {
      const doubled = events.flatMap((each): ObservedEvent[] =>
        each.kind === "sent" || each.kind === "certified" ? [each, each] : [each],
      );
      expect(verdictsOf(PROPERTIES, doubled)).to.deep.equal(verdictsOf(PROPERTIES, events));
    });
    fc.assert(property);
  });

  it("says the same when all that was sent or certified comes again at the end", () => {
    const longStory = fc.array(fc.oneof(message, message, step), { minLength: 40, maxLength: 60 });
    const property = fc.property(longStory, (events) => {
      const again = events.filter(({ kind }) => kind === "sent" || kind === "certified");
      expect(verdictsOf(PROPERTIES, [...events, ...again])).to.deep.equal(
        verdictsOf(PROPERTIES, events),
      );
    });
    fc.assert(property);
  });

  it("says of each property alone what it says of it among the others", () => {
    const property = fc.property(anyEvents, fc.constantFrom(...PROPERTIES), (events, one) => {
      const together = verdictsOf(PROPERTIES, events).get(one.name);
      expect(verdictsOf([one], events).get(one.name)).to.deep.equal(together);
    });
    fc.assert(property);
  });

  it("keeps states that are plain data: a copy gives the same verdict", () => {
    const property = fc.property(anyEvents, fc.constantFrom(...PROPERTIES), (events, one) => {
      let state: unknown;
      const watched: Property<unknown> = {
        ...one,
        init: (given) => (state = one.init(given)),
      };
      const monitor = judge([watched], quorumlessRound2);
      for (const observed of events) monitor.observe(observed);
      const copied = { runInfo: quorumlessRound2, facts: structuredClone(monitor.facts) };

      expect(structuredClone(state)).to.deep.equal(state);
      const verdict = one.verdict(structuredClone(state), copied, COMPLETED);
      expect(verdict).to.deep.equal(monitor.verdicts(COMPLETED).get(one.name));
    });
    fc.assert(property);
  });
});
