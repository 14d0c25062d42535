/** Families of failures, and the words of a sweep's progress. */
import { expect } from "chai";
import { Families, familyKey } from "../../../executor/results/families.js";
import type { ScenarioRecord, WitnessRecord } from "../../../executor/results/record.js";
import { progressWords } from "../../../executor/sweeps/progress.js";

const RECORD: ScenarioRecord = {
  ...{ id: "s", verdict: "violated", ending: "completed", at: 1, events: 1, rounds: {} },
  ...{ properties: {}, commits: {}, chain: [], committed: true, stabilized: true },
};

const violating = (property: string, ...blocks: readonly string[]): ScenarioRecord => {
  const witness: WitnessRecord = { property, rounds: [], blocks, nodes: [], explanation: [] };
  return { ...RECORD, witnesses: [witness] };
};
const crashed = (because: string): ScenarioRecord => ({ ...RECORD, verdict: "crashed", because });

describe("families of failures", () => {
  const pairs: readonly (readonly [string, ScenarioRecord, ScenarioRecord, boolean])[] = [
    ["names and rounds", violating("p", "a@1", "a'@1"), violating("p", "c'@7", "c@7"), true],
    [
      "repetitions",
      violating("p", "a@1", "a'@1"),
      violating("p", "a@1", "a'@1", "b@2", "b'@2"),
      true,
    ],
    ["who proposed", violating("p", "a@1", "a'@1"), violating("p", "a@1", "b@1"), false],
    ["the property", violating("p", "a@1"), violating("q", "a@1"), false],
    ["numbers of an error", crashed("a: bad index 7"), crashed("b': bad index 12"), true],
    ["the error", crashed("a: bad index 7"), crashed("a: too late"), false],
  ];
  for (const [shows, one, other, isSame] of pairs) {
    it(`${isSame ? "leave out" : "differ by"} ${shows}`, () => {
      expect(familyKey(one) === familyKey(other)).to.equal(isSame);
    });
  }

  it("count their scenarios and keep the first, up to a limit", () => {
    const families = new Families();
    for (let index = 0; index < 1005; index++) {
      const record = violating(`p${index}`, "a@1");
      families.add({ ...record, id: `first ${index}` });
      families.add({ ...record, id: `second ${index}` });
    }
    expect(families.all()).to.have.lengthOf(1000);
    expect(families.all()[3]).to.deep.include({ properties: ["p3"], scenarios: 2 });
    expect(families.all()[3]?.first.id).to.equal("first 3");
    expect(families.others).to.equal(10);
  });
});

describe("the progress of a sweep", () => {
  it("is a share, the rate of this run, the time left, and the violations so far", () => {
    const progress = { done: 3000, total: 10_000, failed: 4, resumed: 1000, seconds: 2 };
    expect(progressWords(progress)).to.equal(
      "3,000 of 10,000 scenarios (30.0%), 1,000/s, 7 s left, 4 with a violation",
    );
  });
});
