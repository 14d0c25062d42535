/** The hash of a space and the ids of scenarios stay stable. */
import { expect } from "chai";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import type { SpaceDocument } from "../../lib/space/config.js";
import { describeSpace, indexOfId, readSpaceDescription } from "../../lib/space/identity.js";
import { openSpace } from "../../lib/space/space.js";
import { open } from "./fixtures.js";

const SMALL: SpaceDocument = { replicas: 4, twins: 1, rounds: 7, partitions: { groups: 2 } };
const LARGE: SpaceDocument = {
  ...{ replicas: 7, twins: 2, rounds: 5, seed: "all_random" },
  partitions: { groups: 3, order: "random", limit: 10, requireQuorum: true },
  leaders: { eligible: "any", order: "random", limit: 7 },
};

describe("the name of a space", () => {
  it("stays what it is: ids that are out in the world stay good", () => {
    expect(open(SMALL).scenario(500n).id).to.equal("d01c66d55a05b999:1f4");
    expect(open(LARGE).scenario(500n).id).to.equal("0a96f85cbf8fec91:1f4");
  });

  it("stays what its scenarios are: what a number means does not change", () => {
    const leaders = (document: SpaceDocument, index: bigint) =>
      open(document)
        .scenario(index)
        .rounds.map(
          ({ leader, partition }) => `${leader} ${partition.map((g) => g.join("")).join("|")}`,
        );
    expect(leaders(SMALL, 123_456_789n).join(", ")).to.equal(
      "a ac|bda', a ad|bca', a acd|ba', a aca'|bd, a ada'|bc, a ad|bca', a aca'|bd",
    );
    expect(leaders(LARGE, 123_456_789n).join(", ")).to.equal(
      "e acdef|b|ga'b', e a|bdefga'b'|c, a ab'|bdefa'|cg, c adfgb'|bca'|e, g acefb'|ba'|dg",
    );
  });

  /** What changes the name, and what does not. */
  const CHANGES: readonly (readonly [string, SpaceDocument, boolean])[] = [
    ["a default that is spelled out", { arrangement: "with-replacement", faulty: 1 }, false],
    ["names that are the usual ones", { replicas: ["a", "b", "c", "d"], twins: ["a"] }, false],
    ["a seed that nothing follows from", { seed: "other" }, false],
    ["rules that are the default", { semantics: { drops: "lose" } }, false],
    ["another number of rounds", { rounds: 6 }, true],
    ["other names", { replicas: ["p", "q", "r", "s"] }, true],
    ["another twin", { twins: ["b"] }, true],
    ["another f", { faulty: 0 }, true],
    ["a filter", { partitions: { groups: 2, requireQuorum: true } }, true],
    ["another order of partitions", { partitions: { groups: 2, listing: "libtwins" } }, true],
    ["a limit", { partitions: { groups: 2, limit: 3 } }, true],
    ["other rules", { semantics: { drops: "hold" } }, true],
  ];
  for (const [shows, change, renames] of CHANGES) {
    it(`${renames ? "changes" : "does not change"} with ${shows}`, () => {
      const { hash } = open({ ...SMALL, ...change });
      expect(hash === open(SMALL).hash).to.equal(!renames);
    });
  }

  it("follows the seed where something is drawn", () => {
    expect(open({ ...LARGE, seed: "other" }).hash).to.not.equal(open(LARGE).hash);
  });
});

describe("the description of a space", () => {
  for (const document of [SMALL, LARGE, { ...SMALL, requireProgress: true }]) {
    it("rebuilds it", () => {
      const { config, hash } = open(document);
      const description = JSON.parse(JSON.stringify(describeSpace(config))) as object;
      const read = readSpaceDescription({ ...description }, config.roster, config.semantics);
      expect(read.ok && open({ ...description, ...config.roster }).hash).to.equal(hash);
      expect(read.ok && describeSpace(read.value)).to.deep.equal(describeSpace(config));
    });
  }

  it("rebuilds drops of either listing; one without a listing is the original's", () => {
    for (const listing of ["sets", "original"] as const) {
      const { config, hash } = open({ ...SMALL, drops: { limit: 5, listing } });
      const read = readSpaceDescription(describeSpace(config), config.roster, config.semantics);
      expect(read.ok && openSpace(read.value).hash).to.equal(hash);
    }
    const { config } = open(SMALL);
    const old = { ...describeSpace(config), drops: { limit: 5 } };
    const read = readSpaceDescription(old, config.roster, config.semantics);
    expect(read.ok && read.value.drops.listing).to.equal("original");
    // The id that version 0.1 wrote.
    expect(read.ok && openSpace(read.value).hash).to.equal("5ea619476e374ead");
  });

  it("refuses what it does not know, lest another space be rebuilt", () => {
    const { config } = open(SMALL);
    const description = { ...describeSpace(config), mutations: 3, replicas: 9 };
    const read = readSpaceDescription(description, config.roster, config.semantics);
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).to.deep.equal([
      "mutations",
      "replicas",
    ]);
  });
});

