/** Sizes of quorums, how many honest votes may certify a block, and sets of validators. */
import { expect } from "chai";
import { InvariantViolation } from "../../lib/protocol/assert.js";
import { replicaId } from "../../lib/protocol/ids.js";
import {
  leastHonestVotes,
  maxFaulty,
  quorumSize,
  validatorSet,
} from "../../lib/protocol/validators.js";

describe("quorumSize", () => {
  const rows: readonly (readonly [n: number, faulty: number, quorum: number])[] = [
    [1, 0, 1],
    [2, 0, 2],
    [3, 0, 2],
    [4, 1, 3],
    [5, 1, 4],
    [6, 1, 4],
    [7, 2, 5],
    [8, 2, 6],
    [9, 2, 6],
    [10, 3, 7],
    [100, 33, 67],
  ];
  for (const [n, faulty, quorum] of rows) {
    it(`${n} validators, ${faulty} of them faulty at most: ${quorum}`, () => {
      expect(maxFaulty(n)).to.equal(faulty);
      expect(quorumSize(n, faulty)).to.equal(quorum);
    });
  }

  it("is 2f+1 exactly where n = 3f+1", () => {
    for (let f = 0; f <= 40; f++) expect(quorumSize(3 * f + 1, f)).to.equal(2 * f + 1);
  });

  it("any two quorums share an honest validator, and the honest are enough for one", () => {
    for (let n = 1; n <= 100; n++) {
      for (let f = 0; f <= maxFaulty(n); f++) {
        const quorum = quorumSize(n, f);
        expect(2 * quorum - n, `the overlap, n ${n}, f ${f}`).to.be.greaterThan(f);
        expect(n - f, `the honest, n ${n}, f ${f}`).to.be.at.least(quorum);
        expect(2 * (quorum - 1) - n, `no smaller would do, n ${n}, f ${f}`).to.be.at.most(f);
      }
    }
  });
});

describe("leastHonestVotes", () => {
  const rows: readonly (readonly [n: number, faulty: number, votes: number])[] = [
    [4, 1, 2],
    [4, 0, 3],
    [5, 1, 3],
    [6, 1, 3],
    [7, 2, 3],
    [7, 1, 4],
    [9, 2, 4],
    [10, 3, 4],
    [12, 3, 5],
  ];
  for (const [n, faulty, votes] of rows) {
    it(`${n} validators, ${faulty} of them faulty at most: ${votes}`, () => {
      expect(leastHonestVotes({ quorum: quorumSize(n, faulty), faulty })).to.equal(votes);
    });
  }

  it("is f+1 where n = 3f+1, and never less", () => {
    for (let n = 1; n <= 100; n++) {
      for (let f = 0; f <= maxFaulty(n); f++) {
        const votes = leastHonestVotes({ quorum: quorumSize(n, f), faulty: f });
        expect(votes, `n ${n}, f ${f}`).to.be.at.least(f + 1);
        if (n === 3 * f + 1) expect(votes).to.equal(f + 1);
      }
    }
  });
});

describe("validatorSet", () => {
  const ids = ["b", "a", "d", "c"].map(replicaId);

  it("keeps the given order, which breaks ties", () => {
    const validators = validatorSet(ids);
    expect(validators.ids).to.deep.equal(ids);
    expect(ids.map((id) => validators.indexOf(id))).to.deep.equal([0, 1, 2, 3]);
    expect(validators.indexOf(replicaId("e"))).to.equal(undefined);
  });

  it("takes the largest f, or the one given", () => {
    expect(validatorSet(ids)).to.include({ faulty: 1, quorum: 3 });
    expect(validatorSet(ids, 0)).to.include({ faulty: 0, quorum: 3 });
  });

  it("refuses a validator named twice", () => {
    expect(() => validatorSet([...ids, replicaId("a")])).to.throw(
      InvariantViolation,
      "validators are distinct",
    );
  });
});
