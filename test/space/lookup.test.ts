/** Finding a scenario by id, number or notation. */
import { expect } from "chai";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { scenarioNamed } from "../../lib/space/lookup.js";
import { paperSpace } from "./fixtures.js";

const space = paperSpace([4, 1, 2, 2]);

const found = (name: string): string => {
  const read = scenarioNamed(space, name);
  return read.ok ? read.value.id : read.problems.map((one) => describeProblem(one)).join();
};

describe("a scenario that a person names", () => {
  const { hash } = space;
  const NAMES: readonly (readonly [string, string])[] = [
    ["0", `${hash}:0`],
    ["0016", `${hash}:10`],
    [`${hash}:e0`, `${hash}:e0`],
    ["225", "has no scenario 225; allowed: numbers up to 224"],
    [`${hash}:e1`, `has no scenario ${hash}:e1; allowed: numbers up to e0 in hexadecimal`],
    ["-1", `"-1" is not an id; allowed: a scenario's id, ${hash}: with a number in hexadecimal`],
    ["", `"" is not an id; allowed: a scenario's id, ${hash}: with a number in hexadecimal`],
    ["a: a b c d | a'; a: c a d b | a'", `${hash}:0`],
    ["a: all; a: all", "is not in this space; allowed: what the config spans"],
    ["a: a b", "rounds[0].partition leaves out c, d, a'; allowed: every node in exactly one group"],
    [
      "0123456789abcdef:1",
      "0123456789abcdef:1 is of another space, of other semantics or of another version; " +
        `allowed: ids that begin with ${hash}:`,
    ],
  ];
  for (const [name, says] of NAMES) {
    it(`${JSON.stringify(name)}: ${says}`, () => {
      expect(found(name)).to.equal(says);
    });
  }
});
