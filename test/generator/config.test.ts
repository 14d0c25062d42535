/** What twins-gen accepts in a generator config, and what it says of the rest. */
import { expect } from "chai";
import fc from "fast-check";
import { readGeneratorConfig } from "../../generator/config.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { protocols } from "../../lib/registry.js";

const BUGS = Object.keys(protocols.get("diembft")?.bugs ?? {});

const SOUND = { replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } };

const problems = (document: unknown): readonly string[] => {
  const read = readGeneratorConfig(document);
  return read.ok ? [] : read.problems.map((problem) => describeProblem(problem));
};

describe("a generator config", () => {
  it("needs to say very little", () => {
    const read = readGeneratorConfig(SOUND);
    expect(read.ok && read.value).to.deep.include({
      ...{ order: "systematic", limit: undefined, out: "-", format: "json" },
      stabilization: { rounds: 7, leaders: "honest" },
    });
  });

  const FORMATS = { "x.json": "json", "x.jsonl": "jsonl", "x.jsonl.gz": "jsonl", "x.txt": "json" };
  for (const [out, format] of Object.entries(FORMATS)) {
    it(`writes ${format} to ${out}, and what it is told to`, () => {
      const read = (changes: object) => readGeneratorConfig({ ...SOUND, out, ...changes });
      expect(read({})).to.have.nested.property("value.format", format);
      expect(read({ format: "distalgo" })).to.have.nested.property("value.format", "distalgo");
    });
  }

  type Row = readonly [string, object, ...string[]];
  const TABLE: readonly Row[] = [
    [
      "no scenarios",
      { limit: 0 },
      "limit is 0; allowed: a whole number from 1 to 9007199254740991",
    ],
    [
      "an unknown order",
      { order: "shuffled" },
      'order is "shuffled"; allowed: one of systematic, random',
    ],
    [
      "an unknown format",
      { format: "xml" },
      'format is "xml"; allowed: one of json, jsonl, distalgo, libtwins, relab',
    ],
    [
      "what the format cannot say",
      { format: "relab", twins: ["d"], drops: { limit: 2 }, stabilization: { rounds: 3 } },
      "twins are not the first replicas; allowed: a number, for relab says only how many",
      "stabilization is not the default one; allowed: 7 rounds with honest leaders, for relab " +
        "does not say it",
      "drops.limit is 2; allowed: 1, for relab has no drops by type",
    ],
    [
      "drops that its protocol does not know",
      { protocol: "diembft", drops: { limit: 2, types: ["vote", "prevote"] } },
      'drops.types[1] is "prevote"; allowed: one of proposal, vote, timeout, ' +
        "sync-request, sync, sync-response, *",
    ],
    [
      "a word for drops twice",
      { drops: { limit: 2, types: ["vote", "vote"] } },
      "drops.types is a list of 2; allowed: a list of 1 to 8 types or phases of messages, or *, " +
        "each once",
    ],
    [
      "an unknown bug, if it names no protocol",
      { bugs: ["no"] },
      `bugs[0] is "no"; allowed: one of ${BUGS.join(", ")}`,
    ],
    [
      "too few replicas for the protocol",
      { protocol: "two-round-simplex" },
      "faulty is 1, given or as the largest f with 3f < n; allowed: fewer: two-round-simplex needs 6 replicas for it, and there are 4",
    ],
    [
      "an unknown protocol",
      { protocol: "nonsense" },
      'protocol is "nonsense"; allowed: one of diembft, streamlet, tendermint, pbft, hotstuff, fast-hotstuff, fab, zyzzyva, simplex, two-round-simplex, sync-hotstuff, the path of a module: ./mine.js, or a program: exec: ./mine',
    ],
    ...["0/5", "6/5", "1/0", "5", "01/5", "a/b", 2].map((shard): Row => {
      const wrong = `shard is ${JSON.stringify(shard)}`;
      return [
        `the shard ${shard}`,
        { shard },
        `${wrong}; allowed: i/n with i from 1 to n, such as 2/5`,
      ];
    }),
    ...[-1, 1.5, "x", "-1"].map((offset): Row => {
      const allowed = "a whole number from 0, as a text if it is large";
      return [
        `the offset ${offset}`,
        { offset },
        `offset is ${JSON.stringify(offset)}; allowed: ${allowed}`,
      ];
    }),
    ["no file", { out: "" }, 'out is ""; allowed: a file, or - for standard output'],
    [
      "a stabilisation leader that does not take part",
      { stabilization: { leaders: "e" } },
      'stabilization.leaders is "e"; allowed: "honest", or one of a, b, c, d',
    ],
    [
      "a number that is too large for any check, once",
      { limit: 1e20 },
      "limit is 100000000000000000000; allowed: a whole number from 1 to 9007199254740991",
    ],
    [
      "a key that has a meaning only in its prototype",
      JSON.parse('{ "__proto__": { "limit": 3 } }') as object,
      "__proto__ is not a known key; allowed: one of description, replicas, twins, faulty, " +
        "rounds, partitions, leaders, drops, phases, hears, exceptions, delays, restarts, orders, " +
        "roundConfigurations, arrangement, roundOrder, " +
        "requireProgress, semantics, seed, order, mix, symmetry, limit, offset, shard, stabilization, out, format, " +
        "protocol and 1 more",
    ],
    [
      "mistakes of all kinds at once: shapes, keys, and what one field says against another",
      { twins: 5, rounds: 0, leaders: { eligible: "z", who: 1 }, limit: "all" },
      "rounds is 0; allowed: a whole number from 1 to 10000",
      'leaders.eligible is "z"; allowed: one of any, twinned, honest',
      "leaders.who is not a known key; allowed: one of eligible, order, limit",
      'limit is "all"; allowed: a whole number from 1 to 9007199254740991',
      "twins is 5; allowed: at most the 4 replicas",
    ],
  ];
  for (const [shows, changes, ...wrong] of TABLE) {
    it(`refuses ${shows}`, () => {
      const document: object = Object.defineProperties(
        { ...SOUND },
        Object.getOwnPropertyDescriptors(changes),
      );
      expect(problems(document)).to.deep.equal(wrong);
    });
  }

  for (const document of [null, [], 7, "config", true]) {
    it(`refuses ${JSON.stringify(document)}`, () => {
      expect(problems(document)).to.have.lengthOf(1);
      expect(problems(document)[0]).to.match(/allowed: an object with description, replicas/);
    });
  }

  it("is refused or accepted, and never throws, whatever it is (law)", () => {
    const keys = fc.constantFrom(
      ...Object.keys(SOUND),
      "leaders",
      "stabilization",
      "drops",
      "seed",
    );
    const junk = fc.object({ key: keys, maxDepth: 3 }).map((changes) => ({ ...SOUND, ...changes }));
    fc.assert(
      fc.property(fc.oneof(junk, fc.anything()), (document) => {
        const read = readGeneratorConfig(document);
        if (!read.ok) expect(read.problems).to.not.be.empty;
      }),
      { numRuns: 500 },
    );
  });
});
