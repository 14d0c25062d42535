/** Partitions: counts, filters and orders. */
import { expect } from "chai";
import fc from "fast-check";
import type { Roster } from "../../lib/scenario/model.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import { rosterNodes, rosterQuorum } from "../../lib/scenario/roster.js";
import type { RankedSet } from "../../lib/space/ranked-set.js";
import { LISTINGS, partitions } from "../../lib/space/partitions/partitions.js";
import type { PartitionChoice } from "../../lib/space/partitions/partitions.js";
import type { Partition } from "../../lib/space/partitions/partition-orders.js";
import { rosterWith } from "../scenario/arbitrary.js";

const ALL: PartitionChoice = {
  groups: 2,
  requireQuorum: false,
  twinsApart: false,
  listing: "original",
};

const list = (replicas: number, twins: number, choice: Partial<PartitionChoice>) =>
  partitions(rosterWith(replicas, twins), { ...ALL, ...choice });

/** `ab|c` for people. */
function written(roster: Roster, partition: Partition): string {
  const groups: string[] = [];
  rosterNodes(roster).forEach(({ id }, position) => {
    const group = partition[position] ?? -1;
    groups[group] = (groups[group] ?? "") + id;
  });
  return groups.join("|");
}

const items = <T>(list: RankedSet<T>, most = list.size): readonly T[] =>
  Array.from({ length: Number(most < list.size ? most : list.size) }, (_, index) =>
    list.unrank(BigInt(index)),
  );

/** The original's recursion, written out: the last node alone first, then in each group in turn. */
function enumerate(nodes: number, groups: number): readonly Partition[] {
  if (nodes === 0) return groups === 0 ? [[]] : [];
  if (groups === 0) return [];
  return [
    ...enumerate(nodes - 1, groups - 1).map((partition) => [...partition, groups - 1]),
    ...enumerate(nodes - 1, groups).flatMap((partition) =>
      Array.from({ length: groups }, (_, group) => [...partition, group]),
    ),
  ];
}

function passes(roster: Roster, partition: Partition, choice: PartitionChoice): boolean {
  const nodes = rosterNodes(roster);
  const identities = (group: number) =>
    new Set(nodes.filter((_, at) => partition[at] === group).map(({ replica }) => replica)).size;
  const quorum = Math.max(...partition.map(identities)) >= rosterQuorum(roster);
  const apart = roster.twins.every(
    (twin, at) =>
      partition[roster.replicas.indexOf(twin)] !== partition[roster.replicas.length + at],
  );
  return (quorum || !choice.requireQuorum) && (apart || !choice.twinsApart);
}

