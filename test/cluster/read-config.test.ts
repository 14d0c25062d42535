/** Reading cluster configs: problems and defaults. */
import { expect } from "chai";
import fc from "fast-check";
import { readConfig } from "../../cluster/config/read-config.js";
import { configOf, SMALL } from "./support.js";
import type { Document } from "./support.js";

/** Everything that is wrong, a line each: `path wrong`. */
function problemsOf(document: unknown): readonly string[] {
  const read = readConfig(document, () => "drawn");
  return read.ok ? [] : read.problems.map(({ path, wrong }) => `${path} ${wrong}`);
}

const LOSS = { type: "loss", src: "_", dest: "_", msgType: "*", round: "_" };
const failing = (...list: readonly object[]): Document => ({ ...SMALL, failures: { list } });

const WRONG: readonly (readonly [shows: string, document: unknown, problems: readonly string[]])[] =
  [
    ["n < 3f+1", { ...SMALL, faulty: 2 }, ["faulty is 2"]],
    [
      "delays of the wrong length",
      { ...SMALL, workloads: [{ type: "timed", count: 3, delays: [1] }] },
      ["workloads[0].delays has 1 entries"],
    ],
    [
      "an unknown attribute",
      failing({ ...LOSS, type: "setAttribute", attr: "mood", val: 1 }),
      ['failures.list[0].attr is "mood"'],
    ],
    [
      "a round where a replica belongs",
      failing({ ...LOSS, type: "setAttribute", attr: "leader", val: 3 }),
      ["failures.list[0].val is 3"],
    ],
    [
      "replica7 of 4",
      failing({ ...LOSS, src: "replica7" }),
      ['failures.list[0].src is "replica7"'],
    ],
    ["a probability above 1", failing({ ...LOSS, prob: 1.5 }), ["failures.list[0].prob is 1.5"]],
    [
      "rounds that run backwards",
      failing({ ...LOSS, round: { from: 5, to: 2 } }),
      ["failures.list[0].round is from 5 to 2"],
    ],
    ["no workloads", { ...SMALL, workloads: [] }, ["workloads is a list of 0"]],
    ["a slow network", { ...SMALL, delay: { fixed: 101 } }, ["delay.fixed is 101"]],
    [
      "delays the wrong way round",
      { ...SMALL, delay: { uniform: [9, 3] } },
      ["delay.uniform is from 9 to 3"],
    ],
    [
      "an election that leaves out too many",
      { ...SMALL, election: { exclude: 3 } },
      ["election.exclude is 3"],
    ],
    [
      "an expectation of nobody",
      { ...SMALL, expect: { synced: { replica9: [1] } } },
      ["expect.synced.replica9 names no replica"],
    ],
    [
      "everything at once",
      {
        ...failing({ ...LOSS, dest: "x", prob: 1.5 }),
        faulty: 2,
        colour: "red",
        workloads: [],
      },
      [
        "workloads is a list of 0",
        "failures.list[0].prob is 1.5",
        "colour is not a known key",
        "faulty is 2",
        'failures.list[0].dest is "x"',
      ],
    ],
  ];

describe("cluster configs", () => {
  for (const [shows, document, problems] of WRONG) {
    it(`refuses ${shows}`, () => {
      expect(problemsOf(document)).to.have.members(problems);
    });
  }

  it("has the defaults that it documents", () => {
    const config = configOf({ ...SMALL, transmissionDelayBound: 500, crypto: undefined });
    expect(config).to.deep.include({
      protocol: "diembft",
      faulty: 1,
      delay: { kind: "fixed", ms: 50 },
      deadline: 120_000,
      mempool: { capacity: 1000, blockSize: 4 },
      election: { window: 5, exclude: 1 },
      seed: "small",
      failures: { seed: "small", list: [] },
      crypto: "ed25519",
    });
  });

  it("draws a seed for a config without one, for its failures as well", () => {
    const config = configOf({ ...SMALL, seed: undefined });
    expect(config.seed).to.equal("a seed of its own");
    expect(config.failures.seed).to.equal(config.seed);
  });

  it("never throws on junk", () => {
    const keys = ["replicas", "faulty", "workloads", "failures", "delay", "expect", "election"];
    const junk = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), junk), (value) => {
        problemsOf(value);
        problemsOf(Object.assign({}, SMALL, value));
      }),
    );
  });
});