describe("an id", () => {
  const hash = "d01c66d55a05b999";
  const refusal = (id: string): string => {
    const read = indexOfId(id, hash);
    return read.ok ? "" : read.problems.map((problem) => describeProblem(problem)).join();
  };

  it("leads to its number", () => {
    expect(indexOfId(`${hash}:1f4`, hash)).to.deep.equal({ ok: true, value: 500n });
  });

  it("of another space is refused, with the reason", () => {
    expect(refusal("0a96f85cbf8fec91:1f4")).to.equal(
      "0a96f85cbf8fec91:1f4 is of another space, of other semantics or of another version; " +
        "allowed: ids that begin with d01c66d55a05b999:",
    );
  });

  for (const junk of ["", "500", hash, `${hash}:`, `${hash}:xyz`, `${hash}:1f4 `, `${hash}:-1`]) {
    it(`is not ${JSON.stringify(junk)}`, () => {
      expect(refusal(junk)).to.match(/is not an id; allowed: a scenario's id/);
    });
  }
});

describe("a config of a space", () => {
  const TABLE: readonly (readonly [string, SpaceDocument, ...string[]])[] = [
    ["no rounds", { rounds: 0 }, "rounds is 0; allowed: a whole number from 1 to 10000"],
    ["part of a round", { rounds: 1.5 }, "rounds is 1.5; allowed: a whole number from 1 to 10000"],
    [
      "more groups than nodes",
      { partitions: { groups: 6 } },
      "partitions.groups is 6; allowed: at most the 5 nodes",
    ],
    [
      "an unknown filter",
      { partitions: { groups: 2, quorum: true } },
      "partitions.quorum is not a known key; allowed: " +
        "one of groups, order, limit, requireQuorum, twinsApart, listing",
    ],
    [
      "no eligible leader",
      { twins: 0 },
      'leaders.eligible is "twinned", and there is no such replica; allowed: "any", or other twins',
    ],
    [
      "no drop choice",
      { drops: { limit: 0 } },
      "drops.limit is 0; allowed: a whole number from 1 to 1000000",
    ],
    [
      "half a groups object",
      { partitions: { groups: { atmost: 2 } } },
      "partitions.groups.atMost is missing; allowed: a whole number from 1 to 256",
      "partitions.groups.atmost is not a known key; allowed: one of atMost",
    ],
    [
      "several mistakes, one of them in who takes part",
      { replicas: 0, rounds: "7", seed: "", arrangement: "random" },
      "replicas is 0; allowed: a whole number from 1 to 128",
      'rounds is "7"; allowed: a whole number from 1 to 10000',
      'arrangement is "random"; allowed: one of with-replacement, without-replacement, static',
      'seed is ""; allowed: a text',
    ],
  ];
  for (const [shows, change, ...wrong] of TABLE) {
    it(`refuses ${shows}`, () => {
      const read = readSpaceConfig({ ...SMALL, ...change });
      const found = read.ok ? [] : read.problems.map((problem) => describeProblem(problem));
      expect(found).to.deep.equal(wrong);
    });
  }

  const EMPTY: readonly (readonly [string, SpaceDocument, string])[] = [
    [
      "partitions that nothing passes",
      { partitions: { groups: 1, twinsApart: true } },
      "partitions leave no partition that passes the filters",
    ],
    [
      "more rounds than configurations, without replacement",
      { rounds: 16, arrangement: "without-replacement" },
      "rounds is 16, without replacement; allowed: at most the 15 round configurations",
    ],
    [
      "drops in too many partitions of different sizes",
      { replicas: 13, twins: 4, partitions: { groups: { atMost: 3 } }, drops: { limit: 2 } },
      "drops.limit is above 1, for too many partitions; allowed: 1; or partitions.limit at most 65536",
    ],
  ];
  for (const [shows, change, wrong] of EMPTY) {
    it(`that is sound in itself may leave nothing: ${shows}`, () => {
      expect(() => open({ ...SMALL, ...change })).to.throw(wrong);
    });
  }
});