describe("partitions", () => {
  const COUNTS = [
    // N, T, P: all, with a quorum, with twins apart.
    [4, 1, 2, 15n, 12n, 8n],
    [4, 1, 3, 25n, 7n, 19n],
    [7, 2, 2, 255n, 180n, 64n],
    [7, 2, 3, 3025n, 685n, 1394n],
  ] as const;
  for (const [replicas, twins, groups, all, quorum, apart] of COUNTS) {
    it(`(${replicas},${twins},${groups}): ${all}, ${quorum} with a quorum, ${apart} apart`, () => {
      const size = (choice: object): bigint => list(replicas, twins, { groups, ...choice }).size;
      expect(size({})).to.equal(all);
      expect(size({ requireQuorum: true })).to.equal(quorum);
      expect(size({ twinsApart: true })).to.equal(apart);
    });
  }

  const ORDERS = {
    original: "abc|d abd|c ab|cd acd|b ac|bd ad|bc a|bcd",
    libtwins: "abc|d abd|c acd|b ad|bc ab|cd ac|bd a|bcd",
  } as const;
  for (const listing of LISTINGS) {
    it(`come in the order of ${listing}`, () => {
      const found = items(list(4, 0, { groups: 2, listing }));
      const texts = found.map((partition) => written(rosterWith(4, 0), partition));
      expect(texts.join(" ")).to.equal(ORDERS[listing]);
    });
  }

  it("begin as the original's deterministic file does", () => {
    const found = items(list(7, 2, { groups: 3, requireQuorum: true }), 5n);
    expect(found.map((partition) => written(rosterWith(7, 2), partition))).to.deep.equal([
      "abcdefg|a'|b'",
      "abcdefa'|g|b'",
      "abcdef|ga'|b'",
      "abcdega'|f|b'",
      "abcdeg|fa'|b'",
    ]);
  });

  const choices = fc.record({
    replicas: fc.integer({ min: 1, max: 5 }),
    twins: fc.nat({ max: 2 }),
    groups: fc.integer({ min: 1, max: 4 }),
    requireQuorum: fc.boolean(),
    twinsApart: fc.boolean(),
  });

  it("are those of the original's recursion that pass the filter, in its order (law)", () => {
    fc.assert(
      fc.property(choices, ({ replicas, twins, ...choice }) => {
        const roster = rosterWith(replicas, Math.min(twins, replicas));
        const { length } = rosterNodes(roster);
        const complete = { ...ALL, ...choice };
        const expected = enumerate(length, choice.groups).filter((partition) =>
          passes(roster, partition, complete),
        );
        expect(items(partitions(roster, complete))).to.deep.equal(expected);
      }),
    );
  });

  it("are the same in any order, and up to so many groups are the sum (law)", () => {
    fc.assert(
      fc.property(choices, ({ replicas, twins, ...choice }) => {
        const roster = rosterWith(replicas, Math.min(twins, replicas));
        const all = { ...ALL, ...choice, groups: { atMost: choice.groups } };
        const sizes = Array.from({ length: choice.groups }, (_, index) => index + 1);
        const apart = sizes.flatMap((groups) => items(partitions(roster, { ...all, groups })));
        expect(items(partitions(roster, all))).to.deep.equal(apart);
        const other = items(partitions(roster, { ...all, listing: "libtwins" }));
        expect(other).to.have.deep.members(apart);
      }),
    );
  });

  it("have numbers: rank undoes unrank, in spaces of any size (law)", () => {
    const large = fc.record({
      ...{ replicas: fc.integer({ min: 1, max: 14 }), twins: fc.nat({ max: 3 }) },
      groups: fc.integer({ min: 1, max: 4 }),
      ...{ requireQuorum: fc.boolean(), twinsApart: fc.boolean() },
      listing: fc.constantFrom(...LISTINGS),
      place: fc.nat({ max: 1_000_000 }),
    });
    fc.assert(
      fc.property(large, ({ replicas, twins, place, ...choice }) => {
        const all = partitions(rosterWith(replicas, Math.min(twins, replicas)), choice);
        fc.pre(all.size > 0n);
        const index = (all.size * BigInt(place)) / 1_000_001n;
        expect(all.rank(all.unrank(index))).to.equal(index);
      }),
      { numRuns: 50 },
    );
  });

  it("of another list have no number", () => {
    const quorum = list(4, 1, { groups: 2, requireQuorum: true });
    expect(quorum.rank([0, 0, 1, 1, 0])).to.equal(undefined);
    expect(quorum.rank([0, 0, 0, 0, 0])).to.equal(undefined);
    expect(quorum.rank([0, 0, 0, 1])).to.equal(undefined);
    expect(quorum.rank([1, 0, 0, 0, 0])).to.equal(undefined);
  });

  it("are counted beyond what can be listed", () => {
    // 27 nodes in 4 groups, by the closed form of the Stirling number.
    const closed = (4n ** 27n - 4n * 3n ** 27n + 6n * 2n ** 27n - 4n) / 24n;
    expect(list(21, 6, { groups: 4 }).size).to.equal(closed);
    expect(() => list(40, 20, { groups: 4, requireQuorum: true })).to.throw(InputError);
  });

  it("are refused before they cost minutes and gigabytes, all group numbers together", () => {
    expect(list(40, 13, { groups: { atMost: 53 } }).size > 10n ** 48n).to.equal(true);
    const tooMany = /more ways for the nodes to join groups than can be counted/;
    expect(() => list(128, 42, { groups: { atMost: 170 } })).to.throw(InputError, tooMany);
    const filtered = { groups: { atMost: 40 }, requireQuorum: true };
    expect(() => list(40, 0, filtered)).to.throw(InputError, tooMany);
  }).timeout(120_000);
});
