/** Rounds, timer slots and invariants of the contract. */
import { expect } from "chai";
import { invariant, InvariantViolation, unreachable } from "../../lib/protocol/assert.js";
import { follows, maxRound, nextRound, previousRound, round } from "../../lib/protocol/ids.js";

describe("rounds", () => {
  it("follow one another", () => {
    expect(follows(round(7), round(6))).to.equal(true);
    expect(follows(round(6), round(6))).to.equal(false);
    expect(follows(round(8), round(6))).to.equal(false);
    expect(follows(round(6), round(7))).to.equal(false);
    expect([nextRound(round(6)), previousRound(round(6))]).to.deep.equal([7, 5]);
    expect([maxRound(round(2), round(3)), maxRound(round(3), round(2))]).to.deep.equal([3, 3]);
  });
});

describe("invariant", () => {
  it("says nothing while it holds", () => {
    expect(() => {
      invariant(true, "I1: all is well");
    }).to.not.throw();
  });

  it("throws its name and the facts when it does not", () => {
    const broken = (): void => {
      invariant(false, "I1: all is well", { round: 3 });
    };
    expect(broken).to.throw(InvariantViolation, 'I1: all is well {"round":3}');
    try {
      broken();
    } catch (error) {
      expect(error).to.include({ name: "InvariantViolation", invariant: "I1: all is well" });
      expect(error).to.deep.include({ facts: { round: 3 } });
    }
  });

  it("a case that the compiler holds impossible throws, too", () => {
    expect(() => unreachable("a fourth case" as never)).to.throw(InvariantViolation, "fourth");
  });
});
