/** The format of relab/hotstuff, written and read back. */
import { expect } from "chai";
import fc from "fast-check";
import { decode, encode, roundsIn } from "./files.js";
import { HEADER, itRefuses, laidOut, numberedFiles, onLine } from "./numbered-files.js";
import type { Refused } from "./numbered-files.js";

const replica = (ReplicaID: number, TwinID?: number): object =>
  TwinID === undefined ? { ReplicaID } : { ReplicaID, TwinID };
const ALL = [replica(1, 1), replica(1, 2), replica(2), replica(3, 0), replica(4)];

/** A file with one scenario of one view, changed. */
const file = (changes: object, header: object = {}): string =>
  JSON.stringify({
    ...{ num_nodes: 4, num_twins: 1, ...header },
    scenarios: [[{ leader: 1, partitions: [ALL], ...changes }]],
  });

describe("files of the Go toolkit", () => {
  it("have its settings, then on each line a list of views", () => {
    const space = { rounds: 2, partitions: { groups: { atMost: 3 } } };
    const scenarios = [onLine("a: a a' | b c d; b: all"), onLine("d: all; d: all")];
    const [twin, other] = ['{"ReplicaID":1,"TwinID":1}', '{"ReplicaID":1,"TwinID":2}'];
    const [b, c, d] = [2, 3, 4].map((id) => `{"ReplicaID":${id},"TwinID":0}`);
    const all = `"partitions":[[${[twin, b, c, d, other].join()}]]`;
    expect(encode("relab", { ...HEADER, space }, scenarios)).to.equal(
      [
        "{",
        ...['\t"num_nodes": 4,', '\t"num_twins": 1,', '\t"partitions": 3,', '\t"views": 2,'],
        ...['\t"shuffle": false,', '\t"seed": 0,', '\t"scenarios": ['],
        `\t\t[{"leader":1,"partitions":[[${[twin, other].join()}],[${[b, c, d].join()}]]},` +
          `{"leader":2,${all}}],`,
        `\t\t[{"leader":4,${all}},{"leader":4,${all}}]`,
        ...["\t]", "}", ""],
      ].join("\n"),
    );
  });

  it("leave settings out that are not known, or that the toolkit could not read", () => {
    expect(encode("relab", HEADER, [])).to.not.include("views");
    const space = { rounds: 256, partitions: { groups: 2 } };
    expect(encode("relab", { ...HEADER, space }, [])).to.not.include("views");
  });

  it("are read back, in any layout (law)", () => {
    fc.assert(
      fc.property(numberedFiles, ({ header, scenarios: any, layout }) => {
        const scenarios = any.map(({ rounds }, index) => ({
          id: `scenario${index + 1}`,
          rounds: rounds.map((round) => ({ ...round, drops: [] })),
        }));
        const text = encode("relab", header, scenarios);
        expect(decode(laidOut(text, layout))).to.deep.equal([
          { kind: "header", header },
          ...scenarios.map((scenario) => ({ kind: "scenario", scenario })),
        ]);
      }),
    );
  });

  it("may number nodes, a twin after its replica, as older ones do", () => {
    const partitions = [[1, 3], [], [2, 4, 5], null];
    const settings = { partitions: 4, rounds: 7, ticks: 100, shuffle: true, seed: -5 };
    const [view] = roundsIn(file({ partitions, comment: "one" }, settings));
    expect(view?.partition).to.deep.equal([
      ["a", "b"],
      ["a'", "c", "d"],
    ]);
  });

  const PATH = "scenarios[0]";
  const NODES = "one of replica 1 twin 1, replica 1 twin 2, replica 2, replica 3, replica 4";
  const BAD: readonly Refused[] = [
    [
      "twins for all",
      file({}, { num_twins: 4 }),
      "num_twins is 4; allowed: fewer than the 4 replicas",
    ],
    [
      "settings that are none",
      file({}, { num_nodes: 0, seed: "x", colour: "red" }),
      "num_nodes is 0; allowed: a whole number from 1 to 128",
      'seed is "x"; allowed: a whole number',
      "colour is not a known key; allowed: one of num_nodes, num_twins, partitions, views, " +
        "rounds, ticks, seed, shuffle",
    ],
    [
      "a leader that is none",
      file({ leader: 0 }),
      `${PATH}[0].leader is 0; allowed: one of 1, 2, 3, 4`,
    ],
    [
      "nodes that are none, or missing",
      file({ partitions: [[replica(1, 1), replica(2, 1), replica(5), 9, { ReplicaID: "x" }]] }),
      ...["replica 2 twin 1", "replica 5"].map(
        (label, index) => `${PATH}[0].partitions[0][${index + 1}] is "${label}"; allowed: ${NODES}`,
      ),
      `${PATH}[0].partitions[0][3] is 9; allowed: ${NODES}`,
      `${PATH}[0].partitions[0][4] is an object; allowed: ${NODES}`,
      `${PATH}[0].partitions leaves out replica 1 twin 2, replica 2, replica 3, replica 4; ` +
        "allowed: every node in exactly one group",
    ],
    [
      "what people call a node",
      file({ partitions: [["replica 2", 1, 2, 4, 5]] }),
      `${PATH}[0].partitions[0][0] is "\\"replica 2\\""; allowed: ${NODES}`,
      `${PATH}[0].partitions leaves out replica 2; allowed: every node in exactly one group`,
    ],
    [
      "a node in two groups",
      file({ partitions: [ALL, [2]] }),
      `${PATH}[0].partitions[1][0] is 2, which is in group 0 already; ` +
        "allowed: every node in exactly one group",
    ],
    [
      "no views, or another shape",
      JSON.stringify({ num_nodes: 4, num_twins: 1, scenarios: [[], {}, [7]] }),
      "scenarios[0] is a list of 0; allowed: a list of at least one round",
      "scenarios[1] is an object; allowed: a list of at least one round",
      "scenarios[2][0] is 7; allowed: an object with leader, partitions, comment",
    ],
    [
      "an end that is none",
      '{\n"num_nodes": 4,\n"num_twins": 1,\n"scenarios": [\n]\n, "more": 1}\n',
      "6: goes on; allowed: nothing after the line ]}",
    ],
    [
      "no end",
      '{\n"num_nodes": 4,\n"num_twins": 1,\n"scenarios": [\n]\n',
      "6: breaks off; allowed: a last line ]}",
    ],
    [
      "too many views",
      JSON.stringify({ num_nodes: 4, num_twins: 1, scenarios: [new Array(10_001).fill(0)] }),
      "scenarios[0] is 10001 rounds; allowed: at most 10000",
    ],
    [
      "mistakes after a header of several lines, on their own lines",
      '{\n"num_nodes": 4,\n"num_twins": 1,\n"scenarios": [\n[],\n[{"leader": 9}]\n[]\n]\n}\n',
      "5: is a list of 0; allowed: a list of at least one round",
      "6: [0].leader is 9; allowed: one of 1, 2, 3, 4",
      "6: [0].partitions is missing; allowed: a list of groups of nodes",
      "7: lacks a comma before this line; allowed: a comma, or a last line ]}",
    ],
  ];
  itRefuses(BAD);

  it("cannot say that anything is lost", () => {
    expect(() => encode("relab", HEADER, [onLine("a: all; a: all / a>b *")])).to.throw(
      'any: rounds[1].drops[0].type is "*"; allowed: no drops at all, for relab has none',
    );
  });
});
