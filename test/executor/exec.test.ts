/** twins-exec: exit codes, file recognition, replay lines and refusals. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { EXIT } from "../../io/exit.js";
import { run, temporaryFolder } from "./session.js";

const ALL = [["a", "b", "c", "d", "d'"]];
const SPLIT = [
  ["a", "b"],
  ["c", "d", "d'"],
];
const config = (partition: string[][], more: object = {}): object => ({
  ...{ replicas: 4, twins: ["d"], crypto: "structural" },
  cases: [{ name: "it's one", rounds: [{ leader: "a", partition }], ...more }],
});
const scenarios = {
  ...{ format: "twins-scenarios", version: 1, replicas: 4, twins: ["d"] },
  scenarios: [{ id: "s0", rounds: [{ leader: "a", partition: ALL }] }],
};
const space = {
  ...{ replicas: 4, twins: 1, rounds: 3, partitions: { groups: 2 } },
  out: "somewhere.json",
};

describe("twins-exec", () => {
  const inFolder = temporaryFolder();
  const file = (document: unknown, indent?: number): string => {
    const name = inFolder("input.json");
    writeFileSync(name, JSON.stringify(document, null, indent));
    return name;
  };

  const endings: readonly (readonly [string, object, number])[] = [
    ["an expectation met", config(ALL, { expect: "held" }), EXIT.ok],
    ["an expectation not met", config(SPLIT, { expect: "held" }), EXIT.violated],
    ["no expectation, and nothing violated in a stall", config(SPLIT), EXIT.ok],
    ["no expectation, and a violation", config(SPLIT, { bugs: ["small_quorum"] }), EXIT.violated],
    [
      "a limit before it could be told",
      { ...config(ALL, { expect: "held" }), limits: { events: 20 } },
      EXIT.inconclusive,
    ],
  ];
  for (const [shows, document, exit] of endings) {
    it(`ends with ${exit} after ${shows}`, async () => {
      expect((await run(file(document))).exit).to.equal(exit);
    });
  }

  it("knows scenario files by their first line or, laid out otherwise, by their format", async () => {
    for (const indent of [0, 2]) {
      const { printed } = await run(file(scenarios, indent));
      expect(printed[0]).to.match(/^1 scenario \(4 replicas, 1 twin, f = 1\)$/);
    }
  });

  it("looks for the scenarios that a config names in the config's own folder", async () => {
    mkdirSync(inFolder("deeper"), { recursive: true });
    writeFileSync(inFolder("deeper/scenarios.json"), JSON.stringify(scenarios));
    const name = inFolder("deeper/config.json");
    for (const named of ["scenarios.json", inFolder("deeper/scenarios.json")]) {
      writeFileSync(name, JSON.stringify({ scenarios: named, bugs: ["small_quorum"] }));
      expect((await run(name)).printed[0]).to.match(/^1 scenario /);
    }
  });

  const published: readonly (readonly [string, object])[] = [
    [
      "the Twins authors' generator",
      {
        ...{ num_of_nodes: 4, num_of_twins: 1 },
        scenarios: [{ round_leaders: { 1: [0, 4] }, round_partitions: { 1: [[0, 1, 2, 3, 4]] } }],
      },
    ],
    [
      "the Go toolkit",
      {
        ...{ num_nodes: 4, num_twins: 1, views: 1 },
        scenarios: [[{ leader: 1, partitions: [[1, 2, 3, 4, 5]] }]],
      },
    ],
  ];
  for (const [tool, document] of published) {
    it(`runs a file of ${tool}, in any layout and order`, async () => {
      const reversed = Object.fromEntries(Object.entries(document).reverse());
      for (const name of [file(document), file(document, 2), file(reversed), file(reversed, 1)]) {
        const { printed, exit } = await run(name, { scenario: "scenario1" });
        expect(printed.slice(0, 2).join()).to.match(/^ok +scenario1, +rounds +a: all$/);
        expect(exit).to.equal(EXIT.ok);
      }
    });
  }

  it("gives the line that runs a case again, fit for a shell", async () => {
    const { printed } = await run(file(config(ALL)), { bug: ["small_quorum"] });
    const replay = printed.find((line) => line.includes("replay"));
    expect(replay).to.match(/twins-exec \S+ --case 'it'\\''s one' --trace --bug small_quorum$/);
  });

  it("runs a scenario of a numbered space without a file of it", async () => {
    const named = await run(file(space), { scenario: "x" }).catch((error: unknown) => error);
    const hash = /id, ([0-9a-f]{16}):/.exec(String(named))?.[1] ?? "";
    const { printed, exit } = await run(file(space), { scenario: `${hash}:1f` });
    expect(printed[0]).to.include(`${hash}:1f`);
    expect(exit).to.equal(EXIT.ok);
  });

  it("injects the bugs that a generator config names, whatever it runs of it", async () => {
    const buggy = { ...space, rounds: 1, protocol: "diembft", bugs: ["small_quorum"] };
    for (const options of [{ scenario: "0" }, { exhaustive: true }]) {
      expect((await run(file({ ...buggy, bugs: [] }), options)).exit).to.equal(EXIT.ok);
      expect((await run(file(buggy), options)).exit).to.equal(EXIT.violated);
    }
  });

  it("prints one JSON document and nothing else with --json", async () => {
    const { printed } = await run(file(config(ALL, { expect: "held" })), { json: true });
    expect(printed).to.have.lengthOf(1);
    const document: unknown = JSON.parse(printed[0] ?? "");
    expect(document).to.include({ scenarios: 1, held: 1 });
    expect(document).to.have.nested.property("cases[0].expectation", "met");
    expect(document).to.not.have.nested.property("cases[0].transcript");
  });

  it("prints the same document whatever the time", async () => {
    for (const options of [{}, { scenario: "s0" }]) {
      const one = await run(file(scenarios), { ...options, json: true });
      const other = await run(file(scenarios), { ...options, json: true }, { elapsed: () => 7 });
      expect(other.printed).to.deep.equal(one.printed);
    }
  });

  it("has shown nothing when there is no scenario to run", async () => {
    const empty = file({ ...scenarios, scenarios: [] });
    const { exit, warned } = await run(empty, { junit: inFolder("empty.xml") });
    expect(exit).to.equal(EXIT.inconclusive);
    expect(warned).to.deep.equal([
      `${empty}: warning: it holds no scenarios: nothing is run, nothing is shown`,
    ]);
    expect(readFileSync(inFolder("empty.xml"), "utf8")).to.include("no scenario was run");
  });

  const once = { id: "s0", rounds: [{ leader: "a", partition: ALL }] };
  const another = { id: "s0", rounds: [{ leader: "b", partition: ALL }] };
  const repetitions: readonly (readonly [string, object[], string[]])[] = [
    ["nothing when all differ", [once, { ...another, id: "s1" }], []],
    [
      "that scenarios come again",
      [once, { ...once, id: "s1" }, once],
      ['scenarios that repeat an earlier one, and count again: 2; the first is "s1"'],
    ],
    [
      "that ids come again",
      [once, another],
      [
        "scenarios with the id of an earlier one, and other rounds: 1; --scenario finds the " +
          'earlier one; the first is "s0"',
      ],
    ],
  ];
  for (const [shows, list, sentences] of repetitions) {
    it(`says ${shows}`, async () => {
      const name = file({ ...scenarios, scenarios: list });
      const { warned } = await run(name);
      expect(warned).to.deep.equal(sentences.map((each) => `${name}: warning: ${each}`));
    });
  }

  it("puts transcripts before the report, or into the document", async () => {
    const plain = await run(file(config(ALL)), { trace: true });
    expect(plain.printed[0]).to.equal("      0  a   enters round 1");
    const { printed } = await run(file(config(ALL)), { trace: true, json: true });
    const document: unknown = JSON.parse(printed[0] ?? "");
    expect(document).to.have.nested.property("cases[0].transcript[0]", plain.printed[0]);
  });

  it("takes digests of transcripts with --digest, of results otherwise", async () => {
    const digests = [];
    for (const digest of [undefined, true]) {
      const { printed } = await run(file(scenarios), { json: true, digest });
      digests.push((JSON.parse(printed[0] ?? "") as { digest: string }).digest);
    }
    expect(digests[0]).to.match(/^[0-9a-f]{64}$/);
    expect(digests[1])
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(digests[0]);
  });

  it("does not read standard input, which cannot be read twice", async () => {
    const refusal = await run("-").catch((error: unknown) => error);
    expect(String(refusal)).to.include("-: is standard input; allowed: the name of a file");
  });

  const refused: readonly (readonly [string, object, Parameters<typeof run>[1], string])[] = [
    ["--scenario for cases", config(ALL), { scenario: "x" }, "--scenario has no meaning here"],
    ["--out for cases", config(ALL), { out: "x" }, "--out has no meaning here"],
    ["--case for scenarios", scenarios, { case: "x" }, "--case has no meaning here"],
    ["--trace for many", scenarios, { trace: true }, "--trace has no meaning here"],
    ["--limit for one", scenarios, { scenario: "s0", limit: 2 }, "--limit has no meaning here"],
    ["two counts", space, { coverage: true, auditSymmetry: true }, "--audit-symmetry has no"],
    ["a count of a gauntlet", space, { coverage: true, gauntlet: true }, "--gauntlet has no"],
    ["two protocols", space, { mutate: "pbft", protocol: "fab" }, "--protocol has no meaning"],
    ["--as-test unshrunk", scenarios, { shrink: false, asTest: "node" }, "--as-test has no"],
    ["--shrink-log unshrunk", scenarios, { shrink: false, shrinkLog: true }, "--shrink-log has"],
    ["an unknown case", config(ALL), { case: "x" }, 'is "x"; allowed: one of it\'s one'],
    ["an unknown scenario", scenarios, { scenario: "x" }, 'holds no scenario "x"'],
    ["a bad config", { cases: [] }, {}, "replicas is missing"],
    ["a bad space", { ...space, twins: 9 }, {}, "twins is 9"],
    ["a bad header's space", { ...scenarios, space: { rounds: "x" } }, {}, "space.rounds is"],
    ["a strange header's space", { ...scenarios, space: { a: 1 } }, {}, "space.a is not a known"],
    [
      "an unknown key of a space",
      { ...space, bug: ["x"] },
      { scenario: "0" },
      "bug is not a known",
    ],
    ["a bad limit of a space", { ...space, limit: 0 }, { exhaustive: true }, "limit is 0"],
    [
      "an unknown protocol of a space",
      { ...space, protocol: "nonsense" },
      { exhaustive: true },
      'protocol is "nonsense"; allowed: one of diembft, streamlet, tendermint, pbft, hotstuff, fast-hotstuff, fab, zyzzyva, simplex, two-round-simplex, sync-hotstuff, the path of a module: ./mine.js, or a program: exec: ./mine',
    ],
    [
      "an unknown bug of a space",
      { ...space, bugs: ["nonsense"] },
      { exhaustive: true },
      'bugs[0] is "nonsense"; allowed: one of conflicting_votes, ',
    ],
    ["a bad scenario", { ...scenarios, scenarios: [{}] }, {}, "is missing"],
  ];
  for (const [shows, document, options, message] of refused) {
    it(`refuses ${shows}`, async () => {
      const refusal = await run(file(document), options).catch((error: unknown) => error);
      expect(refusal).to.have.property("name", "InputError");
      expect(String(refusal)).to.include(message);
    });
  }
});
