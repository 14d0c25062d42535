import { expect } from "chai";
import fc from "fast-check";
import { nodeId } from "../../lib/protocol/ids.js";
import { countDrops, dropsAt, indexOfDrops } from "../../lib/space/drops.js";

const groups = (...names: readonly string[]) => names.map((group) => Array.from(group, nodeId));

const written = (partition: ReturnType<typeof groups>, choices: number, index: number): string =>
  dropsAt(partition, choices, BigInt(index))
    .map(({ from, to, type }) => `${from}${to} ${type}`)
    .join(", ");

describe("drops", () => {
  it("are, for a group: nothing; one by sender, receiver and type; then pairs", () => {
    const first = Array.from({ length: 20 }, (_, index) => written(groups("ab"), 100, index));
    expect(first).to.deep.equal([
      "",
      ...["aa proposal", "aa timeout", "aa vote", "aa *"],
      ...["ab proposal", "ab timeout", "ab vote", "ab *"],
      ...["ba proposal", "ba timeout", "ba vote", "ba *"],
      ...["bb proposal", "bb timeout", "bb vote", "bb *"],
      ...["aa proposal, aa proposal", "aa timeout, aa proposal", "aa vote, aa proposal"],
    ]);
  });

  it("come in ordered pairs with repetition, and then in threes", () => {
    // A group of one has four single drops, so 1 + 4 + 16 choices of at most two.
    expect(written(groups("a"), 100, 20)).to.equal("aa *, aa *");
    expect(written(groups("a"), 100, 21)).to.equal("aa proposal, aa proposal, aa proposal");
  });

  it("of several groups vary in the first group fastest", () => {
    const found = [0, 1, 2, 3, 4, 8].map((index) => written(groups("a", "b"), 3, index));
    expect(found).to.deep.equal([
      "",
      "aa proposal",
      "aa timeout",
      "bb proposal",
      "aa proposal, bb proposal",
      "aa timeout, bb timeout",
    ]);
  });

  it("have numbers (law)", () => {
    const partitions = fc.constantFrom(groups("abc", "de", "f"), groups("a"), groups("abcdefg"));
    fc.assert(
      fc.property(partitions, fc.integer({ min: 1, max: 500 }), fc.nat(), (partition, n, at) => {
        const index = BigInt(at) % countDrops(partition.length, n);
        expect(indexOfDrops(partition, n, dropsAt(partition, n, index))).to.equal(index);
      }),
    );
  });

  it("have no number when they are not among the choices", () => {
    const drop = { from: nodeId("a"), to: nodeId("b"), type: "vote" } as const;
    expect(indexOfDrops(groups("ab"), 100, [drop])).to.equal(7n);
    expect(indexOfDrops(groups("ab"), 7, [drop])).to.equal(undefined);
    expect(indexOfDrops(groups("a", "b"), 100, [drop])).to.equal(undefined);
    expect(indexOfDrops(groups("ab"), 100, [{ ...drop, type: "sync" }])).to.equal(undefined);
    expect(indexOfDrops(groups("b"), 100, [drop])).to.equal(undefined);
  });
});
