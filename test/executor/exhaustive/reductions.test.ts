/** Each reduction changes the number of states, and no count. */
import { expect } from "chai";
import fc from "fast-check";
import { reductionNames } from "../../../executor/exhaustive/state/reductions.js";
import { searchSpaceInSpace } from "../../../executor/exhaustive/search-space.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { protocols } from "../../../lib/registry.js";
import type { SpaceDocument } from "../../../lib/space/config.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { checkClasses } from "./class-equality.js";
import { exploreAll, subjectOf, together } from "./compare.js";
import { exploredCounts, longSpaceSpecs, searchSpaceOf, spaceSpecs } from "./random-spaces.js";

const BUGS = Object.keys(protocols.get("diembft")?.bugs ?? {});
const NAMES = [
  ...["live-variables", "quiescence", "incomplete-tcs"],
  ...["signers", "chains", "forgotten-facts"],
];
const SPACE = { rounds: 5, partitions: { groups: 2, limit: 3 } };

describe("reductions", function () {
  this.timeout(180_000);

  for (const bugs of [[], ["small_quorum"], ["commit_single_block"]]) {
    it(`leave all counts as they are, ${bugs.join() || "without bugs"}`, async () => {
      const subject = subjectOf(SPACE, bugs);
      const counts = await together(subject);
      for (const name of [...NAMES, "all"]) {
        expect(await together({ ...subject, without: [name] }), name).to.deep.equal(counts);
      }
    });
  }

  it("leave all counts as they are, whatever the rounds, the network and the bugs (law)", async () => {
    const law = fc.asyncProperty(spaceSpecs(BUGS), async (spec) => {
      const { run } = searchSpaceOf(spec);
      const counts = await exploredCounts(searchSpaceOf(spec));
      for (const name of [...reductionNames(run.protocol), "all"]) {
        expect(await exploredCounts(searchSpaceOf(spec, [name])), name).to.deep.equal(counts);
      }
    });
    await fc.assert(law, { numRuns: 6 });
  });

  const gains: readonly (readonly [name: string, document: SpaceDocument])[] = [
    ["live-variables", SPACE],
    ["quiescence", SPACE],
    ["incomplete-tcs", SPACE],
    ["signers", { rounds: 3, partitions: { groups: 2 } }],
    ["chains", SPACE],
    ["forgotten-facts", SPACE],
  ];
  for (const [name, document] of gains) {
    it(`make fewer states: ${name}`, async () => {
      const subject = subjectOf(document, []);
      const { states } = await exploreAll(subject);
      const left = await exploreAll({ ...subject, without: [name] });
      expect(left.states).to.be.greaterThan(states);
    });
  }

  it("merge only states with the same future, whatever the rounds and the bugs (law)", () => {
    let repeated = 0;
    const law = fc.property(longSpaceSpecs(BUGS), (spec) => {
      const report = checkClasses(searchSpaceOf(spec));
      repeated += report.repeated;
      expect(report.broken).to.deep.equal([]);
    });
    fc.assert(law, { numRuns: 10 });
    expect(repeated).to.be.greaterThan(1000);
  });

  /** Every reduction rests on live variables, so that none is used without these. */
  const others = NAMES.filter((name) => name !== "live-variables");
  const alone = others.map((name) => others.filter((other) => other !== name));
  const selections: readonly (readonly string[])[] = [others, ...alone];
  for (const without of [...selections, ...others.map((name) => [name])]) {
    it(`merge only states with the same future, without ${without.join(", ")} (law)`, () => {
      let repeated = 0;
      const law = fc.property(longSpaceSpecs([]), (spec) => {
        const report = checkClasses(searchSpaceOf(spec, without));
        repeated += report.repeated;
        expect(report.broken).to.deep.equal([]);
      });
      fc.assert(law, { numRuns: 2 });
      expect(repeated).to.be.greaterThan(0);
    });
  }

  it("are all there for the correct protocol", () => {
    expect(reductionNames(subjectOf(SPACE, []).options.protocol)).to.deep.equal(NAMES);
  });

  it("are off where a bug replaces a rule that they rest on", () => {
    const { protocol } = subjectOf(SPACE, ["commit_single_block"]).options;
    expect(reductionNames(protocol)).to.deep.equal([
      "live-variables",
      "signers",
      "forgotten-facts",
    ]);
  });

  it("are refused by a name that there is not, with all that there are", () => {
    const { space, options } = subjectOf(SPACE, []);
    expect(() => searchSpaceInSpace(space, options, nodeSha256, { without: ["sober"] })).to.throw(
      InputError,
      /--without-reduction is "sober".*live-variables, quiescence, .*, all/,
    );
  });
});
