/** The format of LibTwins, written and read back. */
import { expect } from "chai";
import fc from "fast-check";
import type { Drop, Scenario } from "../../lib/scenario/model.js";
import { rosterNodes } from "../../lib/scenario/roster.js";
import { complaints, decode, encode, roundsIn } from "./files.js";
import { HEADER, itRefuses, laidOut, numberedFiles, onLine } from "./numbered-files.js";
import type { Refused } from "./numbered-files.js";

/** A file with one scenario of one round, changed. */
const file = (changes: object, header: object = {}): string =>
  JSON.stringify({
    ...{ num_of_nodes: 4, num_of_twins: 1, ...header },
    scenarios: [
      { round_leaders: { 1: [0, 4] }, round_partitions: { 1: [[0, 1, 2, 3, 4]] }, ...changes },
    ],
  });

describe("files of the Twins authors' generator", () => {
  it("number nodes, and say by round who leads, who hears whom, and what is lost", () => {
    const scenario = onLine("a: a b | c d a' / c>d *, a>b *, c>a' *; b: all");
    expect(encode("libtwins", HEADER, [scenario, onLine("d: all")])).to.equal(
      '{"num_of_nodes": 4, "num_of_twins": 1, "scenarios": [\n' +
        '{"round_leaders": {"1": [0, 4], "2": [1]}, ' +
        '"round_partitions": {"1": [[0, 1], [2, 3, 4]], "2": [[0, 1, 2, 3, 4]]}, ' +
        '"firewall": {"1": {"0": [1], "2": [3, 4]}}},\n' +
        '{"round_leaders": {"1": [3]}, "round_partitions": {"1": [[0, 1, 2, 3, 4]]}}\n' +
        "]}\n",
    );
  });

  it("are read back, drops in the order of senders, in any layout (law)", () => {
    fc.assert(
      fc.property(numberedFiles, ({ header, scenarios: any, layout }) => {
        const scenarios = any.map(withoutTypes);
        const text = encode("libtwins", header, scenarios);
        const order = rosterNodes(header.roster).map(({ id }) => id);
        expect(decode(laidOut(text, layout))).to.deep.equal([
          { kind: "header", header },
          ...scenarios.map(({ rounds }, index) => ({
            kind: "scenario",
            scenario: {
              id: `scenario${index + 1}`,
              rounds: rounds.map((round) => ({ ...round, drops: bySender(round.drops, order) })),
            },
          })),
        ]);
      }),
    );
  });

  it("may name a leader by the number of any of its nodes, as LibTwins does", () => {
    const led = (leader: unknown) => roundsIn(file({ round_leaders: { 1: leader } }))[0]?.leader;
    expect([4, 0, 2, [4, 0], [2]].map(led)).to.deep.equal(["a", "a", "c", "a", "c"]);
  });

  const PATH = "scenarios[0].";
  const LISTS = "one of [0, 4], [1], [2], [3]: all nodes of a replica";
  const BAD: readonly Refused[] = [
    [
      "twins for all",
      file({}, { num_of_twins: 4 }),
      "num_of_twins is 4; allowed: fewer than the 4 replicas",
    ],
    [
      "numbers that are none, and unknown keys",
      file({}, { num_of_nodes: "4", num_of_rounds: 3 }),
      'num_of_nodes is "4"; allowed: a whole number from 1 to 128',
      "num_of_rounds is not a known key; allowed: one of num_of_nodes, num_of_twins",
    ],
    [
      "rounds that begin later",
      file({ round_leaders: { 3: [1], 4: [1] }, round_partitions: { 3: [], 4: [] } }),
      `${PATH}round_leaders lacks round 1; allowed: all rounds, from 1 on`,
      `${PATH}round_partitions lacks round 1; allowed: all rounds, from 1 on`,
      `${PATH}round_partitions["3"] is of no round; allowed: rounds from 1 to 2`,
      `${PATH}round_partitions["4"] is of no round; allowed: rounds from 1 to 2`,
    ],
    [
      "no rounds",
      file({ round_leaders: {}, round_partitions: {} }),
      `${PATH}round_leaders has no rounds; allowed: at least one round`,
    ],
    [
      "several leaders, or one of two nodes",
      file({
        round_leaders: { 1: [0], 2: [1, 2] },
        round_partitions: { 1: [[0, 1, 2, 3, 4]], 2: [[0, 1, 2, 3, 4]] },
      }),
      `${PATH}round_leaders["1"] is "[0]"; allowed: ${LISTS}`,
      `${PATH}round_leaders["2"] is "[1, 2]"; allowed: ${LISTS}`,
    ],
    [
      "leaders that are no numbers",
      file({
        round_leaders: { 1: [{ toString: 1, valueOf: 1 }, "0"], 2: "[1]" },
        round_partitions: { 1: [[0, 1, 2, 3, 4]], 2: [[0, 1, 2, 3, 4]] },
      }),
      `${PATH}round_leaders["1"] is a list of 2; allowed: ${LISTS}`,
      `${PATH}round_leaders["2"] is "[1]"; allowed: ${LISTS}`,
    ],
    [
      "groups that overlap, and a stranger",
      file({
        round_partitions: {
          1: [
            [0, 1, 2],
            [2, 3, 4, 5],
          ],
        },
      }),
      `${PATH}round_partitions["1"][1][0] is 2, which is in group 0 already; ` +
        "allowed: every node in exactly one group",
      `${PATH}round_partitions["1"][1][3] is 5; allowed: one of 0, 1, 2, 3, 4`,
    ],
    [
      "drops of strangers and of no round",
      file({ firewall: { 1: { 0: [9], x: [1], 2: 3 }, 2: {} } }),
      `${PATH}firewall["2"] is of no round; allowed: rounds from 1 to 1`,
      `${PATH}firewall["1"]["0"][0] is 9; allowed: one of 0, 1, 2, 3, 4`,
      `${PATH}firewall["1"]["2"] is 3; allowed: a list of nodes`,
      `${PATH}firewall["1"].x is "x"; allowed: one of 0, 1, 2, 3, 4`,
    ],
    [
      "scenarios that are none, on their lines",
      '{"num_of_nodes": 4, "num_of_twins": 1, "scenarios": [\n7,\n{"round_leaders": 1}\n]}\n',
      "2: is 7; allowed: an object with round_leaders, round_partitions, firewall",
      "3: round_leaders is 1; allowed: an object with a value for every round",
      "3: round_partitions is missing; allowed: an object with a value for every round",
    ],
  ];
  itRefuses(BAD);

  it("have at most 10,000 rounds", () => {
    const rounds = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [i + 1, 1]));
    expect(complaints(file({ round_leaders: rounds }))).to.deep.equal([
      `${PATH}round_leaders is 10001 rounds; allowed: at most 10000`,
    ]);
  });

  it("cannot say which type of message is lost", () => {
    const scenario = onLine("a: all / a>b vote, b>c *; b: all / b>c sync");
    expect(() => encode("libtwins", HEADER, [scenario])).to.throw(
      'any: rounds[0].drops[0].type is "vote"; allowed: "*", for libtwins has no drops by type\n' +
        'any: rounds[1].drops[0].type is "sync"; allowed: "*", for libtwins has no drops by type',
    );
  });

  it("are refused or read, and never throw, whatever they are (law)", () => {
    const keys = fc.constantFrom("round_leaders", "round_partitions", "firewall", "1", "2", "0");
    const junk = fc.object({ key: keys, maxDepth: 4, values: [fc.nat(5), fc.constant([[0, 1]])] });
    fc.assert(
      fc.property(fc.oneof(junk, fc.jsonValue()), (scenario) => {
        const text = JSON.stringify({ num_of_nodes: 4, num_of_twins: 1, scenarios: [scenario] });
        expect(decode(text)).to.have.lengthOf(2);
      }),
      { numRuns: 500 },
    );
  });
});

/** A scenario that loses the same messages, whatever their type. */
const withoutTypes = ({ id, rounds }: Scenario): Scenario => ({
  id,
  rounds: rounds.map((round) => ({
    ...round,
    drops: round.drops.map(({ from, to }): Drop => ({ from, to, type: "*" })),
  })),
});

const bySender = (drops: readonly Drop[], senders: readonly string[]): readonly Drop[] =>
  senders.flatMap((sender) => drops.filter(({ from }) => from === sender));
