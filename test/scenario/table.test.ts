/** The table of a scenario. */
import { expect } from "chai";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { replicaNames, rosterOf } from "../../lib/scenario/roster.js";
import { scenarioTable } from "../../lib/scenario/table.js";

const [a, b, c, d] = replicaNames(4);
const roster = rosterOf(replicaNames(4), a === undefined ? [] : [a]);

const table = (rounds: readonly object[]): string =>
  scenarioTable(valueOf(scenarioReader(roster).rounds(rounds)), roster).join("\n");

const split = {
  leader: "a",
  partition: [
    ["a", b, c],
    ["a'", d],
  ],
};

describe("the table of a scenario", () => {
  it("has rounds and nodes; every node of the leader leads", () => {
    const whole = { leader: "d", partition: [["a", "b", "c", "d", "a'"]] };
    expect(table([split, whole])).to.equal(
      [
        "round  leader  a   b  c  d   a'",
        "    1  a       1*  1  1  2   2*",
        "    2  d       1   1  1  1*  1",
      ].join("\n"),
    );
  });

  it("says what is dropped", () => {
    const drops = [
      { from: "a", to: "b", type: "vote" },
      { from: "a'", to: "d", type: "*" },
    ];
    expect(table([split, { ...split, drops }])).to.equal(
      [
        "round  leader  a   b  c  d  a'  drops",
        "    1  a       1*  1  1  2  2*",
        "    2  a       1*  1  1  2  2*  a to b: vote, a' to d: *",
      ].join("\n"),
    );
  });
});
