import { expect } from "chai";
import { InputError } from "../../../lib/scenario/problem.js";
import { indexOfId } from "../../../lib/space/identity.js";
import { valueOf } from "../../../lib/scenario/problem.js";
import { censusOf } from "../../../executor/exhaustive/census.js";
import { territoryOf } from "../../../executor/exhaustive/territory.js";
import { runner } from "../../../executor/run.js";
import { exploreAll, subjectOf } from "./compare.js";

const document = { rounds: 3, partitions: { groups: 2 } };

describe("an exploration", function () {
  this.timeout(120_000);

  it("finds no violation of the correct protocol and decides every scenario once", () => {
    const subject = subjectOf(document, []);
    const { explored, witnesses, decided } = exploreAll(subject);
    const census = censusOf(explored);
    expect(decided).to.equal(subject.space.counts.scenarios);
    expect(census.held).to.equal(census.scenarios);
    expect(witnesses).to.deep.equal({});
  });

  it("names scenarios that violate what it says, when they are run by themselves", () => {
    const { space, options } = subjectOf(document, ["small_quorum"]);
    const { explored, witnesses } = exploreAll({ space, options });
    const { violated } = censusOf(explored);
    const broken = Object.keys(violated).filter((name) => (violated[name] ?? 0n) > 0n);
    expect(Object.keys(witnesses).sort()).to.deep.equal(broken.sort());
    const run = runner(options);
    for (const [name, ids] of Object.entries(witnesses)) {
      for (const id of ids) {
        const { verdicts } = run(space.scenario(valueOf(indexOfId(id, space.hash), "")));
        const named = [...verdicts].find(([property]) => property === name);
        expect(named?.[1].status, `${id} ${name}`).to.equal("violated");
      }
    }
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ["rounds that depend on one another", { arrangement: "without-replacement" }, /arrangement/],
    [
      "a network that remembers",
      { semantics: { repeatedTimeouts: { override: 3 } } },
      /semantics.repeatedTimeouts/,
    ],
  ];
  for (const [shows, more, wrong] of refused) {
    it(`is refused for ${shows}`, () => {
      const { space, options } = subjectOf({ ...document, ...more }, []);
      expect(() => territoryOf(space, options)).to.throw(InputError, wrong);
    });
  }
});
