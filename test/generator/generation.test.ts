/** Generating one scenario of each equivalence class. */
import { expect } from "chai";
import { readGeneratorConfig } from "../../generator/config.js";
import { planGeneration } from "../../generator/generation.js";
import type { Chosen } from "../../lib/space/chosen-scenarios.js";
import { InputError, valueOf } from "../../lib/scenario/input/problem.js";

const SPACE = { replicas: 4, twins: 1, rounds: 3, partitions: { groups: 2 } };

const chosen = (rest: object): readonly Chosen[] => [
  ...planGeneration(valueOf(readGeneratorConfig({ ...SPACE, ...rest }))).chosen(),
];

const ids = (all: readonly Chosen[]): readonly string[] => all.map(({ scenario }) => scenario.id);

const represented = (all: readonly Chosen[]): number =>
  all.reduce((sum, { classSize }) => sum + classSize, 0);

describe("generating one scenario of each class", () => {
  const all = chosen({ symmetry: true });

  it("yields as many as there are classes, which together are the space", () => {
    expect(all.length).to.equal(407);
    expect(represented(all)).to.equal(3375);
    expect(represented(chosen({ symmetry: true, requireProgress: true }))).to.equal(11 ** 3);
  });

  it("counts classes, not scenarios that are looked at", () => {
    const some = chosen({ symmetry: true, offset: 100, limit: 50 });
    expect(ids(some)).to.deep.equal(ids(all).slice(100, 150));
  });

  it("is refused where a single one would take many seconds", () => {
    const long = { symmetry: true, rounds: 10_000, limit: 1 };
    expect(() => chosen(long)).to.throw(
      InputError,
      "symmetry is too much to ask, for 10000 rounds of 15 configurations",
    );
    expect(chosen({ ...long, arrangement: "static" })).to.have.length(1);
    expect(chosen({ ...long, rounds: 1_000 })).to.have.length(1);
  });

  for (const order of ["systematic", "random"]) {
    it(`is shared by shards in ${order} order: every class once`, () => {
      const shards = [1, 2, 3, 4, 5].map((part) =>
        chosen({ symmetry: true, order, shard: `${part}/5` }),
      );
      expect(shards.map(({ length }) => length)).to.deep.equal([82, 82, 81, 81, 81]);
      expect(ids(shards.flat())).to.have.members(ids(all));
    });
  }

  it("is refused to a shard that has nothing to do", () => {
    expect(chosen({ limit: 10, shard: "10/999999999" })).to.have.lengthOf(1);
    expect(() => chosen({ limit: 10, shard: "11/999999999" })).to.throw(
      "shard is 11/999999999, which has none of 10 scenarios; allowed: at most 10 shards",
    );
  });

  it("yields scenarios that stand for themselves without", () => {
    const plain = chosen({ order: "random", limit: 200 });
    expect(represented(plain)).to.equal(200);
    expect(new Set(ids(plain)).size).to.equal(200);
  });
});
