/** Laws and tables of the two listings of drops: sets of drops, and the original's. */
import { expect } from "chai";
import fc from "fast-check";
import { nodeId } from "../../lib/protocol/ids.js";
import { dropChoices } from "../../lib/space/drops/drops.js";
import type { DropListing } from "../../lib/space/drops/drops.js";

const groups = (...names: readonly string[]) => names.map((group) => Array.from(group, nodeId));

const written = (
  listing: DropListing,
  partition: ReturnType<typeof groups>,
  limit: number,
  index: number,
): string =>
  dropChoices({ listing, limit })
    .at(partition, BigInt(index))
    .map(({ from, to, type }) => `${from}${to} ${type}`)
    .join(", ");

describe("sets of drops", () => {
  const first = (partition: ReturnType<typeof groups>, count: number) =>
    Array.from({ length: count }, (_, index) => written("sets", partition, 1000, index));

  it("are, for a group: nothing; one by sender, receiver and type; then two", () => {
    expect(first(groups("ab"), 14)).to.deep.equal([
      "",
      ...["ab proposal", "ab timeout", "ab vote", "ab *"],
      ...["ba proposal", "ba timeout", "ba vote", "ba *"],
      ...["ab proposal, ba proposal", "ab proposal, ba timeout", "ab proposal, ba vote"],
      ...["ab proposal, ba *", "ab timeout, ba proposal"],
    ]);
  });

  it("are one for a node alone, and 81 for two nodes", () => {
    const choices = dropChoices({ listing: "sets", limit: 1000 });
    expect(choices.count(groups("a"))).to.equal(1n);
    // On each of two links: nothing, *, or one of the 7 sets of the three types.
    expect(choices.count(groups("ab"))).to.equal(81n);
    expect(choices.count(groups("ab", "c"))).to.equal(81n);
  });

  it("are all there are, each once: the same as by brute force", () => {
    const choices = dropChoices({ listing: "sets", limit: 1_000_000 });
    const partition = groups("ab", "cd");
    const listed = Array.from({ length: Number(choices.count(partition)) }, (_, index) =>
      choices
        .at(partition, BigInt(index))
        .map(({ from, to, type }) => `${from}${to}${type}`)
        .sort()
        .join(" "),
    );
    const perLink = ["", "p", "t", "v", "*", "pt", "pv", "tv", "ptv"].length;
    expect(new Set(listed).size).to.equal(perLink ** 4);
    expect(listed.length).to.equal(perLink ** 4);
  });

  it("never name a link of a node to itself, repeat a drop, or drop what * covers (law)", () => {
    const partitions = fc.constantFrom(groups("abc", "de", "f"), groups("a"), groups("abcdefg"));
    fc.assert(
      fc.property(partitions, fc.integer({ min: 1, max: 5000 }), fc.nat(), (partition, n, at) => {
        const choices = dropChoices({ listing: "sets", limit: n });
        const drops = choices.at(partition, BigInt(at) % choices.count(partition));
        const seen = new Set<string>();
        for (const { from, to, type } of drops) {
          expect(from).to.not.equal(to);
          expect(seen.has(`${from} ${to} ${type}`)).to.equal(false);
          seen.add(`${from} ${to} ${type}`);
        }
        for (const { from, to, type } of drops) {
          expect(type !== "*" && seen.has(`${from} ${to} *`)).to.equal(false);
        }
      }),
    );
  });

  it("have more drops the higher their number (law)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4998 }), (index) => {
        const choices = dropChoices({ listing: "sets", limit: 5000 });
        const size = (at: number) => choices.at(groups("abcde"), BigInt(at)).length;
        expect(size(index + 1)).to.be.at.least(size(index));
      }),
    );
  });

  it("have a number whatever the order in which they are written", () => {
    const choices = dropChoices({ listing: "sets", limit: 1000 });
    const drops = choices.at(groups("ab", "cd"), 1234n);
    expect(drops.length).to.be.above(2);
    expect(choices.indexOf(groups("ab", "cd"), drops.toReversed())).to.equal(1234n);
  });
});

describe("the original's drops", () => {
  it("are, for a group: nothing; one by sender, receiver and type; then pairs", () => {
    const first = Array.from({ length: 20 }, (_, index) =>
      written("original", groups("ab"), 100, index),
    );
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
    expect(written("original", groups("a"), 100, 20)).to.equal("aa *, aa *");
    expect(written("original", groups("a"), 100, 21)).to.equal(
      "aa proposal, aa proposal, aa proposal",
    );
  });

  it("of several groups vary in the first group fastest", () => {
    const found = [0, 1, 2, 3, 4, 8].map((at) => written("original", groups("a", "b"), 3, at));
    expect(found).to.deep.equal([
      "",
      "aa proposal",
      "aa timeout",
      "bb proposal",
      "aa proposal, bb proposal",
      "aa timeout, bb timeout",
    ]);
  });
});

describe("drops of either listing", () => {
  const listings = fc.constantFrom("sets", "original");

  it("have numbers (law)", () => {
    const partitions = fc.constantFrom(groups("abc", "de", "f"), groups("a"), groups("abcdefg"));
    const limits = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(listings, partitions, limits, fc.nat(), (listing, partition, limit, at) => {
        const choices = dropChoices({ listing, limit });
        const index = BigInt(at) % choices.count(partition);
        expect(choices.indexOf(partition, choices.at(partition, index))).to.equal(index);
      }),
    );
  });

  it("have no number when they are not among the choices", () => {
    const drop = { from: nodeId("a"), to: nodeId("b"), type: "vote" } as const;
    const itself = { ...drop, to: nodeId("a") };
    const number = (
      listing: DropListing,
      limit: number,
      partition: ReturnType<typeof groups>,
      ...drops: Parameters<ReturnType<typeof dropChoices>["indexOf"]>[1]
    ) => dropChoices({ listing, limit }).indexOf(partition, drops);
    expect(number("original", 100, groups("ab"), drop)).to.equal(7n);
    expect(number("original", 7, groups("ab"), drop)).to.equal(undefined);
    expect(number("sets", 100, groups("ab"), drop)).to.equal(3n);
    expect(number("sets", 3, groups("ab"), drop)).to.equal(undefined);
    expect(number("sets", 100, groups("ab"), itself)).to.equal(undefined);
    expect(number("sets", 100, groups("ab"), drop, drop)).to.equal(undefined);
    expect(number("sets", 100, groups("ab"), drop, { ...drop, type: "*" })).to.equal(undefined);
    for (const listing of ["sets", "original"] as const) {
      expect(number(listing, 100, groups("a", "b"), drop)).to.equal(undefined);
      expect(number(listing, 100, groups("ab"), { ...drop, type: "sync" })).to.equal(undefined);
      expect(number(listing, 100, groups("b"), drop)).to.equal(undefined);
    }
  });
});
