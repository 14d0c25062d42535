/** Scenarios named by an exploration violate what it says. */
import { expect } from "chai";
import { InputError, valueOf } from "../../../lib/scenario/input/problem.js";
import { indexOfId } from "../../../lib/space/identity.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { totalsOf } from "../../../executor/exhaustive/totals.js";
import { witnessesOf } from "../../../executor/exhaustive/report.js";
import { searchSpaceInSpace } from "../../../executor/exhaustive/search-space.js";
import { runner } from "../../../executor/run/run.js";
import { exploreAll, subjectOf } from "./compare.js";
import { PROPERTY_NAMES } from "../../diembft/support/judged.js";

const document = { rounds: 3, partitions: { groups: 2 } };

describe("an exploration", function () {
  this.timeout(120_000);

  it("finds no violation of the correct protocol and decides every scenario once", async () => {
    const subject = subjectOf(document, []);
    const { space } = subject;
    const exploration = await exploreAll(subject);
    const totals = totalsOf(exploration.findings.all(), PROPERTY_NAMES);
    expect(totals.scenarios).to.equal(space.counts.scenarios);
    expect(totals.held).to.equal(totals.scenarios);
    expect(witnessesOf({ exploration, space, examples: 3 })).to.deep.equal({});
  });

  it("names scenarios that violate what it says, when they are run by themselves", async () => {
    const subject = subjectOf(document, ["small_quorum"]);
    const { space, options } = subject;
    const exploration = await exploreAll(subject);
    const witnesses = witnessesOf({ exploration, space, examples: 3 });
    const { violated } = totalsOf(exploration.findings.all(), PROPERTY_NAMES);
    const broken = Object.keys(violated).filter((name) => (violated[name] ?? 0n) > 0n);
    expect(Object.keys(witnesses).sort()).to.deep.equal(broken.sort());
    const run = runner(options);
    for (const [name, ids] of Object.entries(witnesses)) {
      expect(ids.length).to.be.within(1, 3);
      for (const id of ids) {
        const { verdicts } = run(space.scenario(valueOf(indexOfId(id, space.hash), "")));
        const named = [...verdicts].find(([property]) => property === name);
        expect(named?.[1].status, `${id} ${name}`).to.equal("violated");
      }
    }
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ["rounds that depend on one another", { arrangement: "without-replacement" }, /arrangement/],
    ["rounds that must suit one another", { requireProgress: true }, /requireProgress/],
    [
      "a network that remembers",
      { semantics: { repeatedTimeouts: { override: 3 } } },
      /semantics.repeatedTimeouts/,
    ],
  ];
  for (const [shows, more, wrong] of refused) {
    it(`is refused for ${shows}`, () => {
      const { space, options } = subjectOf({ ...document, ...more }, []);
      expect(() => searchSpaceInSpace(space, options, nodeSha256)).to.throw(InputError, wrong);
    });
  }
});
